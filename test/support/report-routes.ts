// Reports of providers and of the public, with those who may use each route: see route-table.ts.
import { complaintForm, incidentReportForm, objectionForm } from './report-forms.js';
import { anyone, filerA, id, ofBeijing, type Route, signedIn, words } from './route-table.js';

/** Those to whom filer-a's incident report went, and those of their kind above them. */
const reported = ofBeijing.filter((client) => /^(cac|police)-/.test(client));
const recipients = reported.filter((client) => client.includes('-beijing-') && !client.endsWith('-admin'));
const ofReport = (may: readonly string[], body?: object): Route => ({
  ...{ kind: 'matter', of: 'report', may, body },
  sees: [...filerA, ...reported],
});
const withReceipt = { receipt: id, secret: '0'.repeat(26) };

/** By method and path as the description of the API has them. */
export const reportRoutes: Readonly<Record<string, Route>> = {
  'POST /v1/incident-reports': { kind: 'new', may: ['filer-a', 'filer-b'], body: incidentReportForm },
  'POST /v1/incident-reports/batch': { kind: 'new', may: ['filer-a', 'filer-b'], body: { reports: [incidentReportForm] } },
  'POST /v1/reports': { ...anyone, body: complaintForm },
  'POST /v1/objections': { ...anyone, body: objectionForm('010101010101010101010'), answers: 422 },
  // A question: its secret does not stand in an address.
  'POST /v1/reports/by-receipt': { ...anyone, body: withReceipt, answers: 404, unlogged: true },
  'POST /v1/reports/by-receipt/supplements': { ...anyone, body: { ...withReceipt, text: words }, answers: 404 },
  'GET /v1/reports': signedIn,
  'GET /v1/reports/{id}': ofReport([...filerA, ...reported]),
  'GET /v1/reports/{id}/events': ofReport([...filerA, ...reported]),
  'POST /v1/reports/{id}/acknowledgement': ofReport(recipients),
  'POST /v1/reports/{id}/referral': ofReport(recipients, { to: { kind: 'telecom', division: '110000' }, remark: words }),
  'POST /v1/reports/{id}/supplements': ofReport(filerA, { text: words, attachments: [] }),
  'POST /v1/reports/{id}/answer': ofReport(recipients, { answer: words }),
  'POST /v1/reports/{id}/reply': ofReport(recipients, { outcome: 'upheld', reply: words }),
  'POST /v1/reports/{id}/closure': ofReport(recipients, { outcome: 'handled' }),
};
