// What the embedded provider must remember between requests (sessions, codes, grants, used assertions), in one table.
import { type Adapter, type AdapterFactory, type AdapterPayload } from 'oidc-provider';
import { type Pool } from 'pg';
import { MachineClients } from './clients.js';

interface Row {
  payload: string;
  consumed: string | null;
}

/** No identifier of ours holds NUL, which PostgreSQL's text cannot hold: what asks for one asks for nothing that exists. */
const storable = (key: string) => !key.includes('\0');

class ProviderStateAdapter implements Adapter {
  constructor(
    private readonly pool: Pool,
    private readonly kind: string,
  ) {}

  /** `expiresIn` in seconds; without it the row stays until it is destroyed. */
  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    await this.pool.query({
      name: 'identity-state-upsert',
      text: `insert into identity.provider_state (kind, id, payload, grant_id, uid, user_code, expires_at)
             values ($1, $2, $3, $4, $5, $6, now() + make_interval(secs => $7::double precision))
             on conflict (kind, id) do update
                set payload = excluded.payload, grant_id = excluded.grant_id, uid = excluded.uid,
                    user_code = excluded.user_code, expires_at = excluded.expires_at`,
      values: [this.kind, id, JSON.stringify(payload), payload.grantId, payload.uid, payload.userCode, expiresIn],
    });
  }

  find(id: string): Promise<AdapterPayload | undefined> {
    return this.one('id', id);
  }

  findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.one('uid', uid);
  }

  findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.one('user_code', userCode);
  }

  async consume(id: string): Promise<void> {
    await this.pool.query(`update identity.provider_state set consumed_at = now() where kind = $1 and id = $2`, [this.kind, id]);
  }

  async destroy(id: string): Promise<void> {
    await this.pool.query(`delete from identity.provider_state where kind = $1 and id = $2`, [this.kind, id]);
  }

  /** Whatever came of one grant goes with it, of every kind. */
  async revokeByGrantId(grantId: string): Promise<void> {
    await this.pool.query(`delete from identity.provider_state where grant_id = $1`, [grantId]);
  }

  private async one(column: 'id' | 'uid' | 'user_code', key: string): Promise<AdapterPayload | undefined> {
    if (!storable(key)) return undefined;
    const { rows } = await this.pool.query<Row>({
      name: `identity-state-by-${column}`,
      text: `select payload, extract(epoch from consumed_at)::bigint::text as consumed
               from identity.provider_state
              where kind = $1 and ${column} = $2 and (expires_at is null or expires_at > now())`,
      values: [this.kind, key],
    });
    const [row] = rows;
    if (!row) return undefined;
    const payload = JSON.parse(row.payload) as AdapterPayload;
    return row.consumed === null ? payload : { ...payload, consumed: Number(row.consumed) };
  }
}

/** Organisations register clients, and never the provider: it finds them. */
class ClientAdapter extends ProviderStateAdapter {
  private readonly clients: MachineClients;

  constructor(pool: Pool) {
    super(pool, 'Client');
    this.clients = new MachineClients(pool);
  }

  override find(id: string): Promise<AdapterPayload | undefined> {
    return this.clients.metadata(id);
  }
}

/** Makes the adapters of a provider, one for each of its kinds of record. Their methods throw what `pg` throws. */
export const providerAdapter =
  (pool: Pool): AdapterFactory =>
  (kind) =>
    kind === 'Client' ? new ClientAdapter(pool) : new ProviderStateAdapter(pool, kind);

/** Removes what has expired; answers how many rows. */
export async function removeExpired(pool: Pool): Promise<number> {
  const { rowCount } = await pool.query(`delete from identity.provider_state where expires_at <= now()`);
  return rowCount ?? 0;
}

/**
 * Removes what has expired, every `everyMs` milliseconds, until the answered function is called; that one resolves when a
 * removal under way has ended. A removal that fails is reported to `failed` and made good by the next one.
 */
export function sweepExpired(pool: Pool, everyMs: number, failed: (error: unknown) => void): () => Promise<void> {
  let running: Promise<unknown> | undefined;
  const timer = setInterval(() => {
    running ??= removeExpired(pool)
      .catch(failed)
      .finally(() => (running = undefined));
  }, everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
