// The HTTP side of the service, put together: foundations opened, routes guarded, ready to listen.
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyInstance } from 'fastify';
import { type Pool } from 'pg';
import { type Logger } from 'pino';
import { AccountCallers } from '#application/accounts.js';
import { IncidentOrders } from '#application/incident-orders.js';
import { IncidentResumption } from '#application/incident-resumption.js';
import { type Clock } from '#application/ports.js';
import { upcast } from '#application/versions.js';
import { type DayCounts } from '#domain/day-counts.js';
import { PdfPress } from '#documents/pdf-press.js';
import { type EventStore } from '#event-store/event-store.js';
import { Logins } from '#identity/accounts.js';
import { MachineClients } from '#identity/clients.js';
import { demonstrationClients, demonstrationName, pagesClient } from '#identity/demonstration.js';
import { ExternalIssuer } from '#identity/external-issuer.js';
import { mountProvider } from '#identity/mount-provider.js';
import { EmbeddedProvider } from '#identity/provider.js';
import { PAGES_CLIENT } from '#identity/provider-configuration.js';
import { redirectUri } from '#identity/sign-in.js';
import { TokenVerifier } from '#identity/verifier.js';
import { type Config } from '#platform/config.js';
import { NestLogger } from '#platform/logging.js';
import { IncidentBoard } from '#read-models/incident-board-queries.js';
import { RegistryEditions } from '#read-models/registry-editions.js';
import { RegistryFiles } from '#read-models/registry-files.js';
import { type ReadModels } from '#read-models/read-models.js';
import { Reconciler } from '#read-models/reconciler.js';
import { Drafts } from '#office/drafts.js';
import { Notes } from '#office/notes.js';
import { QueueFilters } from '#office/queue-filters.js';
import { Templates } from '#office/templates.js';
import { StatusMirror } from '#read-models/status-mirror.js';
import { GuardedFetch } from '#reactions/guarded-fetch.js';
import { ReadMarks } from '#reactions/read-marks.js';
import { WatchLists } from '#reactions/watch-list.js';
import { WebhookDeliveries } from '#reactions/webhook-deliveries.js';
import { WebhookEndpoints } from '#reactions/webhook-endpoints.js';
import { AccessAudit } from '#vault/access-audit.js';
import { AccessRecords } from '#vault/access-records.js';
import { Attachments } from '#vault/attachments.js';
import { Texts } from '#vault/texts.js';
import { AuditedDenials, CasesAsRead, IncidentsAsRead, IssuersSignIns, SystemClock } from './adapters.js';
import { Editions } from './registry/editions.js';
import { FILE_FORM } from './registry/published-files.js';
import { ApiModule } from './api.module.js';
import { Tokens } from './clients/tokens.js';
import { forgettingDrafts } from './drafts/forgetting.js';
import { type Paces } from './health/paces.js';
import { authenticate, callerOf } from './http/access.js';
import { applyConventions, createAdapter } from './http/fastify.js';
import { counting, countingFor, RateLimiter } from './http/rate-limit.js';
import { StatusShortWay } from './status/status-short-way.js';

export interface ApiParts {
  config: Config;
  /** Of the service's role, for everything but the log. */
  pool: Pool;
  store: EventStore;
  models: ReadModels;
  logger: Logger;
  /** As the operator has set them; otherwise ours. */
  dayCounts?: DayCounts;
  clock?: Clock;
  /** Of the read models that this process writes. */
  paces?: Paces;
  /** What stands beside the API in the same application. */
  beside?: (foundations: Foundations) => readonly DynamicModule[];
  /** Sets documents as PDF, and is closed with the service. */
  pdfs?: PdfPress;
  /** Adds to the application before it begins. */
  prepare?: (app: NestFastifyApplication) => void;
}

/** What the API has opened and others may stand on. */
export interface Foundations {
  signIn?: SignInSettings;
  /** Where the program itself lets people in. */
  provider?: EmbeddedProvider;
}

export interface SignInSettings {
  issuer: string;
  clientId: string;
  clientSecret?: string;
}

export interface Api {
  app: NestFastifyApplication;
  /** The issuer whose tokens it takes. */
  issuer: string;
  callers: AccountCallers;
  logins: Logins;
  reconciler: Reconciler;
  /** Answers what has come in, takes nothing more, and lets go of what it opened itself. */
  close(): Promise<void>;
  /** Breaks the connections that are still open. */
  cutOff(): void;
}

