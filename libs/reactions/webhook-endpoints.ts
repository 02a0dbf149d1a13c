// Where organisations want to hear of changes. What they set is theirs to change at any time and no act in law: a table, not the log.
import { randomUUID } from 'node:crypto';
import { type ClientBase, type Pool } from 'pg';
import { transaction } from '#platform/database.js';
import { newKey, publicKeyOf, type SigningKey } from './webhook-signatures.js';
import { testMessage, webhookId } from './webhook-messages.js';

export interface EndpointSettings {
  /** As `GuardedFetch.check` has let it through. */
  url: string;
  description?: string;
  /** Only changes into one of these; undefined for all. */
  statuses?: readonly string[];
  /** Only changes of one of these kinds; undefined for all. */
  changes?: readonly string[];
  /** Only what concerns the apps that the organisation watches. */
  ownApps: boolean;
}

export interface Endpoint extends EndpointSettings {
  id: string;
  createdAt: Date;
  /** Attempts in a row that have failed, and since when. */
  failures: number;
  failingSince?: Date;
  disabled?: { at: Date; reason: 'gone' | 'failing' };
  /** `whpk_…`; the newest first, older ones while they still sign. */
  publicKeys: readonly string[];
  /** Signed with a shared secret too. */
  hmac: boolean;
}

/** What is shown once. */
export interface Issued {
  endpoint: Endpoint;
  secret?: string;
}

/** How long a key that was replaced still signs beside its successor, in milliseconds. */
const OVERLAP_MS = 24 * 3_600_000;

/** More than one organisation has a use for. */
export const MOST_ENDPOINTS = 20;

interface Row {
  id: string;
  url: string;
  description: string | null;
  statuses: string[] | null;
  changes: string[] | null;
  own_apps: boolean;
  created_at: Date;
  failures: number;
  failing_since: Date | null;
  disabled_at: Date | null;
  disabled_reason: 'gone' | 'failing' | null;
  keys: SigningKey[];
}

const ofRow = ({ id, url, description, statuses, changes, created_at, failures, ...row }: Row): Endpoint => ({
  ...{ id, url, description: description ?? undefined, statuses: statuses ?? undefined, changes: changes ?? undefined },
  ...{ ownApps: row.own_apps, createdAt: created_at, failures, failingSince: row.failing_since ?? undefined },
  disabled: row.disabled_at && row.disabled_reason ? { at: row.disabled_at, reason: row.disabled_reason } : undefined,
  publicKeys: row.keys.filter(({ scheme }) => scheme === 'v1a').map(publicKeyOf),
  hmac: row.keys.some(({ scheme }) => scheme === 'v1'),
});

/** Every method names the organisation, and finds nothing of another's. */
export class WebhookEndpoints {
  /** The pool must reach the migrated schema `webhook`; `now` is the clock of who sends. */
  constructor(
    private readonly pool: Pool,
    private readonly now = () => new Date(),
  ) {}

  /**
   * Opens one that hears of what comes after `reached`. Answers `exists` where the organisation has one at this URL, `too-many` where it has
   * MOST_ENDPOINTS.
   */
  async create(
    organisation: string,
    settings: EndpointSettings,
    { hmac, reached }: { hmac: boolean; reached: string },
  ): Promise<Issued | 'exists' | 'too-many'> {
    const [id, at] = [randomUUID(), this.now()];
    return transaction(this.pool, async (client) => {
      // Two that are opened at once are counted one after the other.
      await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`webhooks of ${organisation}`]);
      const { rows } = await client.query<{ url: string }>('select url from webhook.endpoint where organisation = $1', [
        organisation,
      ]);
      if (rows.some(({ url }) => url === settings.url)) return 'exists';
      if (rows.length >= MOST_ENDPOINTS) return 'too-many';
      await client.query(
        `insert into webhook.endpoint (id, organisation, url, description, statuses, changes, own_apps, reached, created_at, walk)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'catch-up')`,
        [
          id,
          organisation,
          settings.url,
          settings.description,
          settings.statuses,
          settings.changes,
          settings.ownApps,
          reached,
          at,
        ],
      );
      const secret = await addKeys(client, id, hmac, at);
      return { endpoint: (await this.#find(client, organisation, id))[0]!, secret };
    });
  }

  /** Oldest first. */
  of(organisation: string): Promise<Endpoint[]> {
    return this.#find(this.pool, organisation);
  }

