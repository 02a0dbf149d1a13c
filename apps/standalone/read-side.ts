// Where the read side runs: beside the API in its thread, or in threads of its own, so that reading and folding take no time from requests.
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { type Logger } from 'pino';
import { type EventStore, StoreUnavailable } from '#event-store/event-store.js';
import { type Config } from '#platform/config.js';
import { createPool } from '#platform/database.js';
import { readModels } from '#read-models/all.js';
import { type ProjectorStatus } from '#read-models/projector.js';
import { publicRegistry } from '#read-models/public-registry.js';
import { type ReadModels } from '#read-models/read-models.js';
import { storeStatus } from '#read-models/store-status.js';
import { type Moved, startProjectors } from '../projector/projectors.js';

export interface ReadSideParts {
  config: Config;
  /** Of the migrated database. */
  url: string;
  store: EventStore;
  logger: Logger;
  /** Hears of each commit. */
  models: ReadModels;
}

export interface ReadSide {
  /** How each projector stands. Throws StoreUnavailable. */
  statuses(): Promise<readonly ProjectorStatus[]>;
  /** Stops each projector after the batch in hand, and lets go of what was opened. */
  stop(): Promise<void>;
}

/** What a thread of it is told: to say how its projectors stand, or to stop them and end. */
export type Told = { statusesTo: MessagePort } | 'stop';

/** What a thread says of its projectors, or why it cannot. */
export type Said = { statuses: readonly ProjectorStatus[] } | { failure: string };

/** What a thread does. */
export interface ThreadPlan {
  /** Of the read models that it keeps. */
  names: readonly string[];
  /** As of a process: 0 is usual, more gives way to others. */
  niceness: number;
  /** How long it lets the events of a busy log gather, in milliseconds. */
  gatherWhenBusy: number;
}

/** What a thread is given. */
export interface ThreadData extends ThreadPlan {
  config: Config;
  url: string;
}

/** The connections of so many projectors: one for each, and some for what builds beside them. */
export const projectorPool = (url: string, logger: Logger, count = readModels.length): ReturnType<typeof createPool> =>
  createPool({
    ...{ url, name: 'beian-projector', max: count + 3, statementTimeout: 0 },
    onIdleLoss: (err) => logger.warn({ err }, 'an idle connection to the database was lost'),
  });

/** In the thread that calls. */
export function readSideHere({ url, store, logger, models }: ReadSideParts): ReadSide {
  const pool = projectorPool(url, logger);
  const projectors = startProjectors({ pool, reader: store, logger, onMoved: (moved) => models.moved(moved) });
  return {
    statuses: () => projectors.statuses(),
    async stop() {
      await projectors.stop();
      await pool.end();
    },
  };
}

/** What everybody waits for: the public, and app stores in an emergency. */
const AWAITED = [publicRegistry.name, storeStatus.name];

/**
 * What everybody waits for need not wait for all the others. These give way to it and to requests where
 * processors are short, and take the events of a busy log in fewer batches.
 */
export const readSideThreads: readonly ThreadPlan[] = [
  { names: AWAITED, niceness: 0, gatherWhenBusy: 30 },
  {
    names: readModels.map(({ name }) => name).filter((name) => !AWAITED.includes(name)),
    niceness: 5,
    gatherWhenBusy: 120,
  },
];

/** Each part in a thread. An error that ends a thread ends the process, as it would here. */
export function readSideInThreads(around: ReadSideParts): ReadSide {
  const threads = readSideThreads.map((part) => inThread(around, part));
  return {
    statuses: async () => (await Promise.all(threads.map((thread) => thread.statuses()))).flat(),
    stop: async () => void (await Promise.all(threads.map((thread) => thread.stop()))),
  };
}

function inThread({ config, url, models }: ReadSideParts, part: ThreadPlan): ReadSide {
  const workerData: ThreadData = { ...part, config, url };
  const thread = new Worker(new URL('read-side-thread.js', import.meta.url), { workerData });
  const ended = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
  thread.on('message', (moved: Moved) => models.moved(moved));
  return {
    async statuses() {
      const { port1, port2 } = new MessageChannel();
      const said = new Promise<Said>((resolve) => port1.once('message', resolve));
      thread.postMessage({ statusesTo: port2 } satisfies Told, [port2]);
      const answer = await Promise.race([said, ended.then((): Said => ({ failure: 'the read side has ended' }))]);
      port1.close();
      if ('failure' in answer) throw new StoreUnavailable(answer.failure);
      return answer.statuses;
    },
    async stop() {
      thread.postMessage('stop' satisfies Told);
      await ended;
    },
  };
}
