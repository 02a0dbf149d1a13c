import { describe, expect, test } from '@jest/globals';
import { type AnyFact } from '#domain/decider.js';
import { type CreditCode } from '#domain/credit-code.js';
import { type SubjectDetails, type SubjectEvent } from '#domain/subject.js';
import { today, words } from '#support/filing-examples.js';
import { asStored } from '#support/registry-rows.js';
import { foldProjection } from './projection.js';
import { type SubjectRow, subjects } from './subjects.js';

const details: SubjectDetails = {
  name: '海淀云影科技有限公司',
  creditCode: '91110108MA00DEM06X' as CreditCode,
  division: '110108',
  address: '北京市海淀区演示路1号',
};
const fact = <T extends SubjectEvent['type']>(type: T, data: Extract<SubjectEvent, { type: T }>['data'], on = today) =>
  ({ type, basis: ['ARP 24 ¶1'], effectiveOn: on, data }) as unknown as SubjectEvent;

const registered = fact('SubjectRegistered', {
  kind: 'organisation',
  details,
  documents: [{ kind: 'business-licence', sha256: 'a'.repeat(64) }],
  contacts: words('c1'),
});
const verified = fact('SubjectVerified', { entity: '1234567', verifiedBy: 'PERSON' }, '2026-03-04');
const reasons = [{ item: 'name', defect: 'inconsistent', text: words('r1') }] as const;

const rowOf = (...facts: SubjectEvent[]): SubjectRow | undefined =>
  foldProjection(subjects, asStored(facts as AnyFact[], 'subject-s1')).rows.get('s1')?.row;
const valueOf = (row: SubjectRow | undefined, name: string) => subjects.columns.find((column) => column.name === name)?.of(row!);

describe('subjects', () => {
  test('a registered subject is found by its credit code and belongs to the division of its seat', () => {
    const row = rowOf(registered);
    expect(row).toMatchObject({ id: 's1', kind: 'organisation', status: 'registered', details, registeredOn: today });
    expect([valueOf(row, 'credit_code'), valueOf(row, 'division'), valueOf(row, 'holder')]).toEqual([
      '91110108MA00DEM06X',
      '110108',
      's1',
    ]);
  });

  test('verification gives it the seven digits of its numbers', () => {
    expect(rowOf(registered, verified)).toMatchObject({ status: 'verified', entity: '1234567', verifiedOn: '2026-03-04', revision: 1 });
  }); // prettier-ignore

  test('a refusal tells its reasons until the subject registers again', () => {
    const refused = fact('SubjectRefused', { reasons, refusedBy: 'PERSON' });
    expect(rowOf(registered, refused)).toMatchObject({ status: 'refused', reasons });
    const again = rowOf(registered, refused, registered);
    expect([again?.status, again?.reasons]).toEqual(['registered', undefined]);
  });

  test('a move changes its division, and each day of change is kept: duties run from it', () => {
    const after = { ...details, division: '310115' };
    const moved = (changedOn: string, contacts?: ReturnType<typeof words>) =>
      fact('SubjectDetailsChanged', { before: details, after, changedOn, contacts });
    const row = rowOf(registered, verified, moved('2026-03-09'), moved('2026-04-01', words('c2')));
    expect(row).toMatchObject({
      status: 'verified',
      entity: '1234567',
      division: '310115',
      contacts: words('c2'),
      detailsChangedOn: ['2026-03-09', '2026-04-01'],
    });
  });

  test('an authority can record somebody who has registered nothing, and who registers later', () => {
    const recordedOnly = fact('SubjectRecorded', { kind: 'unidentified', division: '330100', knownAs: words('k1') });
    expect(rowOf(recordedOnly)).toMatchObject({ kind: 'unidentified', status: 'recorded', division: '330100', knownAs: words('k1') });
    expect(rowOf(recordedOnly, registered)).toMatchObject({ kind: 'organisation', status: 'registered', knownAs: words('k1') });
  }); // prettier-ignore

  test('consent to electronic service is given and withdrawn', () => {
    const given = fact('ServiceConsentGiven', { address: words('a1'), signedForm: 'b'.repeat(64) });
    expect(rowOf(registered)?.serviceConsent).toBe(false);
    expect(rowOf(registered, given)?.serviceConsent).toBe(true);
    expect(rowOf(registered, given, fact('ServiceConsentWithdrawn', {}))?.serviceConsent).toBe(false);
  });

  test('the row names no person: who verified or refused stays in the log', () => {
    const refused = fact('SubjectRefused', { reasons, refusedBy: 'PERSON' });
    expect(JSON.stringify(rowOf(registered, refused, registered, verified))).not.toContain('PERSON');
  });

  test('events of other matters are none of its business', () => {
    expect(subjects.keys(asStored([verified as AnyFact], 'filing-s1')[0]!)).toEqual([]);
  });
});
