// Which messages are still to be sent to which endpoint. One row per endpoint and change: whoever asks for it again asks for the same one.
import { type Pool } from 'pg';
import { transaction } from '#platform/database.js';
import { type Change, type Watching } from './change-feed.js';
import { type Message, messageOf, webhookId } from './webhook-messages.js';
import { type SigningKey } from './webhook-signatures.js';

/** Endpoints that stand at the same place of the feed. */
export interface Walk {
  reached: string;
  /** Undefined where they go along with the feed. */
  why?: 'catch-up' | 'replay' | 'rescan';
}

export interface ClaimedDelivery {
  /** The webhook-id. */
  id: string;
  endpoint: string;
  url: string;
  body: string;
  keys: readonly SigningKey[];
  /** This one included. */
  attempts: number;
}

/** How long messages and endpoints wait, in milliseconds, before chance is added. */
export interface Waits {
  /** After the first failed attempt of a message, the second, and so on; after the last there is none. */
  steps: readonly number[];
  /** Of an endpoint after a failed attempt, whatever the message; twice as long after each further one. */
  rest: number;
  longestRest: number;
  /** How long an endpoint may take nothing before it is disabled. */
  patience: number;
}

export interface Failure {
  /** A code, without a word of what the other side said. */
  reason: string;
  /** Of its answer, if it gave one. */
  status?: number;
  /** It wants nothing any more. */
  gone: boolean;
  /** Milliseconds for which it asked to be left alone. */
  restAtLeast: number;
}

/** After so many failures in a row it is the endpoint that fails, not a message: when it takes one again, all that waits is due. */
const ENDPOINT_FAILS = 3;

/** How long it is kept what was sent, and how it fared, in milliseconds. */
export const KEPT_MS = 90 * 24 * 3_600_000;

/** All instants are the caller's, and all waits are his with chance added. */
export class WebhookWork {
  /** The pool must reach the migrated schema `webhook`. */
  constructor(
    private readonly pool: Pool,
    private readonly watching: Watching,
  ) {}

  /** Where endpoints stand that are not disabled. */
  async walks(): Promise<Walk[]> {
    const { rows } = await this.pool.query<{ reached: string; walk: Walk['why'] | null }>({
      name: 'webhook walks',
      text: 'select distinct reached, walk from webhook.endpoint where disabled_at is null',
    });
    return rows.map(({ reached, walk }) => ({ reached, why: walk ?? undefined }));
  }

  /**
   * Gives these changes their rows, for each endpoint of the walk that wants them, and moves it to `next`; all of it, or nothing. `ended` says
   * that no change follows yet. What has its row keeps it: a replay makes it due again, anything else leaves it as it is. After a restoration
   * nothing is gathered that is so old that its row may have been let go of.
   */
  async gather(walk: Walk, changes: readonly Change[], next: string, ended: boolean, at: Date): Promise<void> {
    await transaction(this.pool, async (client) => {
      const { rows } = await client.query<Wishes>(
        `select id, organisation, statuses, changes, own_apps, created_at from webhook.endpoint
          where reached = $1 and walk is not distinct from $2 and disabled_at is null order by id for update`,
        [walk.reached, walk.why],
      );
      // Another process has moved them meanwhile.
      if (rows.length === 0) return;
      const messages = new Map(changes.map((change) => [change, messageOf(change)]));
      const wanted: { endpoint: string; message: Message }[] = [];
      for (const endpoint of rows)
        for (const change of await this.#wantedBy(endpoint, changes, walk, at))
          wanted.push({ endpoint: endpoint.id, message: messages.get(change)! });
      const sent = [...new Map(wanted.map(({ message }) => [message.key, message])).values()];
      await client.query(
        `insert into webhook.message (key, type, body, created_at)
          select key, type, body, $4 from unnest($1::text[], $2::text[], $3::text[]) m (key, type, body) on conflict do nothing`,
        [sent.map(({ key }) => key), sent.map(({ type }) => type), sent.map(({ body }) => body), at],
      );
      await client.query(
        `insert into webhook.delivery (id, endpoint, message, place, wanted_at, due_at)
          select id, endpoint, message, place, $5, $5
            from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]) with ordinality d (id, endpoint, message, place, n) order by n
          on conflict (endpoint, message) do update set wanted_at = excluded.wanted_at, due_at = excluded.due_at, attempts = 0,
            done_at = null, outcome = null, place = excluded.place where $6`,
        [
          wanted.map(({ endpoint, message }) => webhookId(endpoint, message)),
          wanted.map(({ endpoint }) => endpoint),
          wanted.map(({ message }) => message.key),
          wanted.map(({ message }) => message.place),
          at,
          walk.why === 'replay',
        ],
      );
      await client.query('update webhook.endpoint set reached = $2, walk = $3 where id = any($1::uuid[])', [
        rows.map(({ id }) => id),
        next,
        ended ? null : walk.why,
      ]);
    });
  }

  async #wantedBy(endpoint: Wishes, changes: readonly Change[], { why }: Walk, at: Date): Promise<readonly Change[]> {
    const since = new Date(Math.max(endpoint.created_at.getTime(), at.getTime() - KEPT_MS)).toISOString();
    const wanted = changes.filter(
      (change) =>
        meets(endpoint.statuses, [change.status.status]) &&
        meets(endpoint.changes, change.changes) &&
        (why !== 'rescan' || change.recordedAt >= since),
    );
    if (!endpoint.own_apps || wanted.length === 0) return wanted;
    const touched = wanted.map(({ number, status }) => ({ number, apps: status.products.flatMap(({ apps }) => apps) }));
    const concerning = await this.watching.concerned(endpoint.organisation, touched);
    return wanted.filter(({ number }) => concerning.has(number));
  }

