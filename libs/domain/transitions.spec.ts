// Every command in every state of subjects, entities, accounts and the calendar; filings have a table of their own.
import { describe } from '@jest/globals';
import { today, words } from '#support/filing-examples.js';
import { walk } from '#support/transitions.js';
import { account, type AccountCommand, roles } from './account.js';
import { agency, type AgencyCommand } from './agency.js';
import { calendar, type CalendarCommand } from './calendar.js';
import { caseFile, type CaseCommand } from './case-file.js';
import { type Command, type Decider, fold, isRefusal } from './decider.js';
import { entity, type EntityCommand } from './entity.js';
import { issueFilingNumber } from './filing-number.js';
import { subject, type SubjectCommand } from './subject.js';

const ask = <C>(type: string, data: object, facts?: object): C =>
  ({ type, data, facts, on: today, by: { person: 'reviewer', agency: { kind: 'cac', division: '110000' } } }) satisfies Command<
    string,
    object,
    object | undefined
  > as C;
const after = <C, E, S>(decider: Decider<C, E, S>, ...commands: C[]): E[] =>
  commands.reduce<E[]>((past, next) => {
    const outcome = decider.decide(next, fold(decider, past));
    if (isRefusal(outcome)) throw new Error(outcome.refused);
    return [...past, ...outcome];
  }, []);

describe('subject', () => {
  const details = { name: '海淀云影科技有限公司', creditCode: '91110108MA00DEM06X', division: '110108', address: '某路1号' };
  const registration = { kind: 'organisation', details, documents: [], contacts: words('contacts') };
  const register = ask<SubjectCommand>('RegisterSubject', registration, { unknownDocuments: [] });
  const record = ask<SubjectCommand>('RecordSubject', { kind: 'unidentified', division: '110108', knownAs: words('k') });
  const verify = ask<SubjectCommand>('VerifySubject', {}, { entity: '1234567' });
  const refuse = ask<SubjectCommand>('RefuseSubject', { reasons: [{ item: 'name', defect: 'form', text: words('r') }] });
  const move = ask<SubjectCommand>('ChangeSubjectDetails', { details: { ...details, division: '310115' }, changedOn: today });
  const consent = ask<SubjectCommand>('GiveServiceConsent', { address: words('a'), signedForm: 'b' }, { unknownDocuments: [] });
  const withdraw = ask<SubjectCommand>('WithdrawServiceConsent', {});
  const awaiting = {
    VerifySubject: 'SubjectVerified',
    RefuseSubject: 'SubjectRefused',
    ChangeSubjectDetails: 'SubjectDetailsChanged',
    GiveServiceConsent: 'ServiceConsentGiven',
  };
  const settled = { ChangeSubjectDetails: 'SubjectDetailsChanged', GiveServiceConsent: 'ServiceConsentGiven' };
  walk(
    subject,
    {
      unknown: { past: [], facts: { RegisterSubject: 'SubjectRegistered', RecordSubject: 'SubjectRecorded' } },
      recorded: { past: after(subject, record), facts: { RegisterSubject: 'SubjectRegistered' } },
      registered: {
        past: after(subject, register),
        facts: awaiting,
        nothing: ['RegisterSubject', 'WithdrawServiceConsent'],
      },
      'registered with consent': {
        past: after(subject, register, consent),
        facts: { ...awaiting, WithdrawServiceConsent: 'ServiceConsentWithdrawn' },
        nothing: ['RegisterSubject'],
      },
      verified: {
        past: after(subject, register, verify),
        facts: settled,
        nothing: ['VerifySubject', 'WithdrawServiceConsent'],
      },
      'verified with consent': {
        past: after(subject, register, consent, verify),
        facts: { ...settled, WithdrawServiceConsent: 'ServiceConsentWithdrawn' },
        nothing: ['VerifySubject'],
      },
      refused: { past: after(subject, register, refuse), facts: { RegisterSubject: 'SubjectRegistered' } },
    },
    () => [register, record, verify, refuse, move, consent, withdraw],
  );
});

describe('entity', () => {
  const numbered = (sequence: number) => issueFilingNumber({ division: '110108', entity: '1234567', year: 23, sequence });
  const assign = ask<EntityCommand>('AssignEntity', { subject: 's-1' });
  const claim = ask<EntityCommand>('ClaimEntity', { subject: 's-1' });
  const reserve = (filing: string) =>
    ask<EntityCommand>('ReserveNumber', { filing, entity: '1234567', division: '110108', year: 26 });
  const take = (sequence: number) => ask<EntityCommand>('ImportNumber', { filing: `i-${sequence}`, number: numbered(sequence) });
  const owned = { ReserveNumber: 'FilingNumberReserved', ImportNumber: 'FilingNumberImported' };
  walk(
    entity,
    {
      free: { past: [], facts: { AssignEntity: 'EntityAssigned', ImportNumber: 'FilingNumberImported' } },
      imported: { past: after(entity, take(1)), facts: { ClaimEntity: 'EntityClaimed', ImportNumber: 'FilingNumberImported' } },
      assigned: { past: after(entity, assign), facts: owned, nothing: ['AssignEntity', 'ClaimEntity'] },
      claimed: { past: after(entity, take(1), claim), facts: owned, nothing: ['AssignEntity', 'ClaimEntity'] },
      'with numbers': {
        past: after(entity, take(1), claim, reserve('f-1')),
        facts: owned,
        nothing: ['AssignEntity', 'ClaimEntity'],
      },
    },
    () => [assign, claim, reserve('f-2'), take(7)],
  );
});

