// Every command in every state of a safety assessment: a listed transition, nothing for a repetition, or a refusal that says why.
import { describe, expect, test } from '@jest/globals';
import * as the from '#support/assessment-examples.js';
import { type Row, walk, without } from '#support/transitions.js';
import { assessment, type AssessmentCommand, type AssessmentEvent } from './assessment.js';

describe('safety assessment', () => {
  const past = the.happened;
  const linked = { LinkFiling: 'AssessmentLinked' };
  const owed = { ...linked, NotifyToAssess: 'NotifiedToAssess' };
  const inProgress = { ...owed, RecordDanger: 'HiddenDangerFound' };
  const reviewing = {
    ...linked,
    RequestExplanation: 'ExplanationRequested',
    OrderReassessment: 'ReassessmentOrdered',
    ScheduleOnSiteInspection: 'OnSiteInspectionScheduled',
    HoldExpertReview: 'ExpertReviewHeld',
  };
  const closing = { CloseReview: 'ReviewClosed' };
  const remedy = { RecordRemedy: 'AssessmentRemedyRecorded' };

  const rows: Record<string, Row<AssessmentEvent>> = {
    nothing: { past: [], facts: { TriggerAssessment: 'AssessmentTriggered' } },
    required: { past: past(the.trigger()), facts: { ...owed, StartAssessment: 'AssessmentStarted' } },
    'required and linked': {
      past: past(the.trigger(), the.link('filing-2')),
      facts: { ...owed, StartAssessment: 'AssessmentStarted' },
    },
    'in progress': {
      past: past(the.trigger(), the.start),
      facts: { ...inProgress, SubmitReport: 'ReportSubmitted' },
      nothing: ['StartAssessment'],
    },
    'with an open danger': {
      past: past(the.trigger(), the.start, the.danger),
      facts: { ...inProgress, RectifyDanger: 'HiddenDangerRectified' },
      nothing: ['StartAssessment'],
    },
    'with a rectified danger': {
      past: past(the.trigger(), the.start, the.danger, the.rectify()),
      facts: { ...inProgress, SubmitReport: 'ReportSubmitted' },
      nothing: ['StartAssessment', 'RectifyDanger'],
    },
    'in progress on DSP 15 alone': {
      past: past(the.article15Alone, the.start),
      facts: { ...linked, RecordDanger: 'HiddenDangerFound', ConcludeAssessment: 'AssessmentConcluded' },
      nothing: ['StartAssessment'],
    },
    concluded: { past: past(the.article15Alone, the.start, the.conclude), facts: linked, nothing: ['ConcludeAssessment'] },
    submitted: { past: past(...the.reported), facts: { ...linked, OpenReview: 'WrittenReviewOpened' } },
    'under review by one': {
      past: past(...the.reported, the.open('public-security')),
      facts: { ...without(reviewing), OpenReview: 'WrittenReviewOpened', ...closing },
    },
    'under review by both': { past: past(...the.underReview), facts: { ...reviewing, ...closing }, nothing: ['OpenReview'] },
    'with an explanation awaited': {
      past: past(...the.reported, the.open('cac'), the.ask(), the.open('public-security'), the.close('public-security')),
      facts: { ...reviewing, SupplyExplanation: 'ExplanationSupplied' },
      nothing: ['OpenReview'],
    },
    'with an explanation supplied': {
      past: past(...the.underReview, the.ask(), the.explain()),
      facts: { ...reviewing, ...closing },
      nothing: ['OpenReview', 'SupplyExplanation'],
    },
    'with a joint inspection scheduled': {
      past: past(...the.underReview, the.schedule()),
      facts: { ...reviewing, RecordOnSiteInspection: 'OnSiteInspectionRecorded' },
      nothing: ['OpenReview'],
    },
    'with an inspection recorded': {
      past: past(...the.underReview, the.schedule(), the.inspect()),
      facts: { ...reviewing, ...closing },
      nothing: ['OpenReview', 'RecordOnSiteInspection'],
    },
    'to be made again': {
      past: past(...the.underReview, the.orderAgain()),
      facts: { ...owed, ...remedy, StartAssessment: 'AssessmentStarted' },
      nothing: ['OrderReassessment'],
    },
    'made again': {
      past: past(...the.underReview, the.close('public-security'), the.orderAgain(), the.start, the.submitReport()),
      facts: { ...linked, ...remedy, OpenReview: 'WrittenReviewOpened' },
    },
    'with an order to make it again that was annulled': {
      past: past(...the.underReview, the.orderAgain(), the.remedy('reassessment')),
      facts: { ...reviewing, ...closing, ...remedy },
      nothing: ['OpenReview'],
    },
    closed: { past: past(...the.closed), facts: linked, nothing: ['CloseReview'] },
    notified: {
      past: past(the.trigger(), the.notify(the.cac, '2026-04-10')),
      facts: {
        ...owed,
        ...remedy,
        StartAssessment: 'AssessmentStarted',
        RecordAssessmentRefusal: 'AssessmentRefusalRecorded',
      },
    },
    refused: {
      past: past(the.trigger(), the.notify(the.cac, '2026-04-10'), the.recordRefusal),
      facts: { ...owed, ...remedy, StartAssessment: 'AssessmentStarted', PublishRiskNotice: 'RiskNoticePublished' },
      nothing: ['RecordAssessmentRefusal'],
    },
    'refused and made public': {
      past: past(the.trigger(), the.notify(the.cac, '2026-04-10'), the.recordRefusal, the.warn),
      facts: { ...owed, ...remedy, StartAssessment: 'AssessmentStarted', WithdrawRiskNotice: 'RiskNoticeWithdrawn' },
      nothing: ['RecordAssessmentRefusal', 'PublishRiskNotice'],
    },
    'with a risk notice that was withdrawn': {
      past: past(the.trigger(), the.notify(the.cac, '2026-04-10'), the.recordRefusal, the.warn, the.withdrawWarning()),
      facts: { ...owed, ...remedy, StartAssessment: 'AssessmentStarted', PublishRiskNotice: 'RiskNoticePublished' },
      nothing: ['RecordAssessmentRefusal', 'WithdrawRiskNotice'],
    },
  };

  const usual: readonly AssessmentCommand[] = [
    the.trigger(),
    the.start,
    the.danger,
    the.rectify(),
    the.submitReport(),
    the.conclude,
    the.link(),
    the.open('cac'),
    the.ask(),
    the.explain(),
    the.orderAgain(),
    the.schedule(),
    the.inspect(),
    the.experts(),
    the.close('cac'),
    the.notify(),
    the.recordRefusal,
    the.warn,
    the.withdrawWarning(),
    the.remedy('notice'),
  ];
  const againstReassessment = [the.remedy('reassessment', { outcome: 'pending' })];
  const instead: Record<string, readonly AssessmentCommand[]> = {
    'under review by one': [
      the.ask(the.police),
      the.orderAgain(the.police),
      the.schedule(the.police),
      the.experts(the.police),
      the.close('public-security'),
    ],
    'to be made again': againstReassessment,
    'made again': againstReassessment,
    'with an order to make it again that was annulled': againstReassessment,
  };
  walk(assessment, rows, (row) => usual.map((command) => instead[row]?.find(({ type }) => type === command.type) ?? command));

  test('each command stands in the table', () =>
    expect(usual.map(({ type }) => type).sort()).toEqual(
      [...new Set(Object.values(rows).flatMap(({ facts }) => Object.keys(facts)))].sort(),
    ));
});
