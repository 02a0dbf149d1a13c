import { describe, expect, test } from '@jest/globals';
import { type Role } from './account.js';
import {
  agency,
  type AgencyCommand,
  type AgencyEvent,
  type DelegationFacts,
  inForce,
  ONE_PERSON_AFTER_DAYS,
  oneWith,
} from './agency.js';
import { fold } from './decider.js';
import { scenario } from './scenario.js';

const given = scenario(agency);
const on = '2026-03-02';
const by = { person: 'p-1', agency: { kind: 'cac', division: '110000' } };
const from = { account: 'a-1', person: 'p-1', own: ['reviewer', 'approver', 'agency-admin'] as Role[] };
const to = { account: 'a-2', person: 'p-2' };
const term = { since: '2026-03-03', until: '2026-03-10' };

const lend = (
  change: Partial<Extract<AgencyCommand, { type: 'DelegateAuthority' }>['data']> = {},
  facts: DelegationFacts = { from, to },
) =>
  ({
    type: 'DelegateAuthority',
    data: { to: 'a-2', roles: ['approver'], ...term, ...change },
    facts,
    on,
    by,
  }) satisfies AgencyCommand;
const end = (n: number, person = 'p-1', administers = false): AgencyCommand => ({
  type: 'EndDelegation',
  data: { n },
  facts: { administers },
  on: '2026-03-05',
  by: { ...by, person },
});

const lent: AgencyEvent = {
  type: 'AuthorityDelegated',
  basis: ['design'],
  effectiveOn: term.since,
  data: { n: 1, from: { account: 'a-1', person: 'p-1' }, to, roles: ['approver'], ...term },
};
const ended: AgencyEvent = {
  type: 'DelegationEnded',
  basis: ['design'],
  effectiveOn: '2026-03-05',
  data: { n: 1, endedBy: 'p-1' },
};

describe('delegating authority', () => {
  test('lends a colleague one’s own roles for a time', () => given().when(lend()).then(lent));
  test('a second time in the same words changes nothing', () => given(lent).when(lend()).thenNothing());
  test('again after it has ended is another delegation', () =>
    given(lent, ended)
      .when(lend())
      .then({ ...lent, data: { ...lent.data, n: 2 } }));
  test('is for officers of the agency', () => {
    given().when(lend({}, { to })).thenRefused('delegator-not-open');
    given().when(lend({}, { from })).thenRefused('incomplete');
  });
  test('is to another person, whatever account that person has', () =>
    given()
      .when(lend({}, { from, to: { account: 'a-9', person: 'p-1' } }))
      .thenRefused('incomplete'));
  test('passes on nothing that was lent, and no administration', () => {
    given()
      .when(lend({ roles: ['inspector'] }))
      .thenRefused('incomplete');
    given()
      .when(lend({ roles: ['agency-admin'] }))
      .thenRefused('incomplete');
  });
  test.each([
    ['ends before it begins', { since: '2026-03-10', until: '2026-03-09' }],
    ['has passed', { since: '2026-02-01', until: '2026-03-01' }],
    ['is longer than a year', { since: '2026-03-03', until: '2027-03-05' }],
  ])('is no delegation where the term %s', (_, wrong) => given().when(lend(wrong)).thenRefused('incomplete'));
});

describe('ending a delegation', () => {
  test('is for either of the two', () => {
    given(lent).when(end(1)).then(ended);
    given(lent)
      .when(end(1, 'p-2'))
      .then({ ...ended, data: { n: 1, endedBy: 'p-2' } });
  });
  test('is for the administrator, and for no third colleague', () => {
    given(lent)
      .when(end(1, 'p-3', true))
      .then({ ...ended, data: { n: 1, endedBy: 'p-3' } });
    given(lent).when(end(1, 'p-3')).thenRefused('not-for-others');
  });
  test('twice changes nothing', () => given(lent, ended).when(end(1)).thenNothing());
  test('needs one', () => {
    given().when(end(1)).thenRefused('nothing-delegated');
    given(lent).when(end(2)).thenRefused('no-such-delegation');
  });
});

describe('a delegation', () => {
  const [delegation] = fold(agency, [lent]).delegations;
  test('holds from its first day to its last', () =>
    expect(['2026-03-02', '2026-03-03', '2026-03-10', '2026-03-11'].map((day) => inForce(delegation!, day))).toEqual([
      ...[false, true, true, false],
    ]));
  test('that was ended holds no more on that day', () => {
    const [cut] = fold(agency, [lent, ended]).delegations;
    expect(['2026-03-04', '2026-03-05'].map((day) => inForce(cut!, day))).toEqual([true, false]);
  });
});

describe('two persons count as one', () => {
  const state = fold(agency, [lent]);
  const dayAfter = (days: number) => new Date(Date.parse(term.until) + days * 86_400_000).toISOString().slice(0, 10);
  test('from the first day of a delegation on, whichever of them acts', () => {
    expect(oneWith(state, 'p-1', term.since)).toEqual(['p-2']);
    expect(oneWith(state, 'p-2', term.since)).toEqual(['p-1']);
    expect(oneWith(state, 'p-3', term.since)).toEqual([]);
    expect(oneWith(state, 'p-1', on)).toEqual([]);
  });
  test('and for as long after its end as a matter begun under it can take', () => {
    expect(oneWith(state, 'p-1', dayAfter(ONE_PERSON_AFTER_DAYS))).toEqual(['p-2']);
    expect(oneWith(state, 'p-1', dayAfter(ONE_PERSON_AFTER_DAYS + 1))).toEqual([]);
  });
});
