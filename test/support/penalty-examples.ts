// Past events and commands of penalty cases and inspections for specifications; every name is invented.
import { type By, type Command, type Decider, fold, isRefusal } from '#domain/decider.js';
import { type Inspection, inspection, type InspectionCommand, type InspectionEvent } from '#domain/inspection.js';
import { type Sanction } from '#domain/penalty-state.js';
import { penalty, type PenaltyCommand, type PenaltyEvent } from '#domain/penalty.js';
import { today, words } from './filing-examples.js';

const beijing = { kind: 'cac', division: '110000' };
const official = (person: string): By => ({ person, agency: beijing });
export const officer = official('officer');
export const lawyer = official('lawyer');
export const head = official('head');
export const party: By = { person: 'party' };

const ask =
  <C>() =>
  (by: By, type: string, data: object, facts?: object): C =>
    ({ type, data, facts, on: today, by }) satisfies Command<string, object, object | undefined> as C;
const onCase = ask<PenaltyCommand>();
const onInspection = ask<InspectionCommand>();

/** What the commands bring about one after the other. Throws where one is refused. */
export const after = <C extends { type: string }, E, S>(decider: Decider<C, E, S>, ...commands: C[]): E[] =>
  commands.reduce<E[]>((past, next) => {
    const outcome = decider.decide(next, fold(decider, past));
    if (isRefusal(outcome)) throw new Error(`${next.type}: ${outcome.refused} ${JSON.stringify(outcome.findings)}`);
    return [...past, ...outcome];
  }, []);

const inBeijing = { factor: 'seat', division: '110108' } as const;
const twoOfficers = ['officer', 'colleague'].map((person) => ({ account: `a-${person}`, person }));
const accounts = twoOfficers.map(({ account }) => account);
const known = { partyKnown: true, foreignFilings: [] };

export const opening = {
  grounds: ['change-not-filed'],
  addressee: 's-1',
  role: 'provider',
  filings: ['f-1'],
  jurisdiction: inBeijing,
  sameActAs: [],
  facts: words('facts'),
};
export const fine = (amountFen: number): Sanction => ({ kind: 'fine', amountFen });
export const proposal = (...sanctions: Sanction[]) => ({
  sanctions,
  aggravation: 'refused-to-correct',
  legalBasis: ['ARP 31'],
  reasons: words('reasons'),
});
const fined = proposal({ kind: 'warning' }, fine(20_000_00));
const told = { notifiedOn: '2026-02-02' };

export const open = (change: object = {}, facts: object = known, by = officer) =>
  onCase(by, 'OpenPenaltyCase', { ...opening, ...change }, facts);
export const investigate = (officers = twoOfficers, by = officer) =>
  onCase(by, 'RecordPenaltyInvestigation', { officers: accounts, findings: words('found') }, { officers });
export const notify = (proposed: object = fined, by = officer) => onCase(by, 'NotifyProposedPenalty', { ...proposed, ...told });
export const state = (by = party, madeOn = '2026-02-05') =>
  onCase(by, 'MakePenaltyStatement', { statement: words('statement'), madeOn });
export const silent = (how: 'waived' | 'term-passed' = 'term-passed', recordedFor = '2026-02-06') =>
  onCase(officer, 'RecordNoPenaltyStatement', { how, recordedFor });
export const request = (by = party) => onCase(by, 'RequestPenaltyHearing', { requestedOn: '2026-02-06' });
export const withdrawRequest = onCase(party, 'WithdrawPenaltyHearingRequest', {});
export const invite = (heldOn = '2026-02-25') =>
  onCase(officer, 'NotifyPenaltyHearing', { notifiedOn: '2026-02-09', heldOn, place: '听证室' });
export const hear = (heldOn = '2026-02-25') => onCase(officer, 'RecordPenaltyHearing', { heldOn, record: words('record') });
export const review = (result: 'passed' | 'failed' = 'passed', by = lawyer) =>
  onCase(by, 'ReviewPenaltyLegally', { result, opinion: words('opinion') });
export const decide = (proposed: object = fined, by = head, finedIn: readonly string[] = []) =>
  onCase(
    by,
    'DecidePenalty',
    { ...proposed, documentNo: '京网罚〔2026〕1号', remedies: { reconsideration: '六十日', litigation: '六个月' } },
    { finedIn },
  );