  /** Sends a walk whose place is of another log back to the beginning of this one. */
  async rescan(walk: Walk, start: string): Promise<void> {
    await this.pool.query(
      `update webhook.endpoint set reached = $3, walk = 'rescan' where reached = $1 and walk is not distinct from $2`,
      [walk.reached, walk.why, start],
    );
  }

  /** Endpoints for which something is due, those who have waited longest first; at most `limit`, and none of `besides`. */
  async due(at: Date, besides: readonly string[], limit: number): Promise<string[]> {
    const { rows } = await this.pool.query<{ id: string }>({
      name: 'webhook endpoints due',
      text: `select e.id from webhook.endpoint e cross join lateral (
            select min(d.due_at) as since from webhook.delivery d where d.endpoint = e.id and d.done_at is null and d.due_at <= $1) d
          where e.disabled_at is null and (e.rests_until is null or e.rests_until <= $1) and e.id <> all ($2::uuid[])
            and d.since is not null order by d.since limit $3`,
      values: [at, besides, limit],
    });
    return rows.map(({ id }) => id);
  }

  /**
   * Takes the first that is due to this endpoint, in the order of the feed, and moves its next attempt on: it comes again whether this one
   * fails or dies with its process. Undefined where none is due, or the endpoint rests or is disabled.
   */
  async claim(endpoint: string, { steps }: Waits, chance: number, at: Date): Promise<ClaimedDelivery | undefined> {
    const { rows } = await this.pool.query<ClaimedDelivery>({
      name: 'claim a webhook',
      text: `update webhook.delivery d set attempts = d.attempts + 1, tried_at = $2,
            due_at = $2::timestamptz + ($3::float8[])[least(d.attempts + 1, cardinality($3::float8[]))] * interval '1 millisecond'
          from (select w.id, e.url from webhook.delivery w join webhook.endpoint e on e.id = w.endpoint
              where w.endpoint = $1 and w.done_at is null and w.due_at <= $2 and e.disabled_at is null
                and (e.rests_until is null or e.rests_until <= $2)
              order by w.place, w.seq limit 1 for update of w skip locked) first
          where d.id = first.id
          returning d.id, d.endpoint, first.url, d.attempts, (select body from webhook.message m where m.key = d.message) as body,
            (select json_agg(json_build_object('scheme', k.scheme, 'secret', k.secret) order by k.seq desc) from webhook.key k
              where k.endpoint = d.endpoint and (k.retires_at is null or k.retires_at > $2)) as keys`,
      values: [endpoint, at, steps.map((step) => step * chance)],
    });
    return rows[0];
  }

