// Whether a bearer token is good, and whose it is. What its bearer may do is not in the token (see the accounts).
import { hash } from 'node:crypto';
import { type JWTPayload, type JWTVerifyGetKey, errors, jwtVerify } from 'jose';

/** An issuer whose tokens are accepted. */
export interface TokenIssuer {
  readonly issuer: string;
  /** Signature algorithms that it uses; no other is accepted. */
  readonly algorithms: readonly string[];
  /** Accepted values of the header `typ`. */
  readonly types: readonly string[];
  /** Claims that may name the client; the first one present does. */
  readonly clientClaims: readonly string[];
  /** Changes when a key is withdrawn: whatever was verified before must be verified again. */
  readonly generation: number;
  /** Finds the key for a token. Throws as jose's key sets do, or InvalidToken. */
  readonly key: JWTVerifyGetKey;
}

export type InvalidTokenReason =
  | 'malformed'
  | 'algorithm'
  | 'unknown-key'
  | 'signature'
  | 'wrong-type'
  | 'wrong-issuer'
  | 'wrong-audience'
  | 'expired'
  | 'not-yet-valid'
  | 'missing-claim'
  /** Not the token's fault: the issuer's keys could not be had. Come again later. */
  | 'issuer-unavailable';

export class InvalidToken extends Error {
  constructor(
    readonly reason: InvalidTokenReason,
    options?: ErrorOptions,
  ) {
    super(`token not accepted: ${reason}`, options);
    this.name = 'InvalidToken';
  }
}

export interface VerifiedToken {
  issuer: string;
  /** Unique within the issuer only, and no account of ours: look it up among the logins. */
  subject: string;
  clientId: string;
  /** Seconds since 1970. */
  expiresAt: number;
}

/** Ours are half a kilobyte; nothing honest comes near this many characters. */
const MAX_LENGTH = 8192;

const MAX_CACHED = 5000;

/** Seconds after which a token is verified again: an issuer elsewhere withdraws keys without telling. */
const MAX_CACHED_SECONDS = 600;

/** How far the clocks of issuer and service may stand apart, in seconds. */
const TOLERANCE_SECONDS = 5;

interface Cached {
  token: VerifiedToken;
  until: number;
}

export class TokenVerifier {
  readonly #issuer: TokenIssuer;
  readonly #audience: string;
  readonly #now: () => number;
  // Keyed by digest, so that a dump of the memory holds no token that could be used.
  readonly #cache = new Map<string, Cached>();
  /** Until when what was answered holds. */
  #until = new WeakMap<VerifiedToken, number>();
  #generation: number;

  /** `now` gives milliseconds since 1970. */
  constructor(issuer: TokenIssuer, audience: string, now: () => number = Date.now) {
    this.#issuer = issuer;
    this.#audience = audience;
    this.#now = now;
    this.#generation = issuer.generation;
  }

  /** What `verify` would answer, where it is known from an earlier call. */
  known(bearer: string): VerifiedToken | undefined {
    return bearer.length > MAX_LENGTH ? undefined : this.#remembered(hash('sha256', bearer, 'base64'));
  }

  /** `bearer` is the token alone, without the word Bearer. Throws InvalidToken. */
  async verify(bearer: string): Promise<VerifiedToken> {
    if (bearer.length > MAX_LENGTH) throw new InvalidToken('malformed');
    const { generation } = this.#issuer;
    const digest = hash('sha256', bearer, 'base64');
    const cached = this.#remembered(digest);
    if (cached) return cached;
    const token = await this.#check(bearer);
    // A rotation may have happened while the signature was checked: then this answer still holds, but not the next.
    if (generation === this.#issuer.generation) this.#remember(digest, token);
    return token;
  }

  /** Whether `known` would still answer this for the token for which it was answered. */
  holds(token: VerifiedToken): boolean {
    this.#forgetWithdrawn();
    return this.#now() < (this.#until.get(token) ?? -Infinity);
  }

  #forgetWithdrawn(): void {
    const { generation } = this.#issuer;
    if (generation === this.#generation) return;
    this.#cache.clear();
    this.#until = new WeakMap();
    this.#generation = generation;
  }

  #remembered(digest: string): VerifiedToken | undefined {
    this.#forgetWithdrawn();
    const cached = this.#cache.get(digest);
    if (!cached) return undefined;
    if (this.#now() < cached.until) return cached.token;
    this.#cache.delete(digest);
    return undefined;
  }

  async #check(bearer: string): Promise<VerifiedToken> {
    const now = this.#now();
    try {
      const { payload, protectedHeader } = await jwtVerify(bearer, this.#issuer.key, {
        algorithms: [...this.#issuer.algorithms],
        issuer: this.#issuer.issuer,
        audience: this.#audience,
        requiredClaims: ['sub', 'iat', 'exp'],
        clockTolerance: TOLERANCE_SECONDS,
        currentDate: new Date(now),
      });
      if (!this.#issuer.types.includes(mediaType(protectedHeader.typ))) throw new InvalidToken('wrong-type');
      return this.#read(payload, now / 1000);
    } catch (error) {
      throw error instanceof InvalidToken ? error : new InvalidToken(reasonOf(error), { cause: error });
    }
  }

  #read({ sub, iat, exp, ...claims }: JWTPayload, now: number): VerifiedToken {
    const clientId = this.#issuer.clientClaims
      .map((claim) => claims[claim])
      .find((value) => typeof value === 'string' && value !== '');
    if (!sub || !iat || !exp || typeof clientId !== 'string') throw new InvalidToken('missing-claim');
    if (iat > now + TOLERANCE_SECONDS) throw new InvalidToken('not-yet-valid');
    return { issuer: this.#issuer.issuer, subject: sub, clientId, expiresAt: exp };
  }

  #remember(digest: string, token: VerifiedToken): void {
    if (this.#cache.size >= MAX_CACHED) {
      for (const oldest of this.#cache.keys()) {
        this.#cache.delete(oldest);
        break;
      }
    }
    const until = Math.min(token.expiresAt * 1000, this.#now() + MAX_CACHED_SECONDS * 1000);
    this.#cache.set(digest, { token, until });
    this.#until.set(token, until);
  }
}

/** RFC 7515 §4.1.9: `application/` may be left out, and case says nothing. */
const mediaType = (typ: string | undefined) => (typ ?? '').toLowerCase().replace(/^application\//, '');

function reasonOf(error: unknown): InvalidTokenReason {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) return reasonOfClaim(error);
  if (error instanceof errors.JOSEAlgNotAllowed) return 'algorithm';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature';
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) return 'unknown-key';
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid || error instanceof errors.JOSENotSupported)
    return 'malformed';
  return 'issuer-unavailable';
}

function reasonOfClaim({ claim, reason }: errors.JWTClaimValidationFailed): InvalidTokenReason {
  if (reason === 'missing') return 'missing-claim';
  switch (claim) {
    case 'iss':
      return 'wrong-issuer';
    case 'aud':
      return 'wrong-audience';
    case 'nbf':
      return 'not-yet-valid';
    default:
      return 'malformed';
  }
}
