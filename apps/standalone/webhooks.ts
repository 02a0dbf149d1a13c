// Webhooks beside the API: on connections of their own, so that neither waits for the other.
import { type Logger } from 'pino';
import { type EventStore } from '#event-store/event-store.js';
import { type Config } from '#platform/config.js';
import { createPool } from '#platform/database.js';
import { GuardedFetch } from '#reactions/guarded-fetch.js';
import { WatchLists } from '#reactions/watch-list.js';
import { WebhookWork } from '#reactions/webhook-work.js';
import { Webhooks, type WebhookTimes } from '#reactions/webhooks.js';
import { type ReadModels } from '#read-models/read-models.js';
import { StatusFeed } from '#read-models/status-feed.js';

/** Where webhooks go, in words for the start. */
export const webhooksGo = ({ webhooksToLoopback }: Config): string =>
  webhooksToLoopback
    ? 'by https to public addresses, AND TO THIS MACHINE, since WEBHOOKS_TO_LOOPBACK is on'
    : 'by https to public addresses';

export interface WebhookServiceParts {
  config: Config;
  /** Of the migrated database. */
  url: string;
  store: EventStore;
  models: ReadModels;
  logger: Logger;
  times?: Partial<WebhookTimes>;
}

/** One for the lock, the others for what many endpoints are sent at a time. */
const CONNECTIONS = 6;

/** Sends from now on. `stop` breaks off what is under way: it comes again. */
export function startWebhooks({ config, url, store, models, logger, times }: WebhookServiceParts): { stop(): Promise<void> } {
  const pool = createPool({
    ...{ url, name: 'beian-webhooks', max: CONNECTIONS },
    onIdleLoss: (err) => logger.warn({ err }, 'an idle connection to the database was lost'),
  });
  const fetch = new GuardedFetch({ loopback: config.webhooksToLoopback });
  if (config.webhooksToLoopback) logger.warn('webhooks may go to this machine: WEBHOOKS_TO_LOOPBACK is on');
  const webhooks = new Webhooks(
    {
      ...{ pool, fetch, feed: new StatusFeed(models), reader: store, work: new WebhookWork(pool, new WatchLists(pool)) },
      ...{ now: () => new Date(), chance: Math.random, log: logger },
    },
    times,
  );
  webhooks.start();
  return {
    async stop() {
      await webhooks.stop();
      await fetch.close();
      await pool.end();
    },
  };
}
