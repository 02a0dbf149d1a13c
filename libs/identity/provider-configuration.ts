// How the embedded provider is set up. What is not named here keeps the library's default; what we do not use is off.
import { type ClientMetadata, type Configuration } from 'oidc-provider';
import { InvalidTarget } from 'oidc-provider/lib/helpers/errors.js';
import { type Pool } from 'pg';
import { providerAdapter } from './provider-adapter.js';
import { errorPage } from './provider-error-page.js';
import { type SigningKey, cookieKey } from './signing-keys.js';

/** Seconds. An access token is not stored and so cannot be called back: it is short instead. */
const ACCESS_TOKEN_SECONDS = 600;

/** The one scope: a token says who comes, never what it may do. */
const SCOPE = 'beian';

/** The client that the pages are; nobody is asked whether it may act for them. */
export const PAGES_CLIENT = 'pages';

/** Where people choose who they are, in the language of the page that they come from. */
const entranceOf = (uid: string, locales: unknown): string =>
  `/${String(locales).startsWith('en') ? 'en' : 'zh'}/sign-in/demonstration/${uid}`;

/** Routes that a browser is sent to; every other one is spoken to by programs and answers in JSON whatever it is asked for. */
const pages = new Set(['authorization', 'resume']);

export function providerConfiguration(
  pool: Pool,
  keys: readonly SigningKey[],
  {
    audience,
    clients,
    nameOf = (subject) => subject,
  }: { audience: string; clients: readonly ClientMetadata[]; nameOf?: (subject: string) => string },
): Configuration {
  return {
    adapter: providerAdapter(pool),
    jwks: { keys: keys },
    cookies: { keys: keys.map(cookieKey) },
    clients: [...clients],
    clientAuthMethods: ['client_secret_post', 'private_key_jwt'],
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    enabledJWA: {
      idTokenSigningAlgValues: ['ES256'],
      clientAuthSigningAlgValues: ['ES256', 'EdDSA', 'PS256', 'RS256'],
    },
    clientBasedCORS: () => false,
    pkce: { required: () => true },
    responseTypes: ['code'],
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      // Tokens bound to a key would have to be checked against it by whoever accepts them; we take bearer tokens only.
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        useGrantedResource: () => true,
        getResourceServerInfo: (_ctx, resource) => {
          if (resource !== audience) throw new InvalidTarget();
          return {
            scope: SCOPE,
            audience,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: 'ES256' } },
          };
        },
      },
    },
    ttl: {
      AccessToken: ACCESS_TOKEN_SECONDS,
      AuthorizationCode: 60,
      ClientCredentials: ACCESS_TOKEN_SECONDS,
      Grant: 8 * 3600,
      IdToken: ACCESS_TOKEN_SECONDS,
      Interaction: 600,
      RefreshToken: 8 * 3600,
      Session: 8 * 3600,
    },
    interactions: { url: (_ctx, { uid, params }) => entranceOf(uid, params.ui_locales) },
    findAccount: (_ctx, subject) => ({ accountId: subject, claims: () => ({ sub: subject, name: nameOf(subject) }) }),
    conformIdTokenClaims: false,
    claims: { openid: ['sub', 'name'] },
    rotateRefreshToken: () => true,
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    loadExistingGrant: async ({ oidc }) => {
      const { client, session, provider, result } = oidc;
      const known = result?.consent?.grantId ?? (client && session?.grantIdFor(client.clientId));
      const found = known === undefined ? undefined : await provider.Grant.find(known);
      if (found || client?.clientId !== PAGES_CLIENT) return found;
      const grant = new provider.Grant({ clientId: PAGES_CLIENT, accountId: session?.accountId });
      grant.addOIDCScope('openid');
      grant.addResourceScope(audience, SCOPE);
      await grant.save();
      return grant;
    },
    renderError: (ctx, out) => {
      if (!pages.has(ctx.oidc.route)) {
        ctx.body = out;
        return;
      }
      ctx.type = 'html';
      ctx.body = errorPage(out);
    },
  };
}
