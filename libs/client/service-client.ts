import { type ApiClient, apiClient } from './api-client.js';
import { type Patience, patient } from './retries.js';
import { type Credentials, signedIn, Tokens } from './tokens.js';

export interface ServiceClientOptions extends Omit<Credentials, 'tokenUrl'> {
  /** Where the service is reached, without `/v1`. */
  baseUrl: string;
  /** Of another provider than the service's own. */
  tokenUrl?: string;
  patience?: Patience;
}

/** A client that signs in by itself, renews its token, and is patient. */
export function serviceClient({ baseUrl, tokenUrl, patience, ...client }: ServiceClientOptions): ApiClient {
  const credentials = { tokenUrl: tokenUrl ?? new URL('/oidc/token', baseUrl).href, ...client };
  const tokens = new Tokens(credentials, patient(fetch, { ...patience, repeatable: () => true }));
  return apiClient({ baseUrl, fetch: signedIn(tokens, patient(fetch, patience)) });
}