describe('account', () => {
  const agency = { kind: 'cac', division: '110000' };
  const grantable = { grantable: roles };
  const open = ask<AccountCommand>('OpenAccount', { person: 'p-1', roles: ['reviewer'], agency }, grantable);
  const change = ask<AccountCommand>('ChangeRoles', { roles: ['approver'] }, grantable);
  const close = ask<AccountCommand>('CloseAccount', {});
  walk(
    account,
    {
      unknown: { past: [], facts: { OpenAccount: 'AccountOpened' } },
      open: {
        past: after(account, open),
        facts: { ChangeRoles: 'AccountRolesChanged', CloseAccount: 'AccountClosed' },
        nothing: ['OpenAccount'],
      },
      'with changed roles': {
        past: after(account, open, change),
        facts: { CloseAccount: 'AccountClosed', ChangeRoles: 'AccountRolesChanged' },
      },
      closed: { past: after(account, open, close), facts: {}, nothing: ['CloseAccount'] },
    },
    (row) => [open, row === 'with changed roles' ? ask('ChangeRoles', { roles: ['inspector'] }, grantable) : change, close],
  );
});

describe('agency', () => {
  const from = { account: 'a-1', person: 'reviewer', own: ['reviewer'] };
  const lend = (to: string) =>
    ask<AgencyCommand>(
      'DelegateAuthority',
      { to, roles: ['reviewer'], since: today, until: '2026-12-31' },
      { from, to: { account: to, person: `person of ${to}` } },
    );
  const end = ask<AgencyCommand>('EndDelegation', { n: 1 }, { administers: false });
  const more = { DelegateAuthority: 'AuthorityDelegated' };
  walk(
    agency,
    {
      'with nothing arranged': { past: [], facts: more },
      'with a delegation': { past: after(agency, lend('a-2')), facts: { ...more, EndDelegation: 'DelegationEnded' } },
      'with an ended one': { past: after(agency, lend('a-2'), end), facts: more, nothing: ['EndDelegation'] },
    },
    () => [lend('a-3'), end],
  );
});

describe('case file', () => {
  const until = '2026-12-31';
  const officer = (account: string) => ({ officer: { account, person: `person of ${account}` }, leads: true });
  const assign = (account: string) => ask<CaseCommand>('AssignCase', { account, until }, officer(account));
  const release = ask<CaseCommand>('ReleaseCase', {});
  const recuse = (account: string) => ask<CaseCommand>('RecuseOfficer', { account, reason: words('r') }, officer(account));
  const readmit = ask<CaseCommand>('EndRecusal', { account: 'a-2', reason: words('e') }, officer('a-2'));
  const grant = (division: string) =>
    ask<CaseCommand>('GrantAccess', { agency: { kind: 'cac', division }, until, reason: words('g') });
  const end = ask<CaseCommand>('EndGrant', { n: 1 });
  const always = { AssignCase: 'CaseAssigned', RecuseOfficer: 'OfficerRecused', GrantAccess: 'AccessGranted' };
  walk(
    caseFile,
    {
      empty: { past: [], facts: always, nothing: ['ReleaseCase', 'EndRecusal'] },
      assigned: {
        past: after(caseFile, assign('a-2')),
        facts: { ...always, ReleaseCase: 'CaseReleased' },
        nothing: ['EndRecusal'],
      },
      'with a recused officer': {
        past: after(caseFile, assign('a-2'), recuse('a-2')),
        facts: { ...always, EndRecusal: 'RecusalEnded' },
        nothing: ['ReleaseCase'],
      },
      'with a grant': {
        past: after(caseFile, grant('310000')),
        facts: { ...always, EndGrant: 'GrantEnded' },
        nothing: ['ReleaseCase', 'EndRecusal'],
      },
      'with an ended grant': {
        past: after(caseFile, grant('310000'), end),
        facts: always,
        nothing: ['ReleaseCase', 'EndRecusal', 'EndGrant'],
      },
    },
    () => [assign('a-3'), release, recuse('a-3'), readmit, grant('330000'), end],
  );
});

describe('calendar', () => {
  const year = (worked: string[]) =>
    ask<CalendarCommand>('PublishCalendar', {
      year: 2027,
      notice: 'https://calendar.example/invented-2027',
      off: [{ from: '2027-01-01', until: '2027-01-03' }],
      worked,
    });
  const corrected = year(['2027-01-09']);
  const facts = { PublishCalendar: 'CalendarPublished' };
  walk(
    calendar,
    {
      'as the release brings it': { past: [], facts },
      'with another year': { past: after(calendar, year([])), facts },
      'with a corrected year': { past: after(calendar, year([]), corrected), facts },
    },
    (row) => [row === 'with a corrected year' ? year([]) : corrected],
  );
});
