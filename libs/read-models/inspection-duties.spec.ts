import { describe, expect, test } from '@jest/globals';
import { dutiesIn, fact } from '#support/duty-rows.js';

const { matter, one, running } = dutiesIn('inspection-7c2d0000-0000-5000-8000-000000000002');
const planned = (announced: boolean) =>
  fact('InspectionPlanned', '2026-03-02', {
    agency: { kind: 'cac', division: '110000' },
    subject: 'subject-1',
    jurisdiction: { division: '110108' },
    plannedOn: '2026-03-10',
    announced,
  });
const requested = (n: number, dueOn: string) => fact('InspectionDataRequested', '2026-03-10', { n, dueOn });
const opinion = fact('RectificationOpinionGiven', '2026-03-12', { rectifyBy: '2026-04-10' });

describe('an inspection', () => {
  test('is of its place, or of the agency to which somebody gave it from elsewhere', () => {
    const given = fact('InspectionPlanned', '2026-03-02', {
      ...{ agency: { kind: 'cac', division: '310000' }, subject: 'subject-1', plannedOn: '2026-03-10', announced: true },
      jurisdiction: { factor: 'designated', division: '110108', documentRef: '指定管辖1号' },
    });
    expect(matter(planned(true))?.division).toBe('110108');
    expect(matter(given)?.division).toBe('310000');
  });

  test('is to be held on its day', () => {
    expect(one('inspection', planned(true))).toMatchObject({ of: 'agency', startedOn: '2026-03-02', dueOn: '2026-03-10' });
    const found = fact('InspectionFindingRecorded', '2026-03-11', { foundOn: '2026-03-10' });
    expect(one('inspection', planned(true), found)?.metOn).toBe('2026-03-10');
  });

  test('that was not announced is known to the party from the first request or opinion', () => {
    expect(matter(planned(true))?.holder).toBe('subject-1');
    expect(matter(planned(false))?.holder).toBeUndefined();
    expect(matter(planned(false), requested(1, '2026-03-20'))?.holder).toBe('subject-1');
    expect(matter(planned(false), opinion)?.holder).toBe('subject-1');
  });

  test('asks for data by a day each, and for rectification by another', () => {
    const asked = [planned(true), requested(1, '2026-03-20'), requested(2, '2026-03-17')];
    expect(one('inspection-request', ...asked)?.dueOn).toBe('2026-03-17');
    expect(one('inspection-request', ...asked, fact('InspectionRequestAnswered', '2026-03-16', { n: 2 }))?.dueOn).toBe('2026-03-20');
    expect(one('rectification', planned(true), opinion)).toMatchObject({ of: 'subject', dueOn: '2026-04-10' });
    const reported = fact('InspectionRectificationReported', '2026-04-08');
    expect(one('rectification', planned(true), opinion, reported)?.metOn).toBe('2026-04-08');
    const rejected = fact('InspectionRectificationRejected', '2026-04-13', { rectifyBy: '2026-04-30' });
    expect(one('rectification', planned(true), opinion, reported, rejected)).toMatchObject({ startedOn: '2026-04-13', dueOn: '2026-04-30' });
  }); // prettier-ignore

  test('that is closed waits for nothing', () =>
    expect(running(planned(true), requested(1, '2026-03-20'), opinion, fact('InspectionClosed', '2026-04-01'))).toEqual([]));
});