  /** The endpoint has taken it. */
  async delivered({ id, endpoint, attempts }: ClaimedDelivery, status: number, at: Date): Promise<void> {
    await this.pool.query({
      name: 'webhook delivered',
      text: `with before as (select id, failures from webhook.endpoint where id = $2 and failures > 0 for update),
          recovered as (
            update webhook.endpoint e set failures = 0, failing_since = null, rests_until = null from before where e.id = before.id),
          others as (
            update webhook.delivery d set due_at = $5 from before
              where d.endpoint = before.id and before.failures >= $6 and d.done_at is null and d.id <> $1)
        update webhook.delivery set done_at = $5, outcome = 'delivered', response_status = $4, last_error = null
          where id = $1 and attempts = $3 and done_at is null`,
      values: [id, endpoint, attempts, status, at, ENDPOINT_FAILS],
    });
  }

  /**
   * It was not taken. The endpoint rests; one that is gone, or has taken nothing for too long, is disabled, and what waits for it goes on
   * waiting. A message whose steps have all passed is given up, unless it is the endpoint that fails. Answers what became of it.
   */
  async failed(
    { id, endpoint, attempts }: ClaimedDelivery,
    { reason, status, gone, restAtLeast }: Failure,
    { steps, rest, longestRest, patience }: Waits,
    chance: number,
    at: Date,
  ): Promise<'waits' | 'given-up' | 'disabled'> {
    return transaction(this.pool, async (client) => {
      const { rows } = await client.query<{ failures: number; failing_since: Date | null }>(
        'select failures, failing_since from webhook.endpoint where id = $1 for update',
        [endpoint],
      );
      const { failures, failing_since: since } = rows[0] ?? { failures: 0, failing_since: null };
      const pause = Math.max(Math.min(rest * 2 ** Math.min(failures, 30), longestRest) * chance, restAtLeast);
      const why = gone ? 'gone' : since && at.getTime() - since.getTime() >= patience ? 'failing' : undefined;
      const givenUp = why === undefined && attempts > steps.length && failures < ENDPOINT_FAILS;
      await client.query(
        `update webhook.endpoint set failures = failures + 1, failing_since = $2, rests_until = $3, disabled_at = $4, disabled_reason = $5
          where id = $1 and disabled_at is null`,
        [endpoint, since ?? at, new Date(at.getTime() + pause), why && at, why],
      );
      await client.query(
        `update webhook.delivery set response_status = $3, last_error = $4, done_at = $5, outcome = $6
          where id = $1 and attempts = $2 and done_at is null`,
        [id, attempts, status, reason, givenUp ? at : undefined, givenUp ? 'given-up' : undefined],
      );
      if (why) return 'disabled';
      return givenUp ? 'given-up' : 'waits';
    });
  }

  /**
   * Lets go of what was done with before the instant: deliveries, so many at most, and messages that no delivery needs. Answers how many rows
   * that were. What waits to be sent stays, however old. Only for the process that gathers: nothing may want a message meanwhile.
   */
  async forget(before: Date, limit: number): Promise<number> {
    const deliveries = await this.pool.query(
      `delete from webhook.delivery where id in
        (select id from webhook.delivery where done_at < $1 order by done_at limit $2)`,
      [before, limit],
    );
    const messages = await this.pool.query(
      `delete from webhook.message where key in
        (select key from webhook.message m where created_at < $1 and not exists (select from webhook.delivery d where d.message = m.key)
          order by created_at limit $2)`,
      [before, limit],
    );
    return (deliveries.rowCount ?? 0) + (messages.rowCount ?? 0);
  }

  /** As if it had not been claimed: nobody knows whether it arrived, and nobody is to blame. */
  async giveBack({ id, attempts }: ClaimedDelivery, at: Date): Promise<void> {
    await this.pool.query(
      'update webhook.delivery set attempts = attempts - 1, due_at = $3 where id = $1 and attempts = $2 and done_at is null',
      [id, attempts, at],
    );
  }
}

interface Wishes {
  id: string;
  organisation: string;
  statuses: string[] | null;
  changes: string[] | null;
  own_apps: boolean;
  created_at: Date;
}

const meets = (wanted: readonly string[] | null, found: readonly string[]): boolean =>
  wanted === null || found.some((one) => wanted.includes(one));
