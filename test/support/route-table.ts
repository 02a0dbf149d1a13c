// Every route of the service with the demonstration identities that may use it, written down from the law and the design rather than
// taken from the rules that it checks.
import { demonstrationIdentities } from '#identity/demonstration.js';
import { content, registration } from './forms.js';
import { orderForm } from './order-forms.js';

export const everyone = demonstrationIdentities.map(({ client }) => client);

/** Who sees the matters of filer-a, of Haidian in Beijing: itself, and the authorities of Beijing and of the nation. */
export const seesBeijing = everyone.filter((client) => client === 'filer-a' || /-(beijing|national)-/.test(client));

const filerA = ['filer-a'];
const nationalCac = ['cac-national-reviewer', 'cac-national-approver'];
const supervising = [...nationalCac, 'cac-beijing-reviewer', 'cac-beijing-approver'];
const concluding = ['cac-national-approver', 'cac-beijing-approver'];

/** anyone: without a token too. signed-in: an answer for all, shorter for some. matter: hidden or forbidden. new: forbidden. */
export type RouteKind = 'anyone' | 'signed-in' | 'matter' | 'new';

export interface Route {
  kind: RouteKind;
  /** The matter that is read or changed: filer-a's filing (the default), its subject, its document, an account of Beijing's reviewer, an assessment of
   * filer-a's, an order of Beijing that was served on it, or a penalty case or an inspection of Beijing of which it has been told. */
  of?: 'subject' | 'document' | 'account' | 'assessment' | 'order' | 'penalty' | 'inspection';
  may: readonly string[];
  /** To whom the matter is not hidden, where that is not everyone who sees the filing. */
  sees?: readonly string[];
  /** It adds to the matter whatever its revision, so that no If-Match is asked for. */
  adds?: boolean;
  body?: object;
}

const anyone: Route = { kind: 'anyone', may: everyone };
const signedIn: Route = { kind: 'signed-in', may: everyone };
const reading: Route = { kind: 'matter', may: seesBeijing };
const act = (may: readonly string[], body?: object): Route => ({ kind: 'matter', may, body });

const officials = everyone.filter((client) => /^(cac|telecom|police)-/.test(client));
/** The officials who see the case. */
const ofBeijing = officials.filter((client) => seesBeijing.includes(client));
const leads = ofBeijing.filter((client) => /-(approver|admin)$/.test(client));
const ofCase = (may: readonly string[], body: object): Route => ({ kind: 'matter', may, sees: ofBeijing, adds: true, body });
const admins = ['cac-national-admin', 'cac-beijing-admin'];
const keeping: Route = { kind: 'matter', of: 'account', may: admins, sees: [...admins, 'cac-beijing-reviewer'] };

/** Reports of assessments go to cyberspace administration and public security (SA18 7), and to nobody else. */
const receiving = (filer: string) => [filer, ...ofBeijing.filter((client) => /^(cac|police)-/.test(client))];
const reviewingReports = ofBeijing.filter((client) => /^(cac|police)-.*-(reviewer|approver|officer)$/.test(client));
const assessed = (may: readonly string[], body?: object): Route => ({
  ...{ kind: 'matter', of: 'assessment', may, body },
  sees: receiving('filer-a'),
});

const day = '2026-11-24';
const words = '演示用语';
const digest = '0'.repeat(64);
const id = '00000000-0000-4000-8000-000000000000';
const reasons = [{ item: 'self-assessment-report', defect: 'inconsistent', text: words }];
const submission = { ...content, attachments: [] };

const handling = ['cac-national-reviewer', 'cac-beijing-reviewer'];
const drafting = [...handling, 'telecom-beijing-officer', 'police-beijing-officer'];
const order = orderForm({ addressee: id, filings: [], officers: [id] });
const ofOrder = (may: readonly string[], body?: object): Route => ({ kind: 'matter', of: 'order', may, body });