  async one(organisation: string, id: string): Promise<Endpoint | undefined> {
    return (await this.#find(this.pool, organisation, id))[0];
  }

  /** What is under way goes to where it was sent; the next attempt goes by the new settings. Answers `exists` where another has the URL. */
  async change(organisation: string, id: string, settings: EndpointSettings): Promise<Endpoint | 'exists' | undefined> {
    const { url, description, statuses, changes, ownApps } = settings;
    try {
      await this.pool.query(
        `update webhook.endpoint set url = $3, description = $4, statuses = $5, changes = $6, own_apps = $7 where organisation = $1 and id = $2`,
        [organisation, id, url, description, statuses, changes, ownApps],
      );
    } catch (error) {
      if ((error as { code?: unknown }).code === UNIQUE_VIOLATION) return 'exists';
      throw error;
    }
    return this.one(organisation, id);
  }

  /** With its keys and its deliveries. */
  async remove(organisation: string, id: string): Promise<boolean> {
    const { rowCount } = await this.pool.query('delete from webhook.endpoint where organisation = $1 and id = $2', [
      organisation,
      id,
    ]);
    return rowCount === 1;
  }

  /** New keys, which sign from the next attempt on; those before sign beside them for a day. `hmac` says whether there is a shared secret. */
  async rotate(organisation: string, id: string, hmac: boolean): Promise<Issued | undefined> {
    return transaction(this.pool, async (client) => {
      const { rowCount } = await client.query('select from webhook.endpoint where organisation = $1 and id = $2 for update', [
        organisation,
        id,
      ]);
      if (rowCount === 0) return undefined;
      const at = this.now();
      await client.query('update webhook.key set retires_at = $2 where endpoint = $1 and retires_at is null', [
        id,
        new Date(at.getTime() + OVERLAP_MS),
      ]);
      const secret = await addKeys(client, id, hmac, at);
      return { endpoint: (await this.#find(client, organisation, id))[0]!, secret };
    });
  }

  /** It goes on where it stopped: what it has missed comes first. */
  async enable(organisation: string, id: string): Promise<Endpoint | undefined> {
    await transaction(this.pool, async (client) => {
      const { rowCount } = await client.query(
        `update webhook.endpoint set disabled_at = null, disabled_reason = null, failures = 0, failing_since = null, rests_until = null,
          walk = coalesce(walk, 'catch-up') where organisation = $1 and id = $2 and disabled_at is not null`,
        [organisation, id],
      );
      if (rowCount === 1)
        await client.query('update webhook.delivery set attempts = 0, due_at = $2 where endpoint = $1 and done_at is null', [
          id,
          this.now(),
        ]);
    });
    return this.one(organisation, id);
  }

  /** Everything that it wants after this cursor is sent again, or for the first time, in order; then it goes on. */
  async replay(organisation: string, id: string, after: string): Promise<Endpoint | undefined> {
    await this.pool.query(`update webhook.endpoint set reached = $3, walk = 'replay' where organisation = $1 and id = $2`, [
      organisation,
      id,
      after,
    ]);
    return this.one(organisation, id);
  }

  /** Asks for a test message. Answers its webhook-id, undefined where there is no such endpoint. */
  async test(organisation: string, id: string): Promise<string | undefined> {
    const at = this.now();
    const message = testMessage(randomUUID(), at);
    const { rows } = await this.pool.query<{ id: string }>(
      `with message as (
          insert into webhook.message (key, type, body, created_at)
            select $3, $4, $5, $6 from webhook.endpoint where organisation = $1 and id = $2 returning key)
        insert into webhook.delivery (id, endpoint, message, place, wanted_at, due_at)
          select $7, $2, key, $8, $6, $6 from message returning id`,
      [organisation, id, message.key, message.type, message.body, at, webhookId(id, message), message.place],
    );
    return rows[0]?.id;
  }

  async #find(client: ClientBase | Pool, organisation: string, id?: string): Promise<Endpoint[]> {
    const { rows } = await client.query<Row>(
      `select id, url, description, statuses, changes, own_apps, created_at, failures, failing_since, disabled_at, disabled_reason,
          (select coalesce(json_agg(json_build_object('scheme', k.scheme, 'secret', k.secret) order by k.seq desc), '[]')
            from webhook.key k where k.endpoint = e.id and (k.retires_at is null or k.retires_at > $2)) as keys
        from webhook.endpoint e where organisation = $1 and ($3::uuid is null or id = $3) order by created_at, id`,
      [organisation, this.now(), id],
    );
    return rows.map(ofRow);
  }
}

const UNIQUE_VIOLATION = '23505';

/** Answers the shared secret, where there is one. */
async function addKeys(client: ClientBase, endpoint: string, hmac: boolean, at: Date): Promise<string | undefined> {
  const keys = [newKey('v1a'), ...(hmac ? [newKey('v1')] : [])];
  for (const { scheme, secret } of keys)
    await client.query('insert into webhook.key (endpoint, scheme, secret, created_at) values ($1, $2, $3, $4)', [
      endpoint,
      scheme,
      secret,
      at,
    ]);
  return keys.find(({ scheme }) => scheme === 'v1')?.secret;
}
