// Webhooks of app stores, with those who may use each route: see route-table.ts.
import { everyone, type Route } from './route-table.js';

const stores = ['store-a', 'store-b'];
/** Nobody listens there, and nobody is asked. */
const inside = { url: 'https://10.0.0.1/' };
/** Who is no store is told so; to another store there is nothing. */
const ofStoreA = (body?: object): Route => ({
  ...{ kind: 'matter', of: 'webhook', may: ['store-a'], sees: everyone.filter((client) => client !== 'store-b') },
  ...{ unlogged: true, body },
});

/** By method and path as the description of the API has them. What ends a webhook comes last. */
export const webhookRoutes: Readonly<Record<string, Route>> = {
  'POST /v1/webhooks': { kind: 'new', may: stores, unlogged: true, body: inside },
  'GET /v1/webhooks': { kind: 'new', may: stores },
  'GET /v1/webhooks/{id}': ofStoreA(),
  'GET /v1/webhooks/{id}/deliveries': ofStoreA(),
  'PUT /v1/webhooks/{id}': ofStoreA(inside),
  'POST /v1/webhooks/{id}/keys': ofStoreA({}),
  'POST /v1/webhooks/{id}/test': ofStoreA(),
  'POST /v1/webhooks/{id}/replay': ofStoreA({ after: '0001-0000000000000000' }),
  'POST /v1/webhooks/{id}/enable': ofStoreA(),
  'DELETE /v1/webhooks/{id}': { ...ofStoreA(), answers: 204 },
};
