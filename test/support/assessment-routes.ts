// Safety assessments, with those who may use each route: see route-table.ts.
import { day, filerA, id, ofBeijing, type Route, signedIn, words } from './route-table.js';

/** Reports of assessments go to cyberspace administration and public security (SA18 7), and to nobody else. */
const receiving = (filer: string) => [filer, ...ofBeijing.filter((client) => /^(cac|police)-/.test(client))];
const reviewingReports = ofBeijing.filter((client) => /^(cac|police)-.*-(reviewer|approver|officer)$/.test(client));
const assessed = (may: readonly string[], body?: object): Route => ({
  ...{ kind: 'matter', of: 'assessment', may, body },
  sees: receiving('filer-a'),
});

/** By method and path as the description of the API has them. */
export const assessmentRoutes: Readonly<Record<string, Route>> = {
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
};