/** Builds the service; the caller lets it listen. Throws what opening the foundations throws. */
export async function createApi({
  config,
  pool,
  store,
  models,
  logger,
  dayCounts,
  clock = new SystemClock(),
  paces,
  beside = () => [],
  prepare,
  pdfs = new PdfPress(),
}: ApiParts): Promise<Api> {
  const folder = join(config.dataDir, 'attachments');
  await mkdir(folder, { recursive: true });
  const texts = new Texts(pool);
  const audit = new AccessAudit(pool);
  const attachments = new Attachments(folder, pool, { maxBytes: config.attachmentLimitBytes });
  await attachments.sweep();
  const callers = new AccountCallers(store, clock, new CasesAsRead(models, clock));
  const logins = new Logins(pool);
  const clients = new MachineClients(pool);
  const reconciler = new Reconciler({ reader: store, upcast, models, log: logger, now: () => clock.now() });

  const drafts = new Drafts(pool);
  const statuses = new StatusMirror({ models, reader: store, log: logger, now: () => clock.now().getTime() });
  const fetch = new GuardedFetch({ loopback: config.webhooksToLoopback });
  const options = { publicUrl: config.publicUrl, bodyLimit: config.bodyLimitBytes, trustedProxies: config.trustedProxies };
  const shortWay = new StatusShortWay(statuses, () => clock.now().getTime());
  const adapter = createAdapter({ ...options, first: (request, response) => shortWay.answers(request, response) });
  const fastify = adapter.getInstance<FastifyInstance>();
  const clientSecret = randomBytes(32).toString('base64url');
  const provider =
    config.oidcIssuer === undefined
      ? await EmbeddedProvider.open(pool, {
          publicUrl: config.publicUrl,
          audience: config.oidcAudience,
          clients: [
            ...demonstrationClients(config.environment),
            pagesClient(config.environment, clientSecret, redirectUri(config.publicUrl)),
          ],
          nameOf: demonstrationName,
          failed: (error) => logger.error({ err: error }, 'the embedded provider failed'),
        })
      : undefined;
  const issuer = provider ?? new ExternalIssuer({ issuer: config.oidcIssuer ?? '' });
  const verifier = new TokenVerifier(issuer, config.oidcAudience);
  const limiter = config.rateLimitPerMinute > 0 ? new RateLimiter(config.rateLimitPerMinute) : undefined;
  authenticate(fastify, {
    ...{ verifier, logins, standings: callers },
    denials: new AuditedDenials(audit),
    count: limiter && counting(limiter, (request) => callerOf(request)?.account),
  });
  shortWay.open({ verifier, logins, standings: callers }, limiter && countingFor(limiter));

  const module = ApiModule.on({
    ...{ store, models, reconciler, callers, texts, attachments, audit, dayCounts, clock, paces, statuses, shortWay },
    accesses: new AccessRecords(pool),
    readMarks: new ReadMarks(pool),
    pdfs,
    ...{ notes: new Notes(pool), templates: new Templates(pool), queueFilters: new QueueFilters(pool), drafts },
    editions: new Editions(new RegistryFiles(models), new RegistryEditions(pool, FILE_FORM)),
    watchLists: new WatchLists(pool),
    ...{ webhooks: new WebhookEndpoints(pool), deliveries: new WebhookDeliveries(pool), fetch },
    publicUrl: config.publicUrl,
    provisionalOrders: config.provisionalOrders,
    publicReports: { perHour: config.publicReportsPerHour, backlog: config.publicReportsBacklog },
    followers: {
      perClient: config.statusFollowersPerClient,
      inAll: config.statusFollowers,
      heartbeatMs: config.statusHeartbeatSeconds * 1_000,
    },
    signIns: new IssuersSignIns(logins, issuer.issuer, clients, clock),
    ...{ clients, tokens: new Tokens(issuer.issuer, provider !== undefined) },
  });
  const signIn = provider
    ? { issuer: provider.issuer, clientId: PAGES_CLIENT, clientSecret }
    : config.oidcClient && { issuer: issuer.issuer, clientId: config.oidcClient.id, clientSecret: config.oidcClient.secret };
  const app = await NestFactory.create<NestFastifyApplication>(
    { ...module, imports: [...(module.imports ?? []), ...beside({ provider, signIn })] },
    adapter,
    {
      bodyParser: false,
      logger: new NestLogger(logger),
      abortOnError: false,
    },
  );
  applyConventions(app, options);
  prepare?.(app);
  if (provider) await mountProvider(fastify, provider, { requestsPerMinute: config.rateLimitPerMinute });
  await app.init();
  const resumption = new IncidentResumption(app.get(IncidentOrders), new IncidentsAsRead(app.get(IncidentBoard)), (err) =>
    logger.warn({ err }, 'an incident could not be carried on; it is tried again'),
  );
  resumption.start();
  statuses.start();
  const forgetting = forgettingDrafts(drafts, clock, (err) =>
    logger.warn({ err }, 'old drafts could not be discarded; it is tried again'),
  );
  forgetting.start();
  return {
    app,
    issuer: issuer.issuer,
    callers,
    logins,
    reconciler,
    async close() {
      await statuses.stop();
      await resumption.stop();
      await forgetting.stop();
      await app.close();
      await pdfs.close();
      await fetch.close();
      await provider?.close();
    },
    cutOff: () => fastify.server.closeAllConnections(),
  };
}
