import { describe, expect, test } from '@jest/globals';
import { dutiesIn, fact } from '#support/duty-rows.js';

const { matter, one, running } = dutiesIn('assessment-7c2d0000-0000-5000-8000-000000000001');
const triggered = (grounds: string[], days: { plannedLaunch?: string; occurredOn?: string }) =>
  fact('AssessmentTriggered', '2026-03-02', { subject: 'subject-1', division: '110108', grounds, ...days });
const occurred = triggered(['sa18-3-3'], { occurredOn: '2026-02-27' });
const reported = fact('ReportSubmitted', '2026-03-30');

describe('the report', () => {
  test('follows the event within thirty working days, counted from the event', () => {
    expect(one('assessment-report', occurred)).toMatchObject({ of: 'subject', count: 'assessment-report', startedOn: '2026-02-27' });
    expect(one('assessment-report', occurred, reported)?.metOn).toBe('2026-03-30');
    expect(matter(occurred)).toMatchObject({ category: 'assessment', holder: 'subject-1', division: '110108' });
  });

  test('precedes the launch: the last day for it is the day before', () => {
    expect(one('assessment-before-launch', triggered(['dsp-20'], { plannedLaunch: '2026-05-01' }))).toMatchObject({ dueOn: '2026-04-30' });
    expect(running(triggered(['sa18-3-2'], { plannedLaunch: '2026-05-01' }), reported)).toEqual([]);
  });

  test('is owed on no day where the assessment rests on DSP 15 alone', () =>
    expect(running(triggered(['dsp-15-biometric'], { plannedLaunch: '2026-05-01' }))).toEqual([]));

  test('may be owed before a launch and after an event at once', () =>
    expect(running(triggered(['dsp-20', 'sa18-3-4'], { plannedLaunch: '2026-05-01', occurredOn: '2026-02-27' }))).toEqual([
      'assessment-before-launch',
      'assessment-report',
    ]));

  test('is owed by the day that a notice or an order to assess again names', () => {
    expect(one('assessment-notified', occurred, fact('NotifiedToAssess', '2026-04-20', { dueOn: '2026-05-20' }))?.dueOn).toBe('2026-05-20');
    const again = [occurred, reported, fact('ReassessmentOrdered', '2026-04-10', { dueOn: '2026-05-11' })];
    expect(one('reassessment', ...again)).toMatchObject({ startedOn: '2026-04-10', dueOn: '2026-05-11' });
    expect(running(...again, fact('ReportSubmitted', '2026-05-08'))).toEqual([]);
  });
}); // prettier-ignore

describe('the review', () => {
  const asked = (explanation: number, dueOn: string) => fact('ExplanationRequested', '2026-04-01', { explanation, dueOn });
  const supplied = (explanation: number) => fact('ExplanationSupplied', '2026-04-08', { explanation });

  test('waits for each explanation by its own day, and the earliest comes first', () => {
    const both = [occurred, reported, asked(1, '2026-04-20'), asked(2, '2026-04-10')];
    expect(one('explanation', ...both)).toMatchObject({ of: 'subject', startedOn: '2026-04-01', dueOn: '2026-04-10' });
    expect(one('explanation', ...both, supplied(2))?.dueOn).toBe('2026-04-20');
    expect(one('explanation', ...both, supplied(2), supplied(1))?.metOn).toBe('2026-04-08');
    expect(running(...both, supplied(2), supplied(1), asked(3, '2026-05-08'))).toEqual(['explanation']);
  });

  test('inspects on the day that it scheduled', () => {
    const scheduled = fact('OnSiteInspectionScheduled', '2026-04-01', { inspection: 1, scheduledFor: '2026-04-15' });
    expect(one('on-site-inspection', occurred, scheduled)).toMatchObject({ of: 'agency', dueOn: '2026-04-15' });
    const held = fact('OnSiteInspectionRecorded', '2026-04-15', { inspection: 1, on: '2026-04-15' });
    expect(one('on-site-inspection', occurred, scheduled, held)?.metOn).toBe('2026-04-15');
  });

  test('itself has no day', () => expect(running(occurred, reported)).toEqual([]));
});
