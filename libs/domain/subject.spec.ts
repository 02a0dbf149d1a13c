import { describe, expect, test } from '@jest/globals';
import { approver, filer, reviewer, today, words } from '#support/filing-examples.js';
import { type CreditCode } from './credit-code.js';
import { type By, type Command, fold } from './decider.js';
import { scenario } from './scenario.js';
import { subject, type SubjectCommand, type SubjectDetails, type SubjectEvent, type Registration } from './subject.js';

const given = scenario(subject);
type Of<T extends SubjectCommand['type']> = Extract<SubjectCommand, { type: T }>;
const ask = <T extends SubjectCommand['type']>(
  type: T,
  data: Of<T>['data'],
  facts?: Of<T>['facts'],
  by: By = filer,
): SubjectCommand => ({ type, data, facts, on: today, by }) as Command<string, unknown, unknown> as SubjectCommand;

const details = (change: Partial<SubjectDetails> = {}): SubjectDetails => ({
  name: '海淀云影科技有限公司',
  creditCode: '91110108MA00DEM06X' as CreditCode,
  legalForm: '有限责任公司',
  division: '110108',
  address: '北京市海淀区某路1号',
  website: 'https://yunying.example',
  monthlyActiveUsers: 120_000,
  ...change,
});
const nameless = details({ name: undefined, creditCode: undefined, legalForm: undefined });
const registration = (change: Partial<Registration> = {}): Registration => ({
  kind: 'organisation',
  details: details(),
  documents: [{ kind: 'business-licence', sha256: 'a'.repeat(64) }],
  contacts: words('contacts'),
  ...change,
});
const register = (change: Partial<Registration> = {}, unknownDocuments: readonly string[] = []) =>
  ask('RegisterSubject', registration(change), { unknownDocuments });
const verify = ask('VerifySubject', {}, { entity: '1234567' }, reviewer);
const refusal = ask(
  'RefuseSubject',
  { reasons: [{ item: 'business-licence', defect: 'inconsistent', text: words('r') }] },
  undefined,
  approver,
);
const move = (change: Partial<SubjectDetails>, changedOn = '2026-02-27') =>
  ask('ChangeSubjectDetails', { details: details(change), changedOn });
const consent = (unknownDocuments: readonly string[] = []) =>
  ask('GiveServiceConsent', { address: words('mail'), signedForm: 'b'.repeat(64) }, { unknownDocuments });
const record = ask('RecordSubject', { kind: 'unidentified', division: '330100', knownAs: words('known') }, undefined, reviewer);

const registered: SubjectEvent = {
  type: 'SubjectRegistered',
  basis: ['DSP 23', 'ARP 24 ¶1'],
  effectiveOn: today,
  data: registration(),
};
const verified: SubjectEvent = {
  type: 'SubjectVerified',
  basis: ['ARP 24 ¶1'],
  effectiveOn: today,
  data: { entity: '1234567', verifiedBy: 'reviewer' },
};
const refused: SubjectEvent = {
  type: 'SubjectRefused',
  basis: ['ARP 24 ¶1'],
  effectiveOn: today,
  data: { reasons: [{ item: 'business-licence', defect: 'inconsistent', text: words('r') }], refusedBy: 'approver' },
};
const recorded: SubjectEvent = {
  type: 'SubjectRecorded',
  basis: ['DSP 21'],
  effectiveOn: today,
  data: { kind: 'unidentified', division: '330100', knownAs: words('known') },
};
const consented: SubjectEvent = {
  type: 'ServiceConsentGiven',
  basis: ['APL 61 ¶2'],
  effectiveOn: today,
  data: { address: words('mail'), signedForm: 'b'.repeat(64) },
};

describe('organisations and individuals register (DSP 23)', () => {
  test('an organisation under its name and code; its people stand in the vault', () => given().when(register()).then(registered));
  test('the same registration twice changes nothing', () => given(registered).when(register()).thenNothing());
  test('an organisation states name and code', () =>
    given()
      .when(register({ details: nameless }))
      .thenFinds('/details/name missing', '/details/creditCode missing'));
  test('an individual’s name and documents never stand among the details', () => {
    given()
      .when(register({ kind: 'individual' }))
      .thenFinds('/details personal-data');
    given()
      .when(register({ kind: 'individual', details: nameless }))
      .then({ ...registered, data: registration({ kind: 'individual', details: nameless }) });
  });
  test('documents have been uploaded', () =>
    given()
      .when(register({}, ['a'.repeat(64)]))
      .thenFinds('/documents/0/sha256 attachment-unknown'));
  test('who is registered changes its details instead', () => {
    given(registered)
      .when(register({ details: details({ name: '别名' }) }))
      .thenRefused('subject-exists');
    given(registered, verified).when(register()).thenRefused('subject-exists');
  });
  test('who was refused registers again, and who was only known may register', () => {
    given(registered, refused).when(register()).then(registered);
    given(recorded).when(register()).then(registered);
  });
});

