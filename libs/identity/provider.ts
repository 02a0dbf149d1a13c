// The OpenID provider that the program brings along for development, demonstration and tests. In production
// OIDC_ISSUER names another one, and none of this runs.
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type JWTVerifyGetKey, createLocalJWKSet } from 'jose';
import { type ClientMetadata } from 'oidc-provider';
import contexts from 'oidc-provider/lib/helpers/als.js';
import { SessionNotFound } from 'oidc-provider/lib/helpers/errors.js';
import { Provider } from 'oidc-provider/lib/provider.js';
import { type Pool } from 'pg';
import { sweepExpired } from './provider-adapter.js';
import { providerConfiguration } from './provider-configuration.js';
import { type SigningKey, loadSigningKeys, publicKey, rotateSigningKeys } from './signing-keys.js';
import { type TokenIssuer } from './verifier.js';

/** Where the provider lives below the public address. */
export const PROVIDER_PATH = '/oidc';

const SWEEP_EVERY_MS = 60_000;

export interface ProviderOptions {
  /** Origin under which the service is reached, without a path: `https://beian.example`. */
  publicUrl: string;
  /** The `aud` of every access token: an absolute URI (RFC 8707). */
  audience: string;
  /** Clients known from the start; others may stand in the database. */
  clients: readonly ClientMetadata[];
  /** How pages call who signs in; by the subject unless told. */
  nameOf?: (subject: string) => string;
  /** Is told what went wrong inside the provider; the caller of the provider only learns `server_error`. */
  failed: (error: unknown) => void;
}

/**
 * One process runs it: the keys are read at start and at each rotation of its own. Rotation swaps the whole inner provider,
 * which keeps all its state in the database, so that requests under way end on the old one.
 */
export class EmbeddedProvider implements TokenIssuer {
  readonly issuer: string;
  readonly algorithms = ['ES256'];
  readonly types = ['at+jwt'];
  readonly clientClaims = ['client_id'];
  readonly #origin: URL;
  readonly #stopSweep: () => Promise<void>;
  #generation = 0;
  #underWay = 0;
  #provider: Provider;
  #serve: (req: IncomingMessage, res: ServerResponse) => Promise<void>;
  #keys: JWTVerifyGetKey;

  private constructor(
    private readonly pool: Pool,
    private readonly options: ProviderOptions,
    keys: readonly SigningKey[],
  ) {
    this.#origin = new URL(options.publicUrl);
    this.issuer = this.#origin.origin + PROVIDER_PATH;
    this.#install(keys);
    this.#stopSweep = sweepExpired(pool, SWEEP_EVERY_MS, options.failed);
  }

  /** Reads the keys (or makes the first) and starts. The pool must reach the migrated schema `identity`. Throws TypeError for a bad option, else what `pg` throws. */
  static async open(pool: Pool, options: ProviderOptions): Promise<EmbeddedProvider> {
    if (!URL.canParse(options.audience)) throw new TypeError(`the audience must be an absolute URI: ${options.audience}`);
    return new EmbeddedProvider(pool, options, await loadSigningKeys(pool));
  }

  /** Goes up with every rotation: what was verified before may have to be verified again. */
  get generation(): number {
    return this.#generation;
  }

  readonly key: JWTVerifyGetKey = (header, token) => this.#keys(header, token);

  /**
   * Serves one request below PROVIDER_PATH. Every address that the provider tells of itself is the public one, whatever
   * the request's Host, target or forwarding headers say.
   */
  serve(req: IncomingMessage & { originalUrl?: string }, res: ServerResponse): Promise<void> {
    const path = (req.url ?? '/').replace(/^[a-z]+:\/\/[^/]*/i, '');
    req.originalUrl = path;
    req.url = path.slice(PROVIDER_PATH.length) || '/';
    req.headers['x-forwarded-host'] = this.#origin.host;
    req.headers['x-forwarded-proto'] = this.#origin.protocol.slice(0, -1);
    this.#underWay += 1;
    res.once('close', () => this.#ended());
    return this.#serve(req, res);
  }

  /**
   * The provider keeps its requests in an AsyncLocalStorage. On Node.js before 24 one that has been used taxes every promise of the
   * process from then on: here filings cost about a quarter more; so it is put away when no request needs it.
   */
  #ended(): void {
    this.#underWay -= 1;
    if (this.#underWay === 0) contexts.disable();
  }

  /** Whether this browser was sent here to say who it is. Throws what `pg` throws. */
  isAwaited(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
    return this.#within(async () => (await this.#interaction(req, res)) !== undefined);
  }

  /** This browser is `subject`: answers where it goes on, or undefined where nobody had asked who it is. Throws what `pg` throws. */
  admit(req: IncomingMessage, res: ServerResponse, subject: string): Promise<string | undefined> {
    return this.#within(async () => {
      const interaction = await this.#interaction(req, res);
      if (!interaction) return undefined;
      // Whoever was here before is gone: the provider would ask them, by a page with a script, whether they agree.
      if (interaction.session) {
        await (await this.#provider.Session.findByUid(interaction.session.uid))?.destroy();
        delete interaction.session;
      }
      interaction.result = { login: { accountId: subject, remember: false } };
      await interaction.save(interaction.exp - Math.floor(Date.now() / 1000));
      return interaction.returnTo;
    });
  }

  async #interaction(req: IncomingMessage, res: ServerResponse) {
    try {
      return await this.#provider.interactionDetails(req, res);
    } catch (error) {
      if (error instanceof SessionNotFound) return undefined;
      throw error;
    }
  }

  async #within<T>(work: () => Promise<T>): Promise<T> {
    this.#underWay += 1;
    try {
      return await work();
    } finally {
      this.#ended();
    }
  }

  /** Signs with a new key from now on. Tokens of the key before it stay good, those of older keys are refused. */
  async rotate(): Promise<void> {
    this.#install(await rotateSigningKeys(this.pool));
  }

  /** Ends the housekeeping; the pool stays its owner's. */
  close(): Promise<void> {
    return this.#stopSweep();
  }

  #install(keys: readonly SigningKey[]): void {
    const provider = new Provider(this.issuer, providerConfiguration(this.pool, keys, this.options));
    provider.proxy = true;
    provider.on('server_error', (_ctx, error) => this.options.failed(error));
    provider.onerror = (error) => this.options.failed(error);
    provider.use(async (ctx, next) => {
      await next();
      if (ctx.status !== 404 || ctx.body) return;
      ctx.body = { error: 'invalid_request', error_description: 'no such endpoint' };
      ctx.status = 404;
    });
    this.#provider = provider;
    this.#serve = provider.callback();
    this.#keys = createLocalJWKSet({ keys: keys.map(publicKey) });
    this.#generation += 1;
  }
}
