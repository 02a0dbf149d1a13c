// Every route of the service with the demonstration identities that may use it, written down from the law and the design rather than
// taken from the rules that it checks.
import { demonstrationIdentities } from '#identity/demonstration.js';
import { incidentForm } from './incident-forms.js';
import { orderForm } from './order-forms.js';
import { storeActionForm } from './store-forms.js';

export const everyone = demonstrationIdentities.map(({ client }) => client);

/** Who sees the matters of filer-a, of Haidian in Beijing: itself, and the authorities of Beijing and of the nation. */
export const seesBeijing = everyone.filter((client) => client === 'filer-a' || /-(beijing|national)-/.test(client));

export const filerA = ['filer-a'];
export const nationalCac = ['cac-national-reviewer', 'cac-national-approver'];
export const supervising = [...nationalCac, 'cac-beijing-reviewer', 'cac-beijing-approver'];
export const concluding = ['cac-national-approver', 'cac-beijing-approver'];

/** anyone: without a token too. signed-in: an answer for all, shorter for some. matter: hidden or forbidden. new: forbidden. */
export type RouteKind = 'anyone' | 'signed-in' | 'matter' | 'new';

export interface Route {
  kind: RouteKind;
  /** The matter that is read or changed: filer-a's filing (the default), its subject, its document, an account of Beijing's reviewer, an assessment of
   * filer-a's, an order of Beijing that was served on it, a penalty case or an inspection of Beijing of which it has been told, an incident of
   * Beijing, a report of an incident that filer-a made to the cyberspace administration and the public security organ of Beijing, a notice in its
   * inbox, the document of the event by which the order was served, a note of Beijing's reviewer on the filing, a template of Beijing's
   * cyberspace administration, a measure of store-a on account of that order, a webhook of store-a, a draft of filer-a, or a machine of filer-a. */
  of?:
    | 'subject'
    | 'document'
    | 'account'
    | 'assessment'
    | 'order'
    | 'penalty'
    | 'inspection'
    | 'incident'
    | 'report'
    | 'notice'
    | 'paper'
    | 'note'
    | 'template'
    | 'listing'
    | 'webhook'
    | 'draft'
    | 'client';
  may: readonly string[];
  /** To whom the matter is not hidden, where that is not everyone who sees the filing. */
  sees?: readonly string[];
  /** It adds to the matter whatever its revision, so that no If-Match is asked for. */
  adds?: boolean;
  /** It appends nothing to the log, so that it needs no key and knows no rehearsal. */
  unlogged?: boolean;
  /** It needs no key, and yet the version that was read. */
  versioned?: boolean;
  /** Posted, and yet a question. */
  asks?: boolean;
  /** Its answer does not end by itself. */
  endless?: boolean;
  body?: object;
  /** What anyone is answered with this body, where that is not 200. */
  answers?: number;
}

export const anyone: Route = { kind: 'anyone', may: everyone };
export const signedIn: Route = { kind: 'signed-in', may: everyone };
export const reading: Route = { kind: 'matter', may: seesBeijing };
export const act = (may: readonly string[], body?: object): Route => ({ kind: 'matter', may, body });

export const officials = everyone.filter((client) => /^(cac|telecom|police)-/.test(client));
/** The officials who see the case. */
export const ofBeijing = officials.filter((client) => seesBeijing.includes(client));

export const day = '2026-11-24';
export const words = '演示用语';
export const digest = '0'.repeat(64);
export const id = '00000000-0000-4000-8000-000000000000';

export const handling = ['cac-national-reviewer', 'cac-beijing-reviewer'];
export const drafting = [...handling, 'telecom-beijing-officer', 'police-beijing-officer'];
export const order = orderForm({ addressee: id, filings: [], officers: [id] });
export const ofOrder = (may: readonly string[], body?: object): Route => ({ kind: 'matter', of: 'order', may, body });

/** Whoever may proceed does so for the own agency, wherever it is. */
const proceeding = officials.filter((client) => /-(reviewer|officer)$/.test(client));
const jurisdiction = { factor: 'seat', division: '110108' };
const incident = incidentForm([id]);
const penalty = { sanctions: [{ kind: 'warning' }], legalBasis: [words], reasons: words };
const ofPenalty = (may: readonly string[], body?: object): Route => ({ kind: 'matter', of: 'penalty', may, body });
/** An inbox is its party's alone: what an authority has told it, the authority reads in the matter. */
const ofInbox: Route = { kind: 'matter', of: 'notice', may: filerA, sees: filerA };
const ofInspection = (may: readonly string[], body?: object): Route => ({ kind: 'matter', of: 'inspection', may, body });