export const acquit = (by = head) => onCase(by, 'DecideNoPenalty', { ground: 'not-established', reasons: words('none') });
export const withdraw = (by = head) => onCase(by, 'WithdrawPenaltyCase', { reason: words('error') });
const proof = 'f'.repeat(64);
export const serve = (
  change: object = {},
  { consent = false, unknownDocuments = [], on = today }: { consent?: boolean; unknownDocuments?: string[]; on?: string } = {},
): PenaltyCommand => ({
  ...onCase(officer, 'ServePenalty', { method: 'direct', servedOn: today, proof, ...change }, { consent, unknownDocuments }),
  on,
});
export const postNotice = (startedOn = today) => onCase(officer, 'StartPenaltyPublicNotice', { startedOn, place: '公告栏' });
export const perform = (sanction: Sanction['kind'] = 'warning') =>
  onCase(officer, 'RecordSanctionPerformed', { sanction, performedOn: today });
export const pay = (amountFen = 20_000_00) => onCase(officer, 'RecordFinePaid', { amountFen, paidOn: today });
export const demand = onCase(officer, 'DemandPenaltyPerformance', { demandedOn: today });
export const court = onCase(officer, 'ApplyForCourtEnforcement', { court: '人民法院', appliedOn: today });
export const close = onCase(head, 'ClosePenaltyCase', {});
export const transfer = onCase(officer, 'TransferPenaltyCase', {
  to: 'public-security',
  matter: 'crime',
  receiver: '公安机关',
  documentNo: '1',
  reason: words('transfer'),
});
export const acknowledge = (answer: 'accepted' | 'returned' = 'accepted') =>
  onCase(officer, 'AcknowledgePenaltyTransfer', { n: 1, answer, documentNo: '2', acknowledgedOn: today });
export const remedy = (outcome: 'pending' | 'upheld' | 'annulled' = 'pending', by = outcome === 'pending' ? officer : head) =>
  onCase(by, 'RecordPenaltyRemedy', { kind: 'litigation', body: '人民法院', documentNo: '3', stay: false, outcome });

export const penaltyCommands: readonly PenaltyCommand[] = [
  ...[open(), investigate(), notify(), state(), silent(), request(), withdrawRequest, invite(), hear(), review(), decide()],
  ...[acquit(), withdraw(), postNotice(), serve(), perform(), pay(), demand, court, close, transfer, acknowledge(), remedy()],
];

export const penaltyPast = (...commands: PenaltyCommand[]): PenaltyEvent[] => after(penalty, ...commands);

export const plan = (change: object = {}, facts: object = {}) =>
  onInspection(
    officer,
    'PlanInspection',
    {
      ...{ subject: 's-1', filings: ['f-1'], jurisdiction: inBeijing, joint: ['telecom-110000'], plannedOn: '2026-03-05' },
      ...{ announced: false, occasion: words('occasion'), concerns: [], officers: accounts },
      ...change,
    },
    { ...known, officers: twoOfficers, ...facts },
  );
export const find = (result: 'complies' | 'violates' = 'violates', article = 'DSP 17') =>
  onInspection(officer, 'RecordInspectionFinding', { article, result, text: words('text'), foundOn: today });
export const askFor = (dueOn = '2026-03-10') =>
  onInspection(officer, 'RequestInspectionData', { kind: 'data', what: words('logs'), dueOn });
export const reply = (n = 1, unknownAttachments: readonly string[] = []) =>
  onInspection(party, 'AnswerInspectionRequest', { n, answer: words('answer'), attachments: ['a'] }, { unknownAttachments });
export const opine = (rectifyBy = '2026-04-01') =>
  onInspection(officer, 'GiveRectificationOpinion', { opinion: words('opinion'), rectifyBy });
export const rectify = onInspection(party, 'ReportInspectionRectification', { report: words('report') });
export const verify = (result: 'verified' | 'rejected' = 'verified', rectifyBy?: string) =>
  onInspection(officer, 'VerifyInspectionRectification', { result, text: words('looked'), rectifyBy });
export const end = (outcome = 'called-off', reference?: string) =>
  onInspection(officer, 'CloseInspection', { outcome, reference });

export const inspectionCommands: readonly InspectionCommand[] = [
  ...[plan(), find(), askFor(), reply(), opine(), rectify, verify(), end()],
];

export const inspectionPast = (...commands: InspectionCommand[]): InspectionEvent[] => after(inspection, ...commands);
export const inspectionAfter = (...commands: InspectionCommand[]): Inspection => fold(inspection, inspectionPast(...commands));