describe('somebody who never registered', () => {
  test('is recorded by an authority, so that an order or a report can concern it', () => given().when(record).then(recorded));
  test('is recorded once', () => {
    given(recorded).when(record).thenRefused('subject-exists');
    given(registered).when(record).thenRefused('subject-exists');
  });
  test('is not verified', () => given(recorded).when(verify).thenRefused('subject-not-registered'));
});

describe('verification', () => {
  test('gives the seven digits of the filing numbers', () => {
    given(registered).when(verify).then(verified);
    expect(fold(subject, [registered, verified])).toMatchObject({ status: 'verified', entity: '1234567', division: '110108' });
  });
  test('happens once, and only of who has registered and was not refused', () => {
    given(registered, verified).when(verify).thenNothing();
    given().when(verify).thenRefused('subject-not-registered');
    given(registered, refused).when(verify).thenRefused('subject-not-registered');
  });
  test('is refused with reasons that name item and defect', () => given(registered).when(refusal).then(refused));
  test('is not refused without reasons', () =>
    given(registered)
      .when(ask('RefuseSubject', { reasons: [] }, undefined, approver))
      .thenFinds('/reasons missing'));
  test('is not refused where nothing awaits it', () => {
    given().when(refusal).thenRefused('subject-not-registered');
    given(registered, verified).when(refusal).thenRefused('subject-not-registered');
    given(registered, refused).when(refusal).thenRefused('subject-not-registered');
  });
});

describe('details change while the filings stay (ARP 24 ¶2)', () => {
  test('from the day of the change, with what was and what is', () =>
    given(registered, verified)
      .when(move({ name: '海淀云影集团有限公司', division: '310115' }))
      .then({
        type: 'SubjectDetailsChanged',
        basis: ['ARP 24 ¶2'],
        effectiveOn: '2026-02-27',
        data: {
          before: details(),
          after: details({ name: '海淀云影集团有限公司', division: '310115' }),
          changedOn: '2026-02-27',
          contacts: undefined,
        },
      }));
  test('it stays verified, under the same digits, and its seat decides from then on', () => {
    const changed = subject.decide(move({ division: '310115' }), fold(subject, [registered, verified]));
    expect(fold(subject, [registered, verified, ...(changed as SubjectEvent[])])).toMatchObject({
      status: 'verified',
      entity: '1234567',
      division: '310115',
    });
  });
  test('the same details are no change, new contacts are', () => {
    given(registered).when(move({})).thenNothing();
    expect(
      subject.decide(
        ask('ChangeSubjectDetails', { details: details(), changedOn: '2026-02-27', contacts: words('new') }),
        fold(subject, [registered]),
      ),
    ).toMatchObject([{ data: { contacts: words('new') } }]);
  });
  test('no change empties what a registration needs, nor brings a person’s name into the log, nor lies ahead', () => {
    given(registered)
      .when(move({ name: undefined, creditCode: undefined }, '2026-03-03'))
      .thenFinds('/details/name missing', '/details/creditCode missing', '/changedOn in-the-future');
    given({ ...registered, data: registration({ kind: 'individual', details: nameless }) })
      .when(move({}))
      .thenFinds('/details personal-data');
  });
  test('only of who is registered', () => {
    for (const past of [[], [recorded], [registered, refused]] as SubjectEvent[][])
      given(...past)
        .when(move({ name: '别名' }))
        .thenRefused('subject-not-registered');
  });
});

describe('consent to electronic service (APL 61 ¶2)', () => {
  test('is given by a signed confirmation that has been uploaded', () => {
    given(registered).when(consent()).then(consented);
    given(registered)
      .when(consent(['b'.repeat(64)]))
      .thenFinds('/signedForm attachment-unknown');
    given().when(consent()).thenRefused('subject-not-registered');
  });
  test('is taken back, once', () => {
    const back = ask('WithdrawServiceConsent', {});
    const withdrawn: SubjectEvent = { type: 'ServiceConsentWithdrawn', basis: ['APL 61 ¶2'], effectiveOn: today, data: {} };
    given(registered, consented).when(back).then(withdrawn);
    given(registered, consented, withdrawn).when(back).thenNothing();
    given(registered).when(back).thenNothing();
    given().when(back).thenRefused('subject-not-registered');
  });
});
