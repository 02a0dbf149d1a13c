// What the queue must hold, worked out from the whole past of each case by looking for what came last, without the read model's own steps.
import { type DayCounts, dueAfter } from '#domain/day-counts.js';
import { type AnyFact, fold } from '#domain/decider.js';
import { filing, type FilingEvent } from '#domain/filing.js';
import { agencyKey } from '#domain/case-file.js';
import { incident, type IncidentEvent } from '#domain/incident.js';
import { order, type OrderEvent } from '#domain/order.js';
import { report, type ReportEvent } from '#domain/report.js';
import { type WorkingCalendar } from '#domain/working-days.js';
import { type RecordedEvent } from '#event-store/event-store.js';
import { deadlines } from '#read-models/deadlines.js';
import { type MatterRow } from '#read-models/duties.js';
import { foldProjection } from '#read-models/projection.js';

export interface ExpectedLine {
  stream: string;
  step: string;
  awaits: string;
  startedOn: string;
  dueOn?: string;
  division?: string;
  /** Agency and account. */
  assignees: string[];
}

type Test = (fact: AnyFact, before: readonly AnyFact[]) => boolean;
interface Rule {
  step: string;
  awaits?: string;
  opens: Test;
  closes: Test;
  /** It waits from when it first did, not from when it was last said again. */
  first?: boolean;
}

const any =
  (...types: string[]): Test =>
  ({ type }) =>
    types.includes(type);
const either =
  (...tests: Test[]): Test =>
  (fact, before) =>
    tests.some((test) => test(fact, before));
const dataOf = (fact: AnyFact) => fact.data as Record<string, unknown>;

/** The fact since which the rule's step waits. */
function waitsSince({ opens, closes, first }: Rule, facts: readonly AnyFact[]): AnyFact | undefined {
  const closed = facts.findLastIndex((fact, i) => closes(fact, facts.slice(0, i)) && !opens(fact, facts.slice(0, i)));
  const openers = facts.filter((fact, i) => i > closed && opens(fact, facts.slice(0, i)));
  return first ? openers[0] : openers.at(-1);
}

const provisional: Test = (fact) => any('OrderDrafted', 'OrderEdited')(fact, []) && dataOf(fact).provisionalUntil !== undefined;
const ordinary: Test = (fact, before) => any('OrderDrafted', 'OrderEdited')(fact, before) && !provisional(fact, before);
const result =
  (type: string, value: string): Test =>
  (fact) =>
    fact.type === type && dataOf(fact).result === value;
const orderEnds = any('OrderLifted', 'OrderWithdrawn', 'OrderAnnulled');
const rectified = result('OrderInspectionRecorded', 'rectified');
const notRectified = result('OrderInspectionRecorded', 'not-rectified');
const lift: Rule = {
  step: 'lift',
  opens: rectified,
  closes: either(orderEnds, notRectified, any('RectificationReported', 'RectificationRejected')),
};
const proposal = (step: string, proposed: string, ...done: string[]): Rule => ({
  ...{ step: `${step}-approval`, awaits: 'second-person', opens: any(proposed), closes: either(orderEnds, any(...done)) },
});
const filingEnds = any('FilingRevoked', 'ExOfficioCancelled', 'CancellationCompleted', 'CancellationImported');
const penaltyEnds = any('NoPenaltyDecided', 'PenaltyCaseWithdrawn', 'PenaltyAnnulled', 'PenaltyCaseClosed');

