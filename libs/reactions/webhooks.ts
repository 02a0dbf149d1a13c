// Webhooks follow the feed: gathered into a work list, sent endpoint by endpoint in the order of the feed, tried again until they are taken.
import { setTimeout as delay } from 'node:timers/promises';
import { type Pool, type PoolClient } from 'pg';
import { type EventReader, UnknownPosition } from '#event-store/event-store.js';
import { tryLock, unlock } from '#read-models/checkpoints.js';
import { NotBuilt } from '#read-models/read-models.js';
import { type ChangeFeed } from './change-feed.js';
import { Blocked, type GuardedFetch, Unreached } from './guarded-fetch.js';
import { Rounds } from './rounds.js';
import { signed } from './webhook-signatures.js';
import { type ClaimedDelivery, type Failure, KEPT_MS, type Waits, type Walk, type WebhookWork } from './webhook-work.js';

export interface WebhookParts {
  /** For the lock alone, one of its connections for as long as this process sends. */
  pool: Pool;
  reader: Pick<EventReader, 'start'>;
  feed: ChangeFeed;
  work: WebhookWork;
  fetch: Pick<GuardedFetch, 'request'>;
  now: () => Date;
  /** Between 0 and 1. */
  chance: () => number;
  log: { info(values: object, message: string): void; warn(values: object, message: string): void };
}

export interface WebhookTimes extends Waits {
  /** Milliseconds between looking for work, where no change comes before. */
  poll: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** With chance added the last attempt is made within a day of the first. */
const TIMES: WebhookTimes = {
  steps: [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 7 * HOUR, 7 * HOUR],
  rest: 5 * SECOND,
  longestRest: 5 * MINUTE,
  patience: 21 * HOUR,
  poll: SECOND,
};
/** Added to each wait at most, as a part of it: what failed together does not come back together. */
const CHANCE = 0.1;

const PAGE = 500;
/** Endpoints that are sent to at the same time. */
const MOST_LANES = 128;
/** For as long an endpoint may ask to be left alone. */
const LONGEST_ASKED = HOUR;
/** Between looking for endpoints, trying to take over, or trying to reach the database. */
const IDLE = SECOND;
const LOCK = 'send webhooks';
/** Between looking for what is older than it is kept, where there was no more of it; and how much is let go of in a round. */
const TIDYING = HOUR;
const LOT = 1_000;

export class Webhooks {
  readonly #times: WebhookTimes;
  readonly #rounds: Rounds;
  readonly #lanes = new Map<string, Promise<void>>();
  #leading: PoolClient | undefined;
  /** There are no endpoints, another process sends, or the database cannot be asked. */
  #idle = false;
  /** Up to where all endpoints that keep up have been looked after. */
  #gatheredUpTo = '';
  #tidyAt = 0;
  /** Ends the pause after this round, since an endpoint is free again. */
  #awake = new AbortController();

  constructor(
    private readonly parts: WebhookParts,
    times: Partial<WebhookTimes> = {},
  ) {
    this.#times = { ...TIMES, ...times };
    this.#rounds = new Rounds(
      (signal) => this.#guardedRound(signal),
      (signal) => this.#pause(signal),
    );
  }

  start(): void {
    this.#rounds.start();
  }

