// People sign in to the pages with the OpenID provider: authorization code with PKCE (OpenID Connect Core 1.0 §3.1, RFC 7636).
import * as oidc from 'openid-client';

/** What signing in gives. */
export interface Tokens {
  accessToken: string;
  /** When the access token expires, in milliseconds since 1970. */
  accessUntil: number;
  refreshToken?: string;
  /** How the provider calls the person; the house's own records never hold it. */
  name: string;
}

/** What the browser keeps between going to the provider and coming back. It belongs to this browser, so that nobody else's answer is taken. */
export interface Handshake {
  state: string;
  nonce: string;
  verifier: string;
}

/** The provider did not let in whom it was asked about, or answered what cannot be believed. */
export class SignInRefused extends Error {
  constructor(options?: ErrorOptions) {
    super('the provider has let nobody in', options);
    this.name = 'SignInRefused';
  }
}

/** Where the provider sends browsers back to. */
export const redirectUri = (publicUrl: string): string => `${publicUrl}/sign-in/callback`;

export interface SignInOptions {
  issuer: string;
  clientId: string;
  /** Undefined for a public client, which PKCE alone protects. */
  clientSecret?: string;
  /** The `aud` that access tokens must have (RFC 8707). */
  audience: string;
  /** Where the service is reached from outside, without a slash at its end. */
  publicUrl: string;
  scope: string;
  /** Whether people are asked who they are even where the provider knows it. */
  askAgain: boolean;
  /** How the provider is reached; over the network unless told. */
  fetch?: typeof fetch;
}

/** Milliseconds after which a provider that does not answer is given up. */
const TIMEOUT_SECONDS = 5;

export class SignIn {
  #provider?: Promise<oidc.Configuration>;

  /** Asks nothing of the network: the provider is found when somebody first signs in. */
  constructor(private readonly options: SignInOptions) {}

  /** Where to send the browser, and what it must bring back. `language` is for the provider's pages. Throws what reaching the provider throws. */
  async begin(language: 'zh' | 'en'): Promise<{ url: string; handshake: Handshake }> {
    const { publicUrl, scope, audience, askAgain } = this.options;
    const provider = await this.provider();
    const handshake = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier() };
    const url = oidc.buildAuthorizationUrl(provider, {
      redirect_uri: redirectUri(publicUrl),
      scope,
      resource: audience,
      state: handshake.state,
      nonce: handshake.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(handshake.verifier),
      code_challenge_method: 'S256',
      ui_locales: language === 'zh' ? 'zh-CN' : 'en',
      ...(askAgain && { prompt: 'login' }),
    });
    return { url: url.href, handshake };
  }

  /** `query` is what the provider has sent the browser back with. Throws SignInRefused, and what reaching the provider throws. */
  async finish(query: string, { state, nonce, verifier }: Handshake): Promise<Tokens> {
    const provider = await this.provider();
    const answer = await oidc
      .authorizationCodeGrant(provider, new URL(`${redirectUri(this.options.publicUrl)}?${query}`), {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      })
      .catch(refusal);
    const claims = answer.claims();
    const names = [claims?.name, claims?.preferred_username, claims?.sub];
    return tokensOf(answer, names.find((name): name is string => typeof name === 'string' && name !== '') ?? '');
  }

  /** Fresh tokens for those that expire. Throws SignInRefused where the provider gives none any more, and what reaching it throws. */
  async renew({ refreshToken, name }: Tokens): Promise<Tokens> {
    if (refreshToken === undefined) throw new SignInRefused();
    const provider = await this.provider();
    const answer = await oidc.refreshTokenGrant(provider, refreshToken, { resource: this.options.audience }).catch(refusal);
    // A provider that does not give another refresh token lets the old one stand (RFC 6749 §6).
    return { refreshToken, ...tokensOf(answer, name) };
  }

  private provider(): Promise<oidc.Configuration> {
    this.#provider ??= this.discover().catch((error: unknown) => {
      this.#provider = undefined;
      throw error;
    });
    return this.#provider;
  }

  private discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret, fetch } = this.options;
    const plain = issuer.startsWith('http:');
    return oidc.discovery(
      new URL(issuer),
      clientId,
      { id_token_signed_response_alg: 'ES256' },
      clientSecret === undefined ? oidc.None() : oidc.ClientSecretPost(clientSecret),
      {
        timeout: TIMEOUT_SECONDS,
        execute: plain ? [oidc.allowInsecureRequests] : [],
        ...(fetch && { [oidc.customFetch]: fetch as oidc.CustomFetch }),
      },
    );
  }
}

/** What the provider itself says is a refusal; all else is a failure of reaching it. */
function refusal(error: unknown): never {
  if (
    error instanceof oidc.ResponseBodyError ||
    error instanceof oidc.AuthorizationResponseError ||
    error instanceof oidc.ClientError
  )
    throw new SignInRefused({ cause: error });
  throw error;
}

function tokensOf(answer: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers, name: string): Tokens {
  const { access_token: accessToken, refresh_token: refreshToken } = answer;
  const accessUntil = Date.now() + (answer.expiresIn() ?? 0) * 1_000;
  return { accessToken, accessUntil, name, ...(refreshToken !== undefined && { refreshToken }) };
}
