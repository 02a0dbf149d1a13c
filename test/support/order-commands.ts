// One of each command on an order, and the past that a row of them leaves behind.
import { type By, type Command, fold, isRefusal } from '#domain/decider.js';
import { type OrderContent, type OrderedMeasure, type RemedyOutcome } from '#domain/order-state.js';
import { order, type OrderCommand, type OrderEvent } from '#domain/order.js';
import { words } from './filing-examples.js';

export const today = '2026-11-24';
export const at = '2026-11-24T02:00:00.000Z';
const agency = { kind: 'cac', division: '110000' };
export const officer: By = { person: 'officer', agency };
export const lead: By = { person: 'lead', agency };
export const other: By = { person: 'other', agency };
export const superior: By = { person: 'superior', agency: { kind: 'cac', division: '000000' } };
export const telecom: By = { person: 'telecom', agency: { kind: 'telecom', division: '110000' } };
export const addressee: By = { person: 'addressee' };
export const officers = [
  { account: 'a-1', person: 'officer' },
  { account: 'a-2', person: 'colleague' },
];
const proof = 'f'.repeat(64);

export const measure = (change: Partial<OrderedMeasure> = {}): OrderedMeasure => ({
  kind: 'suspend-other-services',
  services: ['换脸服务'],
  stopsService: true,
  scope: {},
  from: '2026-11-24T00:00:00+08:00',
  until: '2026-12-31T00:00:00+08:00',
  ...change,
});

export const content = (change: Partial<OrderContent> = {}): OrderContent => ({
  addressee: 'subject-1',
  filings: ['filing-1'],
  jurisdiction: { factor: 'seat', division: '110108' },
  legalBasis: ['DSP 21'],
  riskFinding: words('risk'),
  reasons: words('why'),
  measures: [measure(), measure({ kind: 'rectify', services: undefined, stopsService: false, until: undefined })],
  rectifyBy: '2026-12-15',
  remedies: { reconsideration: '北京市人民政府', litigation: '北京市第四中级人民法院' },
  ...change,
});

type Of<T extends OrderCommand['type']> = Extract<OrderCommand, { type: T }>;
export const ask = <T extends OrderCommand['type']>(
  type: T,
  data: Of<T>['data'],
  { by = officer, facts, on = today }: { by?: By; facts?: Of<T>['facts']; on?: string } = {},
): OrderCommand =>
  ({ type, data, facts: facts ?? { at }, on, by }) satisfies Command<T, unknown, unknown> as unknown as OrderCommand;

const drafting = {
  at,
  officers,
  addresseeKnown: true,
  unknownFilings: [],
  foreignFilings: [],
  provisionalOrders: true,
};
const names = ['a-1', 'a-2'];
const serving = { at, consent: false, unknownDocuments: [] };

export const draftOf = (change: Partial<OrderContent> = {}): OrderCommand =>
  ask('DraftOrder', { content: content(change), officers: names }, { facts: drafting });
export const draft = draftOf();
export const draftProvisional = (until = '2026-11-25T01:00:00Z'): OrderCommand =>
  ask(
    'DraftOrder',
    { content: content({ provisionalUntil: until }), officers: ['a-9'] },
    { by: lead, facts: { ...drafting, officers: [{ account: 'a-9', person: 'lead' }] } },
  );
export const underIncident = ({
  drafter = officer,
  approver = lead,
  preparedBy = ['officer'],
  incident = 'incident-1',
} = {}): OrderCommand =>
  ask(
    'OrderUnderIncident',
    {
      ...{ content: content(), officers: names, under: { incident, preparedBy } },
      ...{ publication: 'public', documentNo: '1号' },
    },
    { by: lead, facts: { ...drafting, provisionalOrders: false, drafter, approver } },
  );
export const edit = (by = officer): OrderCommand =>
  ask('EditOrder', { content: content({ riskFinding: words('r2') }), officers: names }, { by, facts: drafting });
export const approve = (version = 1, by = lead): OrderCommand =>
  ask('ApproveOrder', { draft: version, publication: 'public' }, { by });
export const issue = (by = lead): OrderCommand => ask('IssueOrder', { documentNo: '1号' }, { by });
export const ratify = (by = other): OrderCommand => ask('RatifyOrder', { officers: names }, { by, facts: { at, officers } });
export const notice = (startedOn = today): OrderCommand => ask('StartPublicNotice', { startedOn, place: '公告栏' });
export const serve = (facts = serving): OrderCommand =>
  ask('ServeOrder', { method: 'direct', servedOn: today, proof }, { facts });
