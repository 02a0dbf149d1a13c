// Everything in one process: database, migrations, log, read side, API. Started in this order, stopped in the reverse.
import { CommandBus } from '@nestjs/cqrs';
import { dayCountsWith } from '#domain/day-counts.js';
import { migrate } from '#migrations/migrate.js';
import { BadConfiguration, type Config } from '#platform/config.js';
import { createPool } from '#platform/database.js';
import { keepPostgres } from '#platform/postgres-keeper.js';
import { ReadModels } from '#read-models/read-models.js';
import { type MailerTimes } from '#reactions/mailer.js';
import { type WebhookTimes } from '#reactions/webhooks.js';
import { SystemClock } from '../api/adapters.js';
import { type ApiParts, createApi } from '../api/service.js';
import { readStylesheet, serveAssets, type Stylesheet } from '../web/assets.js';
import { takeUploads } from '../web/uploads.js';
import { WebModule } from '../web/web.module.js';
import { demonstrationEntrance, openDemonstrationAccounts } from './demonstration.js';
import { openFirstAdministrator } from './first-administrator.js';
import { createLog } from './log.js';
import { createMailer } from './mail.js';
import { type ReadSide, readSideHere, type ReadSideParts } from './read-side.js';
import { startReconciling } from './reconciling.js';
import { startWebhooks } from './webhooks.js';

export interface RunningService {
  /** Where it listens. */
  url: string;
  /** Within nine seconds, whatever its clients and its database do. */
  stop(): Promise<void>;
}

export interface ServiceOptions extends Pick<ApiParts, 'config' | 'logger' | 'clock' | 'prepare' | 'pdfs'> {
  /** Where the read side runs; in this thread unless told. */
  readSide?: (parts: ReadSideParts) => ReadSide;
  /** Gives the starting up. */
  signal?: AbortSignal;
  /** Of the pages; what the build has left beside them unless told. */
  stylesheet?: Stylesheet;
  /** Tests set them; otherwise they are the mailer's own. */
  mailTimes?: Partial<MailerTimes>;
  /** The same of webhooks. */
  webhookTimes?: Partial<WebhookTimes>;
}

/** How long a request under way may take after the service was asked to stop, in milliseconds. */
const LAST_ANSWERS = 2_500;

/** Which counts there are, and which of them are law, is the domain's to know. */
function dayCountsOf({ dayCounts }: Config) {
  try {
    return dayCountsWith(dayCounts);
  } catch (error) {
    throw new BadConfiguration([`DAY_COUNTS: ${(error as RangeError).message}`]);
  }
}

/**
 * Starts the whole service and lets it listen. An embedded database that ends unasked is started again; until then requests are answered
 * 503. Throws BadConfiguration, DataDirInUse where another service works on the data directory, the signal's reason, and what any of its parts throws; what
 * had been started is stopped again.
 */
export async function startService({
  config,
  logger,
  clock = new SystemClock(),
  prepare,
  readSide = readSideHere,
  pdfs,
  signal,
  stylesheet = readStylesheet(),
  mailTimes,
  webhookTimes,
}: ServiceOptions): Promise<RunningService> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of stops.splice(0).reverse())
      await end().catch((err: unknown) => logger.error({ err }, 'something did not stop'));
  };
  try {
    const dayCounts = dayCountsOf(config);
    const server =
      config.databaseUrl === undefined
        ? await keepPostgres({
            dataDir: config.dataDir,
            signal,
            log: (line) => logger.info(line),
            alarm: (line) => logger.error(line),
          })
        : undefined;
    if (server) stops.push(() => server.stop());
    const url = config.databaseUrl ?? server?.url ?? '';
    signal?.throwIfAborted();
    await migrate(config.migrationDatabaseUrl ?? url);
    signal?.throwIfAborted();

    const onIdleLoss = (err: Error) => logger.warn({ err }, 'an idle connection to the database was lost');
    const store = createLog(config, { url, name: 'beian-log' });
    stops.push(() => store.close());
    await store.open();
    const pool = createPool({ url, name: 'beian-api', max: 16, onIdleLoss });
    stops.push(() => pool.end());
    const models = new ReadModels(pool, store);
    const projectors = readSide({ config, url, store, logger, models });
    stops.push(() => projectors.stop());

    const api = await createApi({
      ...{ config, pool, store, models, logger, dayCounts, clock, pdfs },
      beside: ({ signIn, provider }) => [
        WebModule.on({
          ...{ publicUrl: config.publicUrl, stylesheet },
          signIn: signIn && {
            ...signIn,
            ...{ audience: config.oidcAudience, entrance: provider && demonstrationEntrance(provider), pool },
            failed: (err) => logger.error({ err }, 'ended sessions could not be removed'),
          },
        }),
      ],
      prepare(app) {
        const server = app.getHttpAdapter().getInstance();
        serveAssets(server, stylesheet);
        takeUploads(server, config.attachmentLimitBytes);
        prepare?.(app);
      },
      paces: { now: () => projectors.statuses() },
    });
    stops.push(() => {
      // A client that never finishes its request must not keep the service, and with it the database, from ending.
      const impatient = setTimeout(() => api.cutOff(), LAST_ANSWERS);
      return api.close().finally(() => clearTimeout(impatient));
    });
    const mailer = createMailer({ config, pool, store, models, logger, clock, dayCounts, times: mailTimes });
    if (mailer) {
      stops.push(() => mailer.stop());
      await mailer.start();
    }
    const webhooks = startWebhooks({ config, url, store, models, logger, times: webhookTimes });
    stops.push(() => webhooks.stop());
    if (config.oidcIssuer === undefined)
      await openDemonstrationAccounts(api.app.get(CommandBus), api.logins, api.issuer, config.environment);
    if (config.firstAdministrator !== undefined) await openFirstAdministrator(api.app.get(CommandBus), config.firstAdministrator);
    signal?.throwIfAborted();
    await api.app.listen(config.port, config.host);
    const reconciling = startReconciling(api.reconciler, logger);
    stops.push(() => reconciling.stop());
    return { url: await api.app.getUrl(), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