const rules: Readonly<Record<string, readonly Rule[]>> = {
  subject: [{ step: 'verification', opens: any('SubjectRegistered'), closes: any('SubjectVerified', 'SubjectRefused') }],
  filing: [
    { step: 'revocation-approval', awaits: 'second-person', opens: any('RevocationProposed'), closes: filingEnds },
    {
      ...{ step: 'ex-officio-approval', awaits: 'second-person', opens: any('ExOfficioCancellationProposed') },
      closes: either(
        filingEnds,
        (fact, before) =>
          fact.type === 'CancellationReturned' &&
          dataOf(before.findLast(any('ExOfficioCancellationProposed') as (fact: AnyFact) => boolean) ?? fact).ground ===
            'not-cancelled-after-termination',
      ),
    },
  ],
  assessment: ['cac', 'public-security'].map((track) => ({
    step: 'review',
    opens: (fact) => fact.type === 'ReportSubmitted' && (dataOf(fact).recipients as string[]).includes(track),
    closes: (fact) =>
      fact.type === 'ReassessmentOrdered' ||
      (fact.type === 'ReviewClosed' && (dataOf(fact).agency as { kind: string }).kind === track),
  })),
  order: [
    {
      step: 'approval',
      awaits: 'second-person',
      opens: ordinary,
      closes: either(orderEnds, provisional, any('OrderApproved', 'OrderIssued')),
    },
    { step: 'issue', opens: either(provisional, any('OrderApproved')), closes: either(orderEnds, ordinary, any('OrderIssued')) },
    {
      ...{ step: 'ratification', awaits: 'second-person', closes: either(orderEnds, any('OrderRatified')) },
      opens: (fact, before) =>
        fact.type === 'OrderIssued' &&
        before
          .filter(either(ordinary, provisional) as (fact: AnyFact) => boolean)
          .slice(-1)
          .some((draft) => provisional(draft, [])),
    },
    lift,
    {
      step: 'rectification-check',
      opens: either(
        any('RectificationReported'),
        (fact, before) => notRectified(fact, before) && waitsSince(lift, before) !== undefined,
      ),
      closes: either(orderEnds, rectified, any('RectificationRejected')),
    },
    proposal('lift', 'LiftProposed', 'MeasuresLifted'),
    proposal('extension', 'ExtensionProposed', 'OrderExtended'),
    proposal('escalation', 'EscalationProposed', 'OrderEscalated'),
    proposal('withdrawal', 'WithdrawalProposed'),
    ...[1, 2, 3, 4, 5].map((n) => ({
      ...{ step: 'transfer-acknowledgement', awaits: 'other-authority' },
      opens: (fact: AnyFact) => fact.type === 'CaseTransferred' && dataOf(fact).transfer === n,
      closes: either(orderEnds, (fact) => fact.type === 'TransferAcknowledged' && dataOf(fact).transfer === n),
    })),
  ],
  penalty: [
    { step: 'investigation', opens: any('PenaltyCaseOpened'), closes: either(penaltyEnds, any('PenaltyInvestigated')) },
    {
      ...{ step: 'penalty-notice', first: true },
      opens: either(any('PenaltyInvestigated'), result('PenaltyLegallyReviewed', 'failed')),
      closes: either(penaltyEnds, any('ProposedPenaltyNotified', 'PenaltyDecided')),
    },
    {
      ...{ step: 'hearing-notice', opens: any('PenaltyHearingRequested') },
      closes: either(
        penaltyEnds,
        any('PenaltyHearingRequestWithdrawn', 'PenaltyHearingNotified', 'ProposedPenaltyNotified', 'PenaltyDecided'),
      ),
    },
    {
      ...{ step: 'legal-review', first: true, opens: any('PenaltyStatementMade', 'NoPenaltyStatementRecorded') },
      closes: either(penaltyEnds, any('PenaltyLegallyReviewed', 'ProposedPenaltyNotified', 'PenaltyDecided')),
    },
    {
      ...{ step: 'penalty-approval', awaits: 'second-person', opens: result('PenaltyLegallyReviewed', 'passed') },
      closes: either(penaltyEnds, any('PenaltyLegallyReviewed', 'ProposedPenaltyNotified', 'PenaltyDecided')),
    },
    { step: 'execution', opens: any('PenaltyServed'), closes: penaltyEnds },
    ...[1, 2, 3, 4, 5].map((n) => ({
      ...{ step: 'transfer-acknowledgement', awaits: 'other-authority' },
      opens: (fact: AnyFact) => fact.type === 'PenaltyCaseTransferred' && dataOf(fact).n === n,
      closes: either(penaltyEnds, (fact) => fact.type === 'PenaltyTransferAcknowledged' && dataOf(fact).n === n),
    })),
  ],
  inspection: [
    {
      ...{ step: 'conclusion', first: true, opens: any('InspectionFindingRecorded', 'InspectionRectificationVerified') },
      closes: any('RectificationOpinionGiven', 'InspectionRectificationReported', 'InspectionClosed'),
    },
    {
      ...{ step: 'rectification-check', opens: any('InspectionRectificationReported') },
      closes: any('InspectionRectificationVerified', 'InspectionRectificationRejected', 'InspectionClosed'),
    },
  ],
};

