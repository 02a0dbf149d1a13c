// Access tokens by client credentials (RFC 6749, 4.4), renewed before they expire.
import { type Carry } from './api-client.js';
import { sendable } from './sendable.js';

export interface Credentials {
  /** The token endpoint: `/oidc/token` of a service with its own provider. */
  tokenUrl: string;
  clientId: string;
  clientSecret: string;
}

/** The token endpoint gave none. `code` is OAuth's: `invalid_client` and the like. */
export class TokenRefused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
  ) {
    super(`no token: ${code}${detail && ` (${detail})`}`);
  }
}

/** Renewed so long before its end, or at nine tenths of a short life. */
const EARLY_MS = 60_000;
const EARLY_PART = 0.1;

interface Token {
  value: string;
  /** Milliseconds since 1970. */
  renewAt: number;
}

interface TokenAnswer {
  access_token?: string;
  expires_in?: number;
  error?: string;
  error_description?: string;
}

/** The token of one client, asked for when it is needed and by all who need it at the same time in one request. */
export class Tokens {
  #held: Token | undefined;
  #asking: Promise<Token> | undefined;

  constructor(
    private readonly credentials: Credentials,
    private readonly carry: Carry = fetch,
    private readonly now: () => number = Date.now,
  ) {}

  /** A token with some life left. Throws TokenRefused, and what `carry` throws; the next call then asks anew. */
  async token(): Promise<string> {
    if (this.#held && this.now() < this.#held.renewAt) return this.#held.value;
    this.#asking ??= this.#ask().finally(() => (this.#asking = undefined));
    this.#held = await this.#asking;
    return this.#held.value;
  }

  /** Takes a token for worthless that the service has refused, unless there is a newer one already. */
  drop(token: string): void {
    if (this.#held?.value === token) this.#held = undefined;
  }

  async #ask(): Promise<Token> {
    const { tokenUrl, clientId, clientSecret } = this.credentials;
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
    const askedAt = this.now();
    const response = await this.carry(new Request(tokenUrl, { method: 'POST', body: new URLSearchParams(form) }));
    const answer = await response.json().then(
      (body) => body as TokenAnswer,
      (): TokenAnswer => ({}),
    );
    if (!response.ok || !answer.access_token)
      throw new TokenRefused(response.status, answer.error ?? `status ${response.status}`, answer.error_description ?? '');
    const lifeMs = (answer.expires_in ?? 0) * 1_000;
    return { value: answer.access_token, renewAt: askedAt + lifeMs - Math.min(EARLY_MS, lifeMs * EARLY_PART) };
  }
}

/** Carries each request with a token; one that is answered with 401 goes again with a new one, once. */
export const signedIn =
  (tokens: Tokens, carry: Carry = fetch): Carry =>
  async (request) => {
    const fresh = await sendable(request);
    const send = async (token: string): Promise<Response> => {
      const sent = fresh();
      sent.headers.set('authorization', `Bearer ${token}`);
      return carry(sent);
    };
    const token = await tokens.token();
    const response = await send(token);
    if (response.status !== 401) return response;
    await response.body?.cancel();
    tokens.drop(token);
    return send(await tokens.token());
  };