/** Whoever may proceed does so for the own agency, wherever it is. */
const proceeding = officials.filter((client) => /-(reviewer|officer)$/.test(client));
const jurisdiction = { factor: 'seat', division: '110108' };
const penalty = { sanctions: [{ kind: 'warning' }], legalBasis: [words], reasons: words };
const ofPenalty = (may: readonly string[], body?: object): Route => ({ kind: 'matter', of: 'penalty', may, body });
const ofInspection = (may: readonly string[], body?: object): Route => ({ kind: 'matter', of: 'inspection', may, body });

/** By method and path as the description of the API has them. */
export const routes: Readonly<Record<string, Route>> = {
  'GET /health/live': anyone,
  'GET /health/ready': anyone,
  'GET /metrics': anyone,
  'GET /v1/registry': anyone,
  'GET /v1/registry/export.csv': anyone,
  'GET /v1/registry/cancellations.csv': anyone,
  'GET /v1/registry/changes': anyone,
  'GET /v1/registry/{number}': anyone,
  'GET /v1/registry/{number}/history': anyone,

  'POST /v1/subjects': { kind: 'new', may: filerA, body: registration() },
  'POST /v1/subjects/recorded': {
    kind: 'new',
    may: ['cac-national-reviewer', 'cac-beijing-reviewer', 'telecom-beijing-officer', 'police-beijing-officer'],
    body: { kind: 'unidentified', division: '110108', knownAs: words },
  },
  'GET /v1/subjects': signedIn,
  'GET /v1/subjects/{id}': { ...reading, of: 'subject' },
  'PUT /v1/subjects/{id}/details': {
    ...act(filerA, { details: registration().details, changedOn: day }),
    of: 'subject',
  },
  'POST /v1/subjects/{id}/verification': { ...act(supervising, { result: 'verified' }), of: 'subject' },
  'POST /v1/subjects/{id}/service-consent': { ...act(filerA, { consent: 'withdrawn' }), of: 'subject' },

  'PUT /v1/attachments/{sha256}': {
    kind: 'new',
    may: everyone.filter((client) => /^filer-|-(reviewer|approver|officer)$/.test(client)),
  },
  'GET /v1/attachments/{sha256}': { ...reading, of: 'document' },

  'POST /v1/filings': { kind: 'new', may: ['filer-a', 'filer-b'], body: submission },
  'GET /v1/filings': signedIn,
  'GET /v1/filings/{id}': reading,
  'GET /v1/filings/{id}/events': reading,
  'POST /v1/filings/{id}/resubmission': act(filerA, submission),
  'POST /v1/filings/{id}/withdrawal': act(filerA, { serviceRunning: false }),
  'POST /v1/filings/{id}/service-start': act(filerA, { startedOn: day }),
  'POST /v1/filings/{id}/display': act(filerA, { places: [{ url: 'https://yunying.example/', place: '页脚' }] }),
  'POST /v1/filings/{id}/termination': act([...filerA, ...supervising], { terminatedOn: day }),
  'POST /v1/filings/{id}/cancellation': act(filerA, { terminatedOn: day, arrangements: words }),

  'POST /v1/filings/{id}/changes': act(filerA, { sections: [{ changedOn: day, after: { mainUse: words } }] }),
  'POST /v1/filings/{id}/changes/{n}/items': act(filerA, { sections: [{ changedOn: day, after: { mainUse: words } }] }),
  'POST /v1/filings/{id}/changes/{n}/acceptance': act(concluding, { remarks: '' }),
  'POST /v1/filings/{id}/changes/{n}/refusal': act(concluding, { reasons }),
  'POST /v1/filings/{id}/changes/{n}/withdrawal': act(filerA),

  'POST /v1/filings/{id}/take-up': act(nationalCac, { reason: words }),
  'POST /v1/filings/{id}/stages': act(['cac-beijing-reviewer'], { stage: 'initial', result: 'passed' }),
  'POST /v1/filings/{id}/attribute-finding': act(supervising, { hasAttribute: true, reason: words }),
  'POST /v1/filings/{id}/acceptance': act(['cac-beijing-approver'], { assessments: [] }),
  'POST /v1/filings/{id}/refusal': act(['cac-beijing-approver'], { reasons }),
  'POST /v1/filings/{id}/refusal/notification': act(supervising, { notifiedOn: day, method: '站内' }),
  'POST /v1/filings/{id}/refusal/annulment': act(concluding, { reason: words }),
  'POST /v1/filings/{id}/publication': act(supervising, { batch: '2026-11' }),
  'POST /v1/filings/{id}/claim': act(concluding, { subject: id, evidence: digest }),
  'POST /v1/filings/{id}/holder': act(concluding, { to: id, evidence: digest, changedOn: day }),

  'POST /v1/filings/{id}/cancellation/completion': act(concluding),
  'POST /v1/filings/{id}/cancellation/return': act(concluding, { serviceContinues: words }),
  'POST /v1/filings/{id}/ex-officio-cancellation': act(supervising, { ground: 'site-closed', reason: words }),
  'POST /v1/filings/{id}/ex-officio-cancellation/approval': act(concluding, { documentNo: '1' }),
  'POST /v1/filings/{id}/revocation': act(supervising, { ground: 'concealment', facts: words, hearing: { notifiedOn: day } }),
  'POST /v1/filings/{id}/revocation/approval': act(concluding, { documentNo: '1' }),
  'POST /v1/filings/{id}/remedies': act(supervising, {
    against: 'refusal',
    kind: 'litigation',
    body: '法院',
    documentNo: '1',
    stay: false,
    outcome: 'pending',
  }),
  'POST /v1/filings/{id}/reinstatement': act(concluding, { reason: words }),
  'POST /v1/filings/{id}/correction': act(concluding, { decision: 'refusal', reason: words }),

  'POST /v1/accounts': {
    kind: 'new',
    may: admins,
    body: { signIn: 'somebody', roles: ['reviewer'], agency: { kind: 'cac', division: '110000' } },
  },
  'GET /v1/accounts': signedIn,
  'GET /v1/accounts/{id}': { ...keeping, may: keeping.sees ?? [] },
  'POST /v1/accounts/{id}/roles': { ...keeping, body: { roles: ['approver'] } },
  'POST /v1/accounts/{id}/closure': keeping,
  'POST /v1/delegations': {
    kind: 'new',
    may: officials,
    body: { to: id, roles: ['reviewer'], since: day, until: '2026-12-31' },
  },
  'POST /v1/delegations/end': { kind: 'new', may: officials, body: { n: 1 } },
  'GET /v1/delegations': { kind: 'new', may: officials },
  'GET /v1/regulator/cases/{case}': { kind: 'matter', may: ofBeijing, sees: ofBeijing },
  'POST /v1/regulator/cases/{case}/assignment': ofCase(leads, { account: id, until: '2026-12-31' }),
  'POST /v1/regulator/cases/{case}/recusals': ofCase(ofBeijing, { account: id, reason: words }),
  'POST /v1/regulator/cases/{case}/recusals/end': ofCase(ofBeijing, { account: id, reason: words }),
  'POST /v1/regulator/cases/{case}/grants': ofCase(leads, {
    agency: { kind: 'cac', division: '310000' },
    until: '2026-12-31',
    reason: words,
  }),
  'POST /v1/regulator/cases/{case}/grants/end': ofCase(leads, { n: 1 }),
  'GET /v1/audit': { kind: 'new', may: ['auditor'] },

  'POST /v1/orders': { kind: 'new', may: drafting, body: order },
  'GET /v1/orders': signedIn,
  'GET /v1/orders/{id}': { ...reading, of: 'order' },
  'GET /v1/orders/{id}/events': { ...reading, of: 'order' },
  'PUT /v1/orders/{id}/draft': ofOrder(handling, order),
  'POST /v1/orders/{id}/approval': ofOrder(concluding, { draft: 1 }),
  'POST /v1/orders/{id}/issue': ofOrder(concluding, { documentNo: '1' }),
  'POST /v1/orders/{id}/ratification': ofOrder(concluding, { officers: [] }),
  'POST /v1/orders/{id}/public-notice': ofOrder(handling, { startedOn: day, place: '公告栏' }),
  'POST /v1/orders/{id}/service': ofOrder(handling, { method: 'direct', servedOn: day, proof: digest }),
  'POST /v1/orders/{id}/service-refusal': ofOrder(handling, { refusedOn: day, circumstances: words }),
  'POST /v1/orders/{id}/acknowledgement': ofOrder(filerA),
  'POST /v1/orders/{id}/applied-measures': ofOrder(filerA, { measures: ['m1'], appliedAt: `${day}T09:00:00+08:00` }),
  'POST /v1/orders/{id}/rectification': ofOrder(filerA, { report: words, attachments: [] }),
  'POST /v1/orders/{id}/rectification/rejection': ofOrder(handling, { reason: words, rectifyBy: day }),
  'POST /v1/orders/{id}/inspections': ofOrder(handling, { on: day, jointly: [] }),
  'POST /v1/orders/{id}/inspections/result': ofOrder(handling, {
    on: day,
    jointly: [],
    result: 'rectified',
    officers: [],
    findings: words,
  }),
  'POST /v1/orders/{id}/extension': ofOrder(handling, { reviewOn: day, reason: words }),
  'POST /v1/orders/{id}/extension/approval': ofOrder(concluding),
  'POST /v1/orders/{id}/escalation': ofOrder(handling, { measures: order.measures, reason: words }),
  'POST /v1/orders/{id}/escalation/approval': ofOrder(concluding),
  'POST /v1/orders/{id}/penalty-cases': ofOrder(handling, { penalty: id }),
  'POST /v1/orders/{id}/transfers': ofOrder(concluding, {
    to: { kind: 'telecom', division: '110000' },
    documentNo: '1',
    grounds: words,
  }),
  'POST /v1/orders/{id}/transfers/{n}/acknowledgement': ofOrder(ofBeijing.filter((client) => !client.endsWith('-admin'))),
  'POST /v1/orders/{id}/delisting-request': ofOrder(concluding, { products: [], reason: words }),
  'POST /v1/orders/{id}/lift': ofOrder(handling, { measures: [], ground: 'own-accord', reason: words }),
  'POST /v1/orders/{id}/lift/approval': ofOrder(concluding, { documentNo: '1' }),
  'POST /v1/orders/{id}/withdrawal': ofOrder(handling, { reason: words }),
  'POST /v1/orders/{id}/withdrawal/approval': ofOrder(concluding, { documentNo: '1' }),
  'POST /v1/orders/{id}/remedies': ofOrder(handling, {
    kind: 'litigation',
    body: '法院',
    documentNo: '1',
    stay: false,
    outcome: 'pending',
  }),
  'POST /v1/orders/{id}/remedies/filed': ofOrder(filerA, {
    kind: 'litigation',
    body: '法院',
    documentNo: '1',
    filedOn: day,
  }),
  'POST /v1/orders/{id}/publication': ofOrder(concluding, { publication: 'public', publicationBasis: 'DSP 21' }),
  'POST /v1/orders/{id}/publication/withdrawal': ofOrder(handling, { reason: words }),

  'POST /v1/imports': {
    kind: 'new',
    may: ['cac-national-reviewer', 'cac-national-approver', 'cac-national-admin'],
    body: { kind: 'list', batch: '2026-11', rows: [{ line: 1 }] },
  },

  'GET /v1/deadlines': signedIn,
  'GET /v1/deadlines/feed': signedIn,

  'GET /v1/calendar': anyone,
  'POST /v1/calendar': {
    kind: 'new',
    may: ['cac-national-admin'],
    body: { year: 2027, notice: 'https://calendar.example/2027', off: [{ from: '2027-01-01', until: '2027-01-01' }], worked: [] },
  },

  'POST /v1/assessments': {
    kind: 'new',
    may: ['filer-a', 'filer-b'],
    body: { service: words, grounds: ['dsp-20'], plannedLaunch: day },
  },
  'GET /v1/assessments': signedIn,
  'GET /v1/assessments/{id}': assessed(receiving('filer-a')),
  'GET /v1/assessments/{id}/events': assessed(receiving('filer-a')),
  'POST /v1/assessments/{id}/start': assessed(filerA, { carriedOutBy: 'self' }),
  'POST /v1/assessments/{id}/findings': assessed(filerA, { description: words }),
  'POST /v1/assessments/{id}/findings/{n}/rectification': assessed(filerA, { rectification: words }),
  'POST /v1/assessments/{id}/report': assessed(filerA, {
    items: [],
    parts: { service: words, measures: words, conclusion: words },
    documents: [],
  }),
  'POST /v1/assessments/{id}/conclusion': assessed(filerA, { conclusion: words, documents: [] }),
  'POST /v1/assessments/{id}/explanations/{n}/answer': assessed(filerA, { text: words }),
  'POST /v1/assessments/{id}/filings': assessed(['filer-a', ...reviewingReports], { filing: id }),
  'POST /v1/assessments/{id}/reviews/{agencyKind}': assessed(reviewingReports),
  'POST /v1/assessments/{id}/reviews/{agencyKind}/closure': assessed(reviewingReports),
  'POST /v1/assessments/{id}/explanations': assessed(reviewingReports, { question: words, dueOn: day }),
  'POST /v1/assessments/{id}/reassessment': assessed(reviewingReports, { reasons: words, dueOn: day }),
  'POST /v1/assessments/{id}/inspections': assessed(reviewingReports, { scheduledFor: day, jointly: true }),
  'POST /v1/assessments/{id}/inspections/{n}/record': assessed(reviewingReports, { outcome: 'held', on: day, findings: words }),
  'POST /v1/assessments/{id}/expert-review': assessed(reviewingReports, { heldOn: day, opinion: words }),
  'POST /v1/assessments/{id}/notice': assessed(reviewingReports, { dueOn: day }),
  'POST /v1/assessments/{id}/refusal': assessed(reviewingReports, { finding: words }),
  'POST /v1/assessments/{id}/risk-notice': assessed(reviewingReports, { documentNo: '1', text: words }),
  'POST /v1/assessments/{id}/risk-notice/withdrawal': assessed(reviewingReports, { finding: words }),
  'POST /v1/assessments/{id}/remedies': assessed(reviewingReports, {
    against: 'notice',
    kind: 'litigation',
    body: '法院',
    documentNo: '1',
    stay: false,
    outcome: 'pending',
  }),

  'POST /v1/penalties': {
    kind: 'new',
    may: proceeding,
    body: {
      ...{ grounds: ['not-displayed'], addressee: id, role: 'provider', filings: [] },
      ...{ jurisdiction, sameActAs: [], facts: words },
    },
  },
  'GET /v1/penalties': signedIn,
  'GET /v1/penalties/{id}': { ...reading, of: 'penalty' },
  'GET /v1/penalties/{id}/events': { ...reading, of: 'penalty' },
  'POST /v1/penalties/{id}/investigation': ofPenalty(handling, { officers: [id], findings: words }),
  'POST /v1/penalties/{id}/notice': ofPenalty(handling, { ...penalty, notifiedOn: day }),
  'POST /v1/penalties/{id}/statement': ofPenalty([...filerA, ...handling], { statement: words, madeOn: day }),
  'POST /v1/penalties/{id}/statement/absence': ofPenalty(handling, { how: 'waived', recordedFor: day }),
  'POST /v1/penalties/{id}/hearing-request': ofPenalty([...filerA, ...handling], { requestedOn: day }),
  'POST /v1/penalties/{id}/hearing-request/withdrawal': ofPenalty([...filerA, ...handling]),
  'POST /v1/penalties/{id}/hearing-notice': ofPenalty(handling, { notifiedOn: day, heldOn: day, place: '听证室' }),
  'POST /v1/penalties/{id}/hearing': ofPenalty(handling, { heldOn: day, record: words }),
  'POST /v1/penalties/{id}/legal-review': ofPenalty(handling, { result: 'passed', opinion: words }),
  'POST /v1/penalties/{id}/decision': ofPenalty(concluding, {
    ...penalty,
    documentNo: '1',
    remedies: { reconsideration: '人民政府', litigation: '法院' },
  }),
  'POST /v1/penalties/{id}/no-penalty': ofPenalty(concluding, { ground: 'no-fault', reasons: words }),
  'POST /v1/penalties/{id}/withdrawal': ofPenalty(concluding, { reason: words }),
  'POST /v1/penalties/{id}/public-notice': ofPenalty(handling, { startedOn: day, place: words }),
  'POST /v1/penalties/{id}/service': ofPenalty(handling, { method: 'direct', servedOn: day, proof: digest }),
  'POST /v1/penalties/{id}/performance': ofPenalty(handling, { sanction: 'warning', performedOn: day }),
  'POST /v1/penalties/{id}/payments': ofPenalty(handling, { amountFen: 1, paidOn: day }),
  'POST /v1/penalties/{id}/demand': ofPenalty(handling, { demandedOn: day }),
  'POST /v1/penalties/{id}/court-enforcement': ofPenalty(handling, { court: '法院', appliedOn: day }),
  'POST /v1/penalties/{id}/closure': ofPenalty(concluding),
  'POST /v1/penalties/{id}/transfers': ofPenalty(handling, {
    ...{ to: 'telecom', matter: 'permit', receiver: '通信管理局' },
    ...{ documentNo: '1', reason: words },
  }),
  'POST /v1/penalties/{id}/transfers/{n}/acknowledgement': ofPenalty(handling, {
    answer: 'accepted',
    documentNo: '1',
    acknowledgedOn: day,
  }),
  'POST /v1/penalties/{id}/remedies': ofPenalty(handling, {
    kind: 'litigation',
    body: '法院',
    documentNo: '1',
    stay: false,
    outcome: 'pending',
  }),

  'POST /v1/inspections': {
    kind: 'new',
    may: proceeding,
    body: {
      ...{ subject: id, filings: [], jurisdiction, joint: [], plannedOn: day },
      ...{ announced: false, occasion: words, concerns: [], officers: [id] },
    },
  },
  'GET /v1/inspections': signedIn,
  'GET /v1/inspections/{id}': { ...reading, of: 'inspection' },
  'GET /v1/inspections/{id}/events': { ...reading, of: 'inspection' },
  'POST /v1/inspections/{id}/findings': ofInspection(handling, {
    article: 'DSP 17',
    result: 'violates',
    text: words,
    foundOn: day,
  }),
  'POST /v1/inspections/{id}/requests': ofInspection(handling, { kind: 'data', what: words, dueOn: day }),
  'POST /v1/inspections/{id}/answers': ofInspection([...filerA, ...handling], { request: 1, answer: words, attachments: [] }),
  'POST /v1/inspections/{id}/opinion': ofInspection(handling, { opinion: words, rectifyBy: day }),
  'POST /v1/inspections/{id}/rectification': ofInspection([...filerA, ...handling], { report: words }),
  'POST /v1/inspections/{id}/rectification/verification': ofInspection(handling, { result: 'verified', text: words }),
  'POST /v1/inspections/{id}/closure': ofInspection(handling, { outcome: 'called-off' }),
};
