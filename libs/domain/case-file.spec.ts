import { describe, expect, test } from '@jest/globals';
import { words } from '#support/filing-examples.js';
import { caseFile, type CaseCommand, type CaseEvent, grantedOn, type OfficerFacts } from './case-file.js';
import { fold } from './decider.js';
import { scenario } from './scenario.js';

const given = scenario(caseFile);
const on = '2026-03-02';
const beijing = { kind: 'cac', division: '110000' };
const by = { person: 'lead', agency: beijing };
const officer = { account: 'a-2', person: 'p-2' };
const facts: OfficerFacts = { officer, leads: true };
const until = '2026-04-30';
const reason = words('reason');
const fact = { basis: ['design'], effectiveOn: on } as const;

const assign = (account = 'a-2', known = facts): CaseCommand => ({
  type: 'AssignCase',
  data: { account, until },
  facts: known,
  on,
  by,
});
const release: CaseCommand = { type: 'ReleaseCase', data: {}, facts: undefined, on, by };
const recuse = (person: string, leads: boolean): CaseCommand => ({
  type: 'RecuseOfficer',
  data: { account: 'a-2', reason },
  facts: { officer, leads },
  on,
  by: { ...by, person },
});
const readmit = (person: string, leads: boolean): CaseCommand => ({
  type: 'EndRecusal',
  data: { account: 'a-2', reason },
  facts: { officer, leads },
  on,
  by: { ...by, person },
});
const shanghai = { kind: 'cac', division: '310000' };
const grant = (last = until): CaseCommand => ({
  type: 'GrantAccess',
  data: { agency: shanghai, until: last, reason },
  facts: undefined,
  on,
  by,
});
const endGrant = (n: number): CaseCommand => ({ type: 'EndGrant', data: { n }, facts: undefined, on, by });

const assigned: CaseEvent = { type: 'CaseAssigned', ...fact, data: { ...officer, until, agency: beijing, assignedBy: 'lead' } };
const released: CaseEvent = { type: 'CaseReleased', ...fact, data: { account: 'a-2', agency: beijing, releasedBy: 'lead' } };
const recused = (recusedBy: string): CaseEvent => ({ type: 'OfficerRecused', ...fact, data: { ...officer, reason, recusedBy } });
const readmitted: CaseEvent = { type: 'RecusalEnded', ...fact, data: { ...officer, reason, endedBy: 'lead' } };
const granted: CaseEvent = { type: 'AccessGranted', ...fact, data: { n: 1, agency: shanghai, until, reason, grantedBy: 'lead' } };
const shut: CaseEvent = { type: 'GrantEnded', ...fact, data: { n: 1, agency: shanghai, endedBy: 'lead' } };

describe('a case', () => {
  test('is assigned to an officer of the agency until a day', () => given().when(assign()).then(assigned));
  test('that is assigned so already is not assigned again', () => given(assigned).when(assign()).thenNothing());
  test('is handed over by assigning it to another', () => {
    const other = { account: 'a-3', person: 'p-3' };
    given(assigned)
      .when(assign('a-3', { officer: other, leads: true }))
      .then({ type: 'CaseAssigned', ...fact, data: { ...other, until, agency: beijing, assignedBy: 'lead' } });
  });
  test('is assigned to nobody of another agency, to nobody who is recused, and not until a day that has passed', () => {
    given()
      .when(assign('a-9', { leads: true }))
      .thenRefused('incomplete');
    given(recused('p-2')).when(assign()).thenRefused('officer-recused');
    given()
      .when({ ...assign(), data: { account: 'a-2', until: '2026-03-01' } } as CaseCommand)
      .thenRefused('incomplete');
  });
  test('is released, once', () => {
    given(assigned).when(release).then(released);
    given(assigned, released).when(release).thenNothing();
    given().when(release).thenNothing();
  });
});

describe('a recusal', () => {
  test('is an officer’s own to declare', () => given().when(recuse('p-2', false)).then(recused('p-2')));
  test('is ordered for somebody else only by a lead', () => {
    given().when(recuse('lead', true)).then(recused('lead'));
    given().when(recuse('p-3', false)).thenRefused('not-for-others');
  });
  test('takes the case from the officer', () => given(assigned).when(recuse('lead', true)).then(recused('lead'), released));
  test('twice changes nothing', () => given(recused('p-2')).when(recuse('lead', true)).thenNothing());
  test('is ended by a lead, and never by oneself', () => {
    given(recused('p-2')).when(readmit('lead', true)).then(readmitted);
    given(recused('p-2')).when(readmit('p-2', true)).thenRefused('not-for-oneself');
    given(recused('p-2')).when(readmit('p-3', false)).thenRefused('not-for-oneself');
  });
});

describe('a grant', () => {
  test('lets an agency in until a day', () => given().when(grant()).then(granted));
  test('that stands already is not given again', () => given(granted).when(grant()).thenNothing());
  test('is for a time that lies ahead', () => given().when(grant('2026-03-01')).thenRefused('incomplete'));
  test('is ended by its number, once', () => {
    given(granted).when(endGrant(1)).then(shut);
    given(granted, shut).when(endGrant(1)).thenNothing();
    given(granted).when(endGrant(2)).thenRefused('no-such-grant');
    given().when(endGrant(1)).thenRefused('nothing-granted');
  });
  test('holds to its last day, or until it was ended', () => {
    const days = ['2026-03-02', until, '2026-05-01'];
    expect(days.map((day) => grantedOn(fold(caseFile, [granted]), day))).toEqual([['cac-310000'], ['cac-310000'], []]);
    expect(grantedOn(fold(caseFile, [granted, shut]), on)).toEqual([]);
  });
});
