import { describe, expect, test } from '@jest/globals';
import { account, type AccountCommand, type AccountEvent, type GrantFacts, type Role, roles as allRoles } from './account.js';
import { fold } from './decider.js';
import { scenario } from './scenario.js';

const given = scenario(account);
const on = '2026-03-02';
const by = { person: 'administrator' };
const beijing = { kind: 'cac', division: '110000' };

type Opening = Extract<AccountEvent, { type: 'AccountOpened' }>['data'];
const standing: Opening = { person: 'p-1', roles: ['reviewer', 'inspector'], subject: undefined, agency: beijing };

const all: GrantFacts = { grantable: allRoles };

const open = (change: Partial<Opening> = {}, facts = all): AccountCommand => ({
  type: 'OpenAccount',
  data: { ...standing, ...change },
  facts,
  on,
  by,
});
const change = (...roles: Role[]): AccountCommand => ({ type: 'ChangeRoles', data: { roles }, facts: all, on, by });
const close: AccountCommand = { type: 'CloseAccount', data: {}, facts: undefined, on, by };

const fact = { basis: ['design'], effectiveOn: on } as const;
const opened: AccountEvent = { type: 'AccountOpened', ...fact, data: standing };
const changed = (...roles: Role[]): AccountEvent => ({ type: 'AccountRolesChanged', ...fact, data: { roles } });
const closed: AccountEvent = { type: 'AccountClosed', ...fact, data: {} };

describe('opening an account', () => {
  test('binds a person to an agency and to roles', () => given().when(open()).then(opened));
  test('binds a person to the subject for which it files', () => {
    const filer = { person: 'p-2', roles: ['filer'], subject: 's-1', agency: undefined } as const;
    given()
      .when(open(filer))
      .then({ type: 'AccountOpened', ...fact, data: filer });
  });
  test('again with the same standing changes nothing, in whatever order its roles are named', () => {
    given(opened).when(open()).thenNothing();
    given(opened)
      .when(open({ roles: ['inspector', 'reviewer'] }))
      .thenNothing();
  });
  test.each([
    ['person', { person: 'p-2' }],
    ['and smaller set of roles', { roles: ['reviewer'] }],
    ['and larger set of roles', { roles: ['reviewer', 'inspector', 'approver'] }],
    ['set of roles of equal size', { roles: ['reviewer', 'reviewer'] }],
    ['subject', { subject: 's-1' }],
    ['kind of agency', { agency: { kind: 'telecom', division: '110000' } }],
    ['division', { agency: { kind: 'cac', division: '310000' } }],
    ['agency, namely none,', { agency: undefined }],
  ] as [string, Partial<Opening>][])('with another %s is no repetition and is refused', (_, other) =>
    given(opened).when(open(other)).thenRefused('account-exists'),
  );
  test('gives no role that the opener may not give', () =>
    given()
      .when(open({ roles: ['approver', 'agency-admin'] }, { grantable: ['approver'] }))
      .thenRefused('incomplete'));
  test.each([
    ['an agency', { roles: ['filer'] }],
    ['an organisation', { roles: ['approver'], agency: undefined, subject: 's-1' }],
    ['nobody in particular', { roles: ['reviewer'], agency: undefined }],
  ] as [string, Partial<Opening>][])('for %s gives only roles of such an account', (_, other) =>
    given().when(open(other)).thenRefused('incomplete'),
  );
  test('for a sign-in that has an account already is refused', () =>
    given()
      .when(open({}, { ...all, signInTaken: true }))
      .thenRefused('sign-in-taken'));
  test('a closed account is not opened again', () => given(opened, closed).when(open()).thenRefused('account-exists'));
});

describe('changing roles', () => {
  test('replaces them', () => given(opened).when(change('approver')).then(changed('approver')));
  test('to those that it has changes nothing', () => given(opened).when(change('inspector', 'reviewer')).thenNothing());
  test('by taking one away is a change, also where another is named twice', () =>
    given(opened).when(change('reviewer', 'reviewer')).then(changed('reviewer', 'reviewer')));
  test('by giving one more is a change', () =>
    given(opened)
      .when(change('reviewer', 'inspector', 'approver'))
      .then(changed('reviewer', 'inspector', 'approver')));
  test('may leave none', () => given(opened).when(change()).then(changed()));
  test('is nobody’s own affair', () =>
    given({ ...opened, data: { ...standing, person: by.person } })
      .when(change('approver'))
      .thenRefused('own-account'));
  test('gives only roles of such an account, and only those that one may give', () => {
    given(opened).when(change('store')).thenRefused('incomplete');
    given(opened)
      .when({ ...change('approver'), facts: { grantable: ['reviewer'] } } as AccountCommand)
      .thenRefused('incomplete');
  });
  test('needs an open account', () => {
    given().when(change('filer')).thenRefused('account-not-open');
    given(opened, closed).when(change('filer')).thenRefused('account-not-open');
  });
});

describe('closing an account', () => {
  test('ends it', () => given(opened).when(close).then(closed));
  test('is nobody’s own affair', () =>
    given({ ...opened, data: { ...standing, person: by.person } })
      .when(close)
      .thenRefused('own-account'));
  test('twice changes nothing', () => given(opened, closed).when(close).thenNothing());
  test('needs an account', () => given().when(close).thenRefused('account-not-open'));
});

describe('the state', () => {
  test('of an account keeps person and agency while its roles change, and still after its end', () =>
    expect(fold(account, [opened, changed('approver'), closed])).toEqual({
      status: 'closed',
      person: 'p-1',
      roles: ['approver'],
      subject: undefined,
      agency: beijing,
    }));
  test.each([
    [[], ['OpenAccount']],
    [[opened], ['ChangeRoles', 'CloseAccount']],
    [[opened, closed], []],
  ] as [AccountEvent[], string[]][])('after %j allows %j', (past, allowed) =>
    expect(account.allowed(fold(account, past))).toEqual(allowed),
  );
  test('is total: what happened to an account that was never opened leaves none', () =>
    expect(fold(account, [changed('operator'), closed])).toEqual({ status: 'none' }));
  test('what was opened does not change with the request that it came from', () => {
    const roles: Role[] = ['approver'];
    const agency = { ...beijing };
    const outcome = account.decide(open({ roles, agency }), account.initial);
    roles.push('operator');
    agency.division = '000000';
    expect(outcome).toMatchObject([{ data: { roles: ['approver'], agency: beijing } }]);
  });
});