export const serveBy = (method: 'electronic' | 'public-notice', servedOn = today, on = today, consent = false): OrderCommand =>
  ask('ServeOrder', { method, servedOn, proof }, { on, facts: { ...serving, consent } });
export const acknowledge = ask('AcknowledgeOrder', {}, { by: addressee });
export const refuseService = ask('RecordServiceRefusal', { refusedOn: today, circumstances: words('c') });
export const apply = ask('ReportMeasuresApplied', { measures: ['m1'], appliedAt: at }, { by: addressee });
export const report = ask(
  'ReportRectification',
  { report: words('rep'), attachments: [] },
  { by: addressee, facts: { at, unknownAttachments: [] } },
);
export const reject = ask('RejectRectification', { reason: words('rej'), rectifyBy: '2026-12-20' });
export const schedule = ask('ScheduleInspection', { on: '2026-11-30', jointly: [{ kind: 'telecom', division: '110000' }] });
export const inspect = (result: 'rectified' | 'not-rectified' = 'rectified', by = officers): OrderCommand =>
  ask(
    'RecordInspection',
    { on: today, result, officers: names, jointly: [], findings: words('f') },
    { facts: { at, officers: by } },
  );
export const extend = (until = '2027-01-31T00:00:00+08:00', now = at): OrderCommand =>
  ask('ProposeExtension', { until, reason: words('e') }, { facts: { at: now } });
export const approveExtension = (by = lead, now = at): OrderCommand => ask('ApproveExtension', {}, { by, facts: { at: now } });
export const escalate = ask('ProposeEscalation', { measures: [measure()], reason: words('esc') });
export const approveEscalation = (by = lead): OrderCommand => ask('ApproveEscalation', {}, { by });
export const linkPenalty = ask('LinkPenaltyCase', { penalty: 'p-1' }, { facts: { at, penaltyKnown: true } });
export const transfer = ask(
  'TransferCase',
  { to: { kind: 'telecom', division: '110000' }, documentNo: 't', grounds: words('g') },
  { by: lead },
);
export const acknowledgeTransfer = (by = telecom): OrderCommand => ask('AcknowledgeTransfer', { transfer: 1 }, { by });
export const delist = (by = lead): OrderCommand => ask('RequestDelisting', { products: [], reason: words('d') }, { by });
export const lift = (measures: string[] = [], by = officer): OrderCommand =>
  ask('ProposeLift', { measures, ground: 'own-accord', reason: words('l') }, { by });
export const approveLift = (by = lead): OrderCommand => ask('ApproveLift', { documentNo: '2号' }, { by });
export const withdraw = (by = officer): OrderCommand => ask('WithdrawOrder', { reason: words('w') }, { by });
export const approveWithdrawal = (by = lead): OrderCommand => ask('ApproveWithdrawal', { documentNo: '3号' }, { by });
export const fileRemedy = ask(
  'FileRemedy',
  { kind: 'reconsideration', body: '北京市人民政府', documentNo: '复1', filedOn: today },
  { by: addressee },
);
const recordRemedy = (outcome: RemedyOutcome, stay: boolean, by: By): OrderCommand =>
  ask('RecordRemedy', { kind: 'litigation', body: '法院', documentNo: '诉1', stay, outcome, struck: [] }, { by });
export const enterRemedy = (by = officer): OrderCommand => recordRemedy('pending', false, by);
/** By another person than who entered it. */
export const remedy = (outcome: RemedyOutcome = 'annulled', stay = false, by = other): OrderCommand =>
  recordRemedy(outcome, stay, by);
export const publish = (publication: 'public' | 'stores' = 'stores', by = other): OrderCommand =>
  ask('PublishOrder', { publication, publicationBasis: 'DSP 13' }, { by });
export const unpublish = ask('WithdrawPublication', { reason: words('u') });

/** What these commands leave behind, each decided on what came before. Throws for the first that is refused. */
export const happened = (...commands: readonly OrderCommand[]): OrderEvent[] =>
  commands.reduce<OrderEvent[]>((past, command) => {
    const outcome = order.decide(command, fold(order, past));
    if (isRefusal(outcome)) throw new Error(`${command.type}: ${outcome.refused} ${JSON.stringify(outcome.findings)}`);
    return [...past, ...outcome];
  }, []);

export const issued: readonly OrderCommand[] = [draft, approve(), issue()];
export const served: readonly OrderCommand[] = [...issued, serve()];
