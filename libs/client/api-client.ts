// The API as a client sees it: every route, body and answer typed by the description that the service serves (openapi.json).
import createClient, { type Client } from 'openapi-fetch';
import { type paths } from './schema.js';

export type ApiClient = Client<paths>;

/** Carries a request to the service. */
export type Carry = (request: Request) => Promise<Response>;

export interface ApiClientOptions {
  /** Where the service is reached, without `/v1`. */
  baseUrl: string;
  /** Sent with every request. */
  headers?: Record<string, string>;
  /** Carries requests; the runtime's own unless told. */
  fetch?: Carry;
}

/** A client of the service. Its calls resolve to `data`, or to `error` (a problem document) with the response; they throw where nothing was answered. */
export const apiClient = (options: ApiClientOptions): ApiClient => createClient<paths>(options);