/** A filing as its own aggregate has it; the read model of deadlines is looked into for the other kinds only. */
const filingDuties = (facts: readonly AnyFact[]): Omit<ExpectedLine, 'stream' | 'assignees'>[] => {
  const state = fold(filing, facts as readonly FilingEvent[]);
  const on = (...types: string[]) => facts.findLast(({ type }) => types.includes(type))!.effectiveOn;
  const refusal = facts.findLastIndex(any('FilingRefused') as (fact: AnyFact) => boolean);
  const settled = facts.findLastIndex(
    (fact) =>
      any('RefusalNotified', 'RefusalAnnulled', 'FilingSubmitted')(fact, []) ||
      (fact.type === 'DecisionCorrected' && dataOf(fact).decision === 'refusal'),
  );
  const officer = (step: string, startedOn: string) => ({ step, awaits: 'officer', startedOn });
  return [
    ...(state.status === 'under-review' ? [officer('decision', on('FilingSubmitted'))] : []),
    ...(refusal > settled ? [officer('notification', on('FilingSubmitted'))] : []),
    ...(state.change?.status === 'open' && state.status === 'filed' ? [officer('change-decision', on('ChangeSubmitted'))] : []),
    ...(state.cancellation?.status === 'submitted' && state.status === 'filed'
      ? [officer('cancellation-decision', on('CancellationSubmitted'))]
      : []),
    ...(state.terminatedOn !== undefined && state.cancellation?.status !== 'submitted' && state.status === 'filed'
      ? [{ step: 'cancellation', awaits: 'party', startedOn: state.terminatedOn }]
      : []),
  ];
};

type Waiting = Omit<ExpectedLine, 'stream' | 'assignees'>;

/** A report as its own aggregate has it: what each recipient has still to do, since it was handed the report or last did something. */
const reportWaits = (facts: readonly AnyFact[]): Waiting[] => {
  const { kind, tracks } = fold(report, facts as readonly ReportEvent[]);
  const keyIn = (fact: AnyFact, member: string) => agencyKey(dataOf(fact)[member] as { kind: string; division: string });
  return tracks.flatMap(({ agency, status, answered }): Waiting[] => {
    if (status !== 'received' && status !== 'acknowledged') return [];
    const handed = facts.find((fact) => fact.type === 'ReportReferred' && keyIn(fact, 'to') === agencyKey(agency)) ?? facts[0]!;
    const first = (...types: string[]) =>
      facts.find((fact) => types.includes(fact.type) && keyIn(fact, 'agency') === agencyKey(agency));
    const line = (step: string, { effectiveOn }: AnyFact) => [{ step, awaits: 'officer', startedOn: effectiveOn }];
    if (status === 'received') return line('acknowledgement', handed);
    if (kind === 'complaint' && answered) return line('closure', first('ComplaintAnswered')!);
    return line({ incident: 'closure', complaint: 'answer', objection: 'reply' }[kind!], first('ReportAcknowledged')!);
  });
};

/** An incident as its own aggregate has it. */
const incidentWaits = (facts: readonly AnyFact[]): Waiting[] => {
  const statusOf = (some: readonly AnyFact[]) => {
    const { status, approval } = fold(incident, some as readonly IncidentEvent[]);
    return status === 'draft' && approval ? 'approved' : status;
  };
  const step = { draft: 'approval', approved: 'activation', active: 'carrying-out', 'carried-out': 'closure' }[
    statusOf(facts) as string
  ];
  if (step === undefined) return [];
  const last = facts.findLastIndex(({ type }) => type === 'IncidentApproved');
  const since =
    step === 'activation' ? last : facts.findLastIndex((_, i) => statusOf(facts.slice(0, i)) !== statusOf(facts.slice(0, i + 1)));
  return [{ step, awaits: step === 'approval' ? 'second-person' : 'officer', startedOn: facts[since]!.effectiveOn }];
};

/** Kinds whose waits are read off their own aggregate. */
const folded: Readonly<Record<string, (facts: readonly AnyFact[]) => Waiting[]>> = {
  report: reportWaits,
  incident: incidentWaits,
};

/** Where a report was last handed to, and whose incident it is. */
const divisionNamed = (facts: readonly AnyFact[]): string | undefined =>
  facts
    .flatMap((fact) => {
      const { to, recipients, agency } = dataOf(fact);
      if (fact.type === 'ReportReferred') return [to];
      return fact.type === 'IncidentOpened' ? [agency] : ((recipients as unknown[] | undefined)?.slice(-1) ?? []);
    })
    .map((agency) => (agency as { division: string }).division)
    .at(-1);

const countOf: Readonly<Record<string, keyof DayCounts>> = { notification: 'decision' };

