// The registry, subjects, their documents, filings and their clocks, with those who may use each route: see route-table.ts.
import { content, registration } from './forms.js';
import {
  act,
  anyone,
  concluding,
  day,
  digest,
  everyone,
  filerA,
  id,
  nationalCac,
  reading,
  type Route,
  signedIn,
  supervising,
  words,
} from './route-table.js';

const submission = { ...content, attachments: [] };
const reasons = [{ item: 'self-assessment-report', defect: 'inconsistent', text: words }];

/** By method and path as the description of the API has them. */
export const filingRoutes: Readonly<Record<string, Route>> = {
  'GET /health/live': anyone,
  'GET /health/ready': anyone,
  'GET /metrics': anyone,
  'GET /v1/registry': anyone,
  'GET /v1/registry/export.csv': anyone,
  'GET /v1/registry/cancellations.csv': anyone,
  'GET /v1/registry/changes': anyone,
  'GET /v1/registry/downloads': anyone,
  // The places stand for no edition.
  'GET /v1/registry/downloads/{position}/manifest.json': { ...anyone, answers: 400 },
  'GET /v1/registry/downloads/{position}/{file}': { ...anyone, answers: 400 },
  'GET /v1/registry/{number}': anyone,
  'GET /v1/registry/{number}/history': anyone,
  'GET /v1/registry/{number}/entry.csv': anyone,

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

  'POST /v1/imports': {
    kind: 'new',
    may: ['cac-national-reviewer', 'cac-national-approver', 'cac-national-admin'],
    body: { kind: 'list', batch: '2026-11', rows: [{ line: 1 }] },
  },

  'GET /v1/deadlines': signedIn,
  'GET /v1/deadlines/export.csv': signedIn,
  'GET /v1/deadlines/feed': signedIn,

  'GET /v1/calendar': anyone,
  'POST /v1/calendar': {
    kind: 'new',
    may: ['cac-national-admin'],
    body: { year: 2027, notice: 'https://calendar.example/2027', off: [{ from: '2027-01-01', until: '2027-01-01' }], worked: [] },
  },
};
