// The issuer that OIDC_ISSUER names. Its keys are found by OpenID Connect Discovery 1.0 §4 and RFC 8414, at the first token.
import { type JWTVerifyGetKey, createRemoteJWKSet } from 'jose';
import { InvalidToken, type TokenIssuer } from './verifier.js';

export interface ExternalIssuerOptions {
  /** The issuer identifier, letter for letter as its tokens have it. */
  issuer: string;
  /** `ES256` where nothing is said; `EdDSA`, `PS256` and `RS256` are known too. */
  algorithms?: readonly ('ES256' | 'EdDSA' | 'PS256' | 'RS256')[];
  /** `at+jwt` (RFC 9068) where nothing is said; some issuers write `JWT`. */
  types?: readonly string[];
  /** `client_id` and `azp` where nothing is said. */
  clientClaims?: readonly string[];
}

const TIMEOUT_MS = 5000;

/** Milliseconds after a failed discovery in which none is tried again: tokens cost nothing to send. */
const COOL_DOWN_MS = 5000;

export class ExternalIssuer implements TokenIssuer {
  readonly issuer: string;
  readonly algorithms: readonly string[];
  readonly types: readonly string[];
  readonly clientClaims: readonly string[];
  /** Keys are withdrawn without our knowing; the verifier forgets by time. */
  readonly generation = 0;
  #discovery?: Promise<JWTVerifyGetKey>;

  /** Asks nothing of the network. Throws TypeError where `issuer` is no http(s) URL, or plain http to another machine. */
  constructor({
    issuer,
    algorithms = ['ES256'],
    types = ['at+jwt'],
    clientClaims = ['client_id', 'azp'],
  }: ExternalIssuerOptions) {
    trustworthy(issuer);
    this.issuer = issuer;
    this.algorithms = algorithms;
    this.types = types.map((type) => type.toLowerCase());
    this.clientClaims = clientClaims;
  }

  readonly key: JWTVerifyGetKey = async (header, token) => {
    this.#discovery ??= this.#discover();
    let keys: JWTVerifyGetKey;
    try {
      keys = await this.#discovery;
    } catch (cause) {
      throw new InvalidToken('issuer-unavailable', { cause });
    }
    return keys(header, token);
  };

  async #discover(): Promise<JWTVerifyGetKey> {
    try {
      const response = await fetch(`${this.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
        redirect: 'error',
        headers: { accept: 'application/json' },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (!response.ok) throw new Error(`discovery answered ${response.status}`);
      const { issuer, jwks_uri: jwksUri } = (await response.json()) as { issuer?: unknown; jwks_uri?: unknown };
      if (issuer !== this.issuer) throw new Error(`discovery of ${this.issuer} speaks for ${String(issuer)}`);
      return createRemoteJWKSet(trustworthy(String(jwksUri)), { timeoutDuration: TIMEOUT_MS });
    } catch (error) {
      setTimeout(() => (this.#discovery = undefined), COOL_DOWN_MS).unref();
      throw error;
    }
  }
}

/** Keys that came over plain http could be anybody's, unless they never left this machine. */
function trustworthy(address: string): URL {
  if (URL.canParse(address)) {
    const url = new URL(address);
    const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
    if (url.protocol === 'https:' || (url.protocol === 'http:' && loopback)) return url;
  }
  throw new TypeError(`not a trustworthy address of an issuer: ${address}`);
}