/** The lines of these events, as of a day, in the order of the queue but for lines that are due on the same day. */
export function expectedQueue(
  events: readonly RecordedEvent[],
  { calendar, counts }: { calendar: WorkingCalendar; counts: DayCounts },
  on: string,
): ExpectedLine[] {
  const streams = new Map<string, RecordedEvent[]>();
  for (const event of events) streams.set(event.stream, [...(streams.get(event.stream) ?? []), event]);
  const duties = [...foldProjection(deadlines, events).rows.values()].map(({ row }) => row);
  const matters = new Map<string, MatterRow>(
    duties.flatMap((row) => (row.row === 'matter' ? [[`${row.category}-${row.id}`, row] as const] : [])),
  );
  return [...streams].flatMap(([stream, stored]): ExpectedLine[] => {
    const [category = ''] = stream.split('-');
    const found = rules[category] ?? (Object.hasOwn(folded, category) ? [] : undefined);
    if (!found) return [];
    const facts = stored.map(({ type, data, meta }): AnyFact => ({
      type,
      data,
      basis: meta.basis,
      effectiveOn: meta.effectiveOn,
    }));
    const stands = category !== 'filing' || fold(filing, facts as readonly FilingEvent[]).status === 'filed';
    const waiting = found.flatMap((rule) => {
      const since = waitsSince(rule, facts);
      if (!since || !stands) return [];
      const { step, awaits = 'officer' } = rule;
      const draft = facts.findLast((fact) => provisional(fact, []));
      const until =
        step === 'ratification' || (step === 'issue' && since === draft) ? dataOf(draft!).provisionalUntil : undefined;
      // 01:00 UTC is the morning of the same day in Shanghai.
      return [{ step, awaits, startedOn: since.effectiveOn, dueOn: (until as string | undefined)?.slice(0, 10) }];
    });
    const proposed = waiting.some(({ step }) => step === 'lift-approval');
    const waits = waiting.filter(({ step }) => step !== 'lift' || !proposed);
    if (category === 'order') agreesWithTheOrder(facts as readonly OrderEvent[], waits);
    const dated =
      category === 'filing'
        ? filingDuties(facts).map((line) => ({
            ...line,
            dueOn: dueAfter(line.startedOn, counts[countOf[line.step] ?? (line.step as keyof DayCounts)], calendar).dueOn,
          }))
        : duties.flatMap((duty) => {
            if (duty.row !== 'duty' || duty.matter !== stream || duty.right || !duty.startedOn || duty.metOn || duty.endedOn)
              return [];
            const { kind, of, startedOn, countsFrom, count, dueOn } = duty;
            const due = dueOn ?? (count && dueAfter(countsFrom ?? startedOn, counts[count], calendar).dueOn);
            return due === undefined
              ? []
              : [{ step: kind, awaits: of === 'agency' ? 'officer' : 'party', startedOn, dueOn: due }];
          });
    const seat = facts.map((fact) => dataOf(fact) as { details?: { division: string } }).findLast(({ details }) => details)
      ?.details?.division;
    const assigned = new Map<string, { account: string; until: string }>();
    for (const { type, data } of streams.get(`case-${stream}`) ?? []) {
      const { account, until, agency } = data as { account: string; until: string; agency: { kind: string; division: string } };
      const key = `${agency.kind}-${agency.division}`;
      if (type === 'CaseAssigned') assigned.set(key, { account, until });
      else assigned.delete(key);
    }
    const assignees = [...assigned].filter(([, { until }]) => until >= on).map(([agency, { account }]) => `${agency} ${account}`);
    const own = folded[category]?.(facts) ?? [];
    const division = Object.hasOwn(folded, category) ? divisionNamed(facts) : matters.get(stream)?.division;
    return [...waits, ...dated, ...own].map((line) => ({
      ...line,
      stream,
      division: category === 'subject' ? seat : division,
      assignees: assignees.sort(),
    }));
  });
}

/** The order's own aggregate says the same of what was proposed and drafted. */
function agreesWithTheOrder(facts: readonly OrderEvent[], waits: readonly { step: string }[]): void {
  const { status, proposals, approval, rectification } = fold(order, facts);
  const steps: string[] = waits.map(({ step }) => step);
  const said: [step: string, waits: boolean][] = [
    ['lift-approval', proposals.lift !== undefined],
    ['extension-approval', proposals.extension !== undefined],
    ['escalation-approval', proposals.escalation !== undefined],
    ['withdrawal-approval', proposals.withdrawal !== undefined],
    ['lift', status === 'in-force' && rectification === 'verified' && proposals.lift === undefined],
    ['rectification-check', status === 'in-force' && (rectification === 'reported' || rectification === 'verifying')],
  ];
  for (const [step, waits] of said)
    if (steps.includes(step) !== waits) throw new Error(`${step} ${waits} after ${facts.map(({ type }) => type).join(' ')}`);
  if (status === 'draft' && approval === undefined && !steps.includes('approval') && !steps.includes('issue'))
    throw new Error('a draft awaits its approval');
}
