// What app stores are told of the status of filings, with those who may use each route: see route-table.ts.
import { everyone, type Route } from './route-table.js';

const told = everyone.filter((client) => /^(store|auditor|cac|telecom|police)\b/.test(client));

/** By method and path as the description of the API has them. */
export const statusRoutes: Readonly<Record<string, Route>> = {
  'GET /v1/status-feed': { kind: 'new', may: told },
  'GET /v1/status-stream': { kind: 'new', may: told, endless: true },
  'GET /v1/status-snapshot': { kind: 'new', may: told },
};
