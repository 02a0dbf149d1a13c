// The filers' desk, with those who may use each route: see route-table.ts.
import { act, everyone, filerA, type Route, words } from './route-table.js';

const filers = everyone.filter((client) => client.startsWith('filer-'));
const unchanged = { title: '演示草稿', content: { name: '云影' } };
export const draftForm = { kind: 'filing', ...unchanged };
/** A draft is its organisation's alone. */
const ofDraft = (body?: object): Route => ({ ...{ kind: 'matter', of: 'draft', may: filerA, sees: filerA }, body });

const noKey = { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) };
/** A machine is its organisation's administrator's to keep. */
const ofClient = (body?: object): Route => ({ ...{ kind: 'matter', of: 'client', may: filerA, sees: filerA }, body });

/** By method and path as the description of the API has them. What ends a draft comes last. */
export const deskRoutes: Readonly<Record<string, Route>> = {
  // Nobody is asked there.
  'POST /v1/filings/{id}/display-checks': { ...act(filerA, { url: 'https://10.0.0.1/' }), unlogged: true, asks: true },
  'GET /v1/clients': { kind: 'new', may: filers },
  // No point of the curve.
  'POST /v1/clients': { kind: 'new', may: filers, body: { name: words, key: noKey } },
  'GET /v1/clients/{id}': ofClient(),
  'PUT /v1/clients/{id}/key': { ...ofClient({ key: noKey }), unlogged: true, versioned: true },
  'POST /v1/clients/{id}/closure': { ...ofClient(), adds: true },
  'GET /v1/drafts': { kind: 'new', may: filers },
  'POST /v1/drafts': { kind: 'new', may: filers, body: draftForm },
  'GET /v1/drafts/{id}': ofDraft(),
  'PUT /v1/drafts/{id}': { ...ofDraft(unchanged), unlogged: true, versioned: true },
  'DELETE /v1/drafts/{id}': { ...ofDraft(), unlogged: true, versioned: true, answers: 204 },
};
