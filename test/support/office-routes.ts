// Accounts, lent authority, cases and the audit, with those who may use each route: see route-table.ts.
import { day, id, ofBeijing, officials, type Route, signedIn, words } from './route-table.js';

const admins = ['cac-national-admin', 'cac-beijing-admin'];
const keeping: Route = { kind: 'matter', of: 'account', may: admins, sees: [...admins, 'cac-beijing-reviewer'] };
const ofCase = (may: readonly string[], body: object): Route => ({ kind: 'matter', may, sees: ofBeijing, adds: true, body });
const leads = ofBeijing.filter((client) => /-(approver|admin)$/.test(client));

const ofOneAgency = officials.filter((client) => client.startsWith('cac-beijing-'));
const template = { title: '样式', text: words };
const ofTemplate = (may: readonly string[], body?: object): Route => ({
  ...{ kind: 'matter', of: 'template', may, body },
  sees: ofOneAgency,
});
const keepsTemplates = ['cac-beijing-admin'];

/** By method and path as the description of the API has them. */
export const officeRoutes: Readonly<Record<string, Route>> = {
  'POST /v1/accounts': {
    kind: 'new',
    may: admins,
    body: { signIn: 'somebody', roles: ['reviewer'], agency: { kind: 'cac', division: '110000' } },
  },
  'GET /v1/accounts': signedIn,
  'GET /v1/accounts/own': signedIn,
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
  'POST /v1/regulator/cases/assignments': {
    kind: 'new',
    may: officials,
    body: { cases: [`filing-${id}`], account: id, until: '2026-12-31' },
  },
  'GET /v1/regulator/cases/{case}/notes': { kind: 'matter', may: ofBeijing, sees: ofBeijing },
  'POST /v1/regulator/cases/{case}/notes': ofCase(ofBeijing, { text: words }),
  'POST /v1/regulator/cases/{case}/notes/{id}/withdrawal': {
    ...{ kind: 'matter', of: 'note', adds: true },
    may: ['cac-beijing-reviewer'],
    sees: ofOneAgency,
  },
  'GET /v1/regulator/templates': { kind: 'new', may: officials },
  'POST /v1/regulator/templates': { kind: 'new', may: admins, body: { kind: 'order-text', ...template } },
  'GET /v1/regulator/templates/{id}': ofTemplate(ofOneAgency),
  'GET /v1/regulator/templates/{id}/versions': ofTemplate(ofOneAgency),
  'GET /v1/regulator/templates/{id}/filled': ofTemplate(ofOneAgency),
  'PUT /v1/regulator/templates/{id}': ofTemplate(keepsTemplates, template),
  'POST /v1/regulator/templates/{id}/retirement': ofTemplate(keepsTemplates),
  'GET /v1/regulator/queue/filters': { kind: 'new', may: officials },
  'GET /v1/regulator/queue/filters/{name}': { kind: 'new', may: officials, answers: 404 },
  'PUT /v1/regulator/queue/filters/{name}': { kind: 'new', may: officials, body: { kind: 'order' } },
  'DELETE /v1/regulator/queue/filters/{name}': { kind: 'new', may: officials, answers: 204 },
  'PUT /v1/regulator/queue/shared-filters/{name}': { kind: 'new', may: admins, body: { kind: 'order' } },
  'DELETE /v1/regulator/queue/shared-filters/{name}': { kind: 'new', may: admins, answers: 204 },
  'GET /v1/audit': { kind: 'new', may: ['auditor'] },
};