  /** Breaks off what is under way: it comes again. Another process may send from now on. */
  async stop(): Promise<void> {
    await this.#rounds.stop();
    await Promise.all(this.#lanes.values());
    await this.#resign();
  }

  /**
   * Gathers what is new, and begins to send to each endpoint for which something is due. Does nothing while another process does it. Throws
   * NotBuilt, and what the database does.
   */
  async round(signal: AbortSignal): Promise<void> {
    this.#awake = new AbortController();
    const leads = await this.#leads();
    if (leads) await this.#tidy();
    this.#idle = !leads || !(await this.#gather(signal));
    if (this.#idle) return;
    const free = MOST_LANES - this.#lanes.size;
    if (free === 0 || signal.aborted) return;
    for (const endpoint of await this.parts.work.due(this.parts.now(), [...this.#lanes.keys()], free)) {
      const lane = this.#send(endpoint, signal)
        .catch((err: unknown) => this.parts.log.warn({ err, endpoint }, 'webhooks wait: the database could not be asked'))
        .finally(() => {
          this.#lanes.delete(endpoint);
          // What was gathered for it after it had last looked has been passed over until now.
          this.#awake.abort();
        });
      this.#lanes.set(endpoint, lane);
    }
  }

  /** Resolves when nothing is being sent. */
  async quiet(): Promise<void> {
    while (this.#lanes.size > 0) await Promise.all(this.#lanes.values());
  }

  async #guardedRound(signal: AbortSignal): Promise<void> {
    this.#idle = false;
    await this.round(signal).catch((err: unknown) => {
      this.#idle = true;
      // Until the first build is done there is nothing to read.
      if (!(err instanceof NotBuilt)) this.parts.log.warn({ err }, 'webhooks wait: the database could not be asked');
    });
  }

  async #pause(signal: AbortSignal): Promise<void> {
    if (this.#idle) return delay(IDLE, undefined, { signal });
    const awake = this.#awake;
    const wake = (): void => awake.abort();
    if (signal.aborted) return;
    signal.addEventListener('abort', wake);
    try {
      await this.parts.feed.changed(this.#gatheredUpTo, this.#times.poll, awake.signal);
    } finally {
      signal.removeEventListener('abort', wake);
    }
  }

  /** One process sends; its lock goes with its connection, however it ends. */
  async #leads(): Promise<boolean> {
    try {
      if (this.#leading) {
        await this.#leading.query('select 1');
        return true;
      }
      const client = await this.parts.pool.connect();
      const taken = await tryLock(client, LOCK).catch((error: unknown) => {
        client.release(true);
        throw error;
      });
      if (taken) this.#leading = client;
      else client.release();
      return taken;
    } catch (error) {
      this.#leading?.release(true);
      this.#leading = undefined;
      throw error;
    }
  }

  async #resign(): Promise<void> {
    const client = this.#leading;
    this.#leading = undefined;
    if (!client) return;
    await unlock(client, LOCK).then(
      () => client.release(),
      () => client.release(true),
    );
  }

  /** A lot at a time, so that nothing waits for it. */
  async #tidy(): Promise<void> {
    const at = this.parts.now().getTime();
    if (at < this.#tidyAt) return;
    const gone = await this.parts.work.forget(new Date(at - KEPT_MS), LOT);
    if (gone < LOT) this.#tidyAt = at + TIDYING;
  }

  /**
   * A page for each place at which endpoints stand: all of them where the feed has moved, otherwise those that have fallen behind. Answers
   * whether there are any endpoints.
   */
  async #gather(signal: AbortSignal): Promise<boolean> {
    const { feed, work } = this.parts;
    const upTo = await feed.upTo();
    const walks = await work.walks();
    let behind = false;
    for (const walk of walks.filter(({ why }) => why !== undefined || upTo !== this.#gatheredUpTo)) {
      if (signal.aborted) return true;
      behind = !(await this.#gatherPage(walk)) || behind;
    }
    // Should one not have come to the end, the next round looks at all of them again.
    this.#gatheredUpTo = behind ? '' : upTo;
    return walks.length > 0;
  }

  /** Whether it has come to the end of what there is. */
  async #gatherPage(walk: Walk): Promise<boolean> {
    const { feed, work } = this.parts;
    const page = await feed.page(walk.reached, PAGE).catch((error: unknown) => {
      if (error instanceof UnknownPosition) return undefined;
      throw error;
    });
    if (!page) {
      // Of a log restored under another epoch, positions say nothing: all is looked at again, and what has its row is found.
      await work.rescan(walk, await this.parts.reader.start());
      return false;
    }
    const ended = page.changes.length < PAGE;
    if (page.changes.length > 0 || walk.why) await work.gather(walk, page.changes, page.next, ended, this.parts.now());
    return ended;
  }

  /** One after the other, until nothing is due to it or it does not take one. */
  async #send(endpoint: string, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const { now, work } = this.parts;
      const delivery = await work.claim(endpoint, this.#times, this.#chance(), now());
      if (!delivery || !(await this.#attempt(delivery, signal))) return;
    }
  }

  async #attempt(delivery: ClaimedDelivery, signal: AbortSignal): Promise<boolean> {
    const { fetch, work, now, log } = this.parts;
    const { id, endpoint, url, body, keys, attempts } = delivery;
    let failure: Failure;
    try {
      const headers = { ...signed(id, now(), body, keys), 'content-type': 'application/json', 'user-agent': 'beian-webhooks' };
      const answer = await fetch.request(url, { method: 'POST', headers, body, signal });
      void answer.discard();
      if (answer.status < 300) {
        // Should the process die here, it is sent once more, under the same id.
        await work.delivered(delivery, answer.status, now());
        return true;
      }
      failure = failureOf(answer);
    } catch (error) {
      if (!(error instanceof Unreached || error instanceof Blocked)) throw error;
      if (error instanceof Unreached && error.reason === 'stopped') {
        await work.giveBack(delivery, now());
        return false;
      }
      const reason = error instanceof Unreached ? error.reason : `blocked-${error.code}`;
      failure = { reason, gone: false, restAtLeast: 0 };
    }
    const became = await work.failed(delivery, failure, this.#times, this.#chance(), now());
    log[became === 'waits' ? 'info' : 'warn']({ endpoint, id, attempts, became, ...failure }, 'a webhook was not taken');
    return false;
  }

  #chance(): number {
    return 1 + CHANCE * this.parts.chance();
  }
}

const GONE = 410;

const failureOf = ({ status, headers }: { status: number; headers: Readonly<Record<string, unknown>> }): Failure => {
  const asked = status === 429 || status === 503 ? Number(headers['retry-after'] ?? 0) * SECOND : 0;
  return {
    reason: `status-${status}`,
    status,
    gone: status === GONE,
    restAtLeast: asked > 0 ? Math.min(asked, LONGEST_ASKED) : 0,
  };
};
