// Commands on a safety assessment, and the past that a row of them leaves behind. Every name is invented.
import { type AssessmentDecision, type AssessmentGround, assessmentItems, type ReviewTrack } from '#domain/assessment-state.js';
import { type AssessmentItem } from '#domain/assessment-state.js';
import { type AssessmentRemedy } from '#domain/assessment-supervision.js';
import { assessment, type AssessmentCommand, type AssessmentEvent } from '#domain/assessment.js';
import { type By, type Command, fold, isRefusal } from '#domain/decider.js';
import { filer, today, words } from './filing-examples.js';

export const cac: By = { person: 'cac-officer', agency: { kind: 'cac', division: '110000' } };
export const police: By = { person: 'police-officer', agency: { kind: 'public-security', division: '110000' } };
export const officers: Record<ReviewTrack, By> = { cac, 'public-security': police };
/** Of a district, which in Beijing is of prefecture level. */
export const districtCac: By = { person: 'district-officer', agency: { kind: 'cac', division: '110108' } };
export const nationalCac: By = { person: 'national-officer', agency: { kind: 'cac', division: '000000' } };
export const telecom: By = { person: 'telecom-officer', agency: { kind: 'telecom', division: '110000' } };

type FactsOf<T extends AssessmentCommand['type']> = Extract<AssessmentCommand, { type: T }>['facts'];

export const assess = <T extends AssessmentCommand['type']>(
  type: T,
  data: Extract<AssessmentCommand, { type: T }>['data'],
  { by = filer, on = today, facts }: { by?: By; on?: string; facts?: FactsOf<T> } = {},
): AssessmentCommand => ({ type, data, facts, on, by }) as Command<string, unknown, unknown> as AssessmentCommand;

type TriggerData = Extract<AssessmentCommand, { type: 'TriggerAssessment' }>['data'];

/** Of a service that is to be launched next month, unless told otherwise. */
export const trigger = (
  change: Partial<TriggerData> = {},
  { by, division = '110108' }: { by?: By; division?: string } = {},
): AssessmentCommand =>
  assess(
    'TriggerAssessment',
    {
      subject: 'subject-1',
      service: '云影换脸',
      grounds: ['dsp-15-biometric', 'dsp-20'],
      plannedLaunch: '2026-04-01',
      ...change,
    },
    { by, facts: { division } },
  );
export const onGround = (ground: AssessmentGround): AssessmentCommand =>
  trigger(
    { grounds: [ground], plannedLaunch: '2026-04-01', occurredOn: '2026-02-26' },
    { by: ground === 'sa18-3-5' ? cac : filer },
  );
export const article15Alone = trigger({ grounds: ['dsp-15-biometric'], plannedLaunch: undefined });

export const start = assess('StartAssessment', { carriedOutBy: 'self' });
export const danger = assess('RecordDanger', { description: words('danger') });
export const rectify = (n = 1): AssessmentCommand => assess('RectifyDanger', { danger: n, rectification: words('rectified') });

type ReportData = Extract<AssessmentCommand, { type: 'SubmitReport' }>['data'];
export const reportData = (change: Partial<ReportData> = {}): ReportData => ({
  items: (Object.keys(assessmentItems) as AssessmentItem[]).map((item) => ({ item, text: words(item) })),
  parts: { service: words('service'), measures: words('measures'), conclusion: words('conclusion'), other: undefined },
  documents: [
    { kind: 'report', sha256: 'a'.repeat(64) },
    { kind: 'label-material', sha256: 'b'.repeat(64) },
  ],
  ...change,
});
export const submitReport = (change: Partial<ReportData> = {}, unknownDocuments: readonly string[] = []): AssessmentCommand =>
  assess('SubmitReport', reportData(change), { facts: { unknownDocuments } });
export const conclude = assess(
  'ConcludeAssessment',
  { conclusion: words('conclusion'), documents: [] },
  { facts: { unknownDocuments: [] } },
);
export const link = (filing = 'filing-1', holder: string | undefined = 'subject-1'): AssessmentCommand =>
  assess('LinkFiling', { filing }, { facts: { holder } });

export const open = (track: ReviewTrack = 'cac', by = officers[track]): AssessmentCommand =>
  assess('OpenReview', { track }, { by });
export const ask = (by = cac, dueOn = '2026-03-16'): AssessmentCommand =>
  assess('RequestExplanation', { question: words('question'), dueOn }, { by });
export const explain = (n = 1): AssessmentCommand => assess('SupplyExplanation', { explanation: n, text: words('explanation') });
export const orderAgain = (by = cac, dueOn = '2026-03-31'): AssessmentCommand =>
  assess('OrderReassessment', { reasons: words('reasons'), dueOn }, { by });
export const schedule = (by = cac, jointly = true): AssessmentCommand =>
  assess('ScheduleOnSiteInspection', { scheduledFor: today, jointly }, { by });
export const inspect = (n = 1, by = cac): AssessmentCommand =>
  assess('RecordOnSiteInspection', { inspection: n, outcome: 'held', on: today, findings: words('findings') }, { by });
export const experts = (by = cac): AssessmentCommand =>
  assess('HoldExpertReview', { heldOn: today, opinion: words('opinion') }, { by });
export const close = (track: ReviewTrack = 'cac', by = officers[track]): AssessmentCommand =>
  assess('CloseReview', { track }, { by });

/** On a day on which the launch has passed without a report. */
export const late = '2026-04-02';
export const notify = (by = cac, dueOn = '2026-04-20', on = late): AssessmentCommand =>
  assess('NotifyToAssess', { dueOn }, { by, on, facts: { lastDay: undefined } });
export const recordRefusal = assess('RecordAssessmentRefusal', { finding: words('refusal') }, { by: cac, on: late });
export const warn = assess(
  'PublishRiskNotice',
  { documentNo: '京网信险〔2026〕1号', text: words('warning') },
  { by: cac, on: late },
);
export const withdrawWarning = (by = cac): AssessmentCommand =>
  assess('WithdrawRiskNotice', { reason: words('assessed') }, { by, on: late });
export const remedy = (against: AssessmentDecision, change: Partial<AssessmentRemedy> = {}): AssessmentCommand =>
  assess(
    'RecordRemedy',
    {
      against,
      kind: 'reconsideration',
      body: '国家互联网信息办公室',
      documentNo: '复议〔2026〕1号',
      stay: false,
      outcome: 'annulled',
      ...change,
    },
    { by: cac },
  );

export const reported: readonly AssessmentCommand[] = [trigger(), start, submitReport()];
export const underReview: readonly AssessmentCommand[] = [...reported, open('cac'), open('public-security')];
export const closed: readonly AssessmentCommand[] = [...underReview, close('cac'), close('public-security')];

/** What these commands leave behind, each decided on what came before. Throws for the first that is refused. */
export const happened = (...commands: readonly AssessmentCommand[]): AssessmentEvent[] =>
  commands.reduce<AssessmentEvent[]>((past, command) => {
    const outcome = assessment.decide(command, fold(assessment, past));
    if (isRefusal(outcome)) throw new Error(`${command.type}: ${outcome.refused}`);
    return [...past, ...outcome];
  }, []);