/** An incident is its agency's, and of those above it of the same kind. */
const cacOfBeijing = ofBeijing.filter((client) => client.startsWith('cac-'));
const ofIncident = (may: readonly string[], body?: object): Route => ({
  ...{ kind: 'matter', of: 'incident', may, body },
  sees: cacOfBeijing,
});

/** Who may check the status of a filing: stores, and those who supervise it. */
const checking = [...officials, 'store-a', 'store-b', 'auditor'];
const stores = ['store-a', 'store-b'];
/** What store-a did on account of the order about an app that shows no number: for itself, and for the authorities of the place. */
const ofListing: Route = {
  ...{ kind: 'matter', of: 'listing' },
  may: ['store-a', ...ofBeijing],
  sees: ['store-a', ...ofBeijing],
};

/** Penalty cases, inspections, and what has no file of its own yet: further rows are appended here. */
export const laterRoutes: Readonly<Record<string, Route>> = {
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

  'POST /v1/incidents': { kind: 'new', may: proceeding, body: incident },
  'GET /v1/incidents': signedIn,
  'GET /v1/incidents/{id}': ofIncident(cacOfBeijing),
  'GET /v1/incidents/{id}/events': ofIncident(cacOfBeijing),
  'GET /v1/incidents/{id}/preview': ofIncident(cacOfBeijing),
  'PUT /v1/incidents/{id}/draft': ofIncident(handling, incident),
  'POST /v1/incidents/{id}/filings': ofIncident(handling, { filings: [{ filing: id }] }),
  'POST /v1/incidents/{id}/filings/removal': ofIncident(handling, { filings: [id] }),
  'POST /v1/incidents/{id}/approval': ofIncident(concluding, { preview: `sha256:${digest}` }),
  'POST /v1/incidents/{id}/activation': ofIncident(concluding, { documentNo: '1' }),
  'POST /v1/incidents/{id}/closure': ofIncident(handling, { reason: words }),

  'GET /v1/reconciliation': { kind: 'new', may: ['auditor', 'operator'] },
  'GET /v1/regulator/queue': { kind: 'new', may: officials },
  'GET /v1/regulator/search': { kind: 'new', may: officials },
  'GET /v1/regulator/search.csv': { kind: 'new', may: officials },
  'GET /v1/regulator/statistics': { kind: 'new', may: officials },
  'GET /v1/regulator/statistics.csv': { kind: 'new', may: officials },
  'GET /v1/regulator/queue.csv': { kind: 'new', may: officials },
  'GET /v1/regulator/subjects/{id}/dossier': { ...reading, of: 'subject' },
  'GET /v1/regulator/subjects/{id}/dossier.csv': { ...reading, of: 'subject' },
  'GET /v1/documents/{id}': { ...reading, of: 'paper' },
  'GET /v1/status': { kind: 'new', may: checking },
  'GET /v1/status/{number}': { kind: 'new', may: checking },
  'POST /v1/status-checks': { kind: 'new', may: checking, unlogged: true, asks: true, body: { items: [{ number: '1' }] } },
  'GET /v1/notices': signedIn,
  'GET /v1/notices/{id}': ofInbox,
  'POST /v1/notices/{id}/read': { ...ofInbox, unlogged: true },
  'POST /v1/store-actions': { kind: 'new', may: stores, body: storeActionForm() },
  'GET /v1/store-actions': signedIn,
  'GET /v1/store-actions/{id}': ofListing,
  'GET /v1/store-actions/{id}/events': ofListing,
  'GET /v1/watch': { kind: 'new', may: stores },
  'PUT /v1/watch/apps': { kind: 'new', may: stores, unlogged: true },
  'GET /v1/watch/apps': { kind: 'new', may: stores },
  'DELETE /v1/watch/apps/{platform}/{package}': { kind: 'new', may: stores, unlogged: true },
  'POST /v1/watch/editions': { kind: 'new', may: stores, unlogged: true },
  'POST /v1/watch/editions/{n}/completion': { kind: 'new', may: stores, unlogged: true, body: { apps: 0 } },
  'GET /v1/watch/report': { kind: 'new', may: stores },
  'GET /v1/watch/report.csv': { kind: 'new', may: stores },
  'GET /v1/watch/report.ndjson': { kind: 'new', may: stores },
};
