// Machines that organisations let sign in to accounts of their own, each by a key. The embedded provider looks here for every token that it
// gives, so that what is changed here counts at once.
import { type ClientMetadata } from 'oidc-provider';
import { type Pool } from 'pg';
import { type ClientKey } from './client-keys.js';

export interface MachineClient {
  /** `client_id` at the token endpoint, and the id of its account. */
  id: string;
  /** The organisation. */
  subject: string;
  name: string;
  key: ClientKey;
  /** 0, 1, 2 … */
  revision: number;
  /** Hash of the request that registered it. */
  request: string;
  registeredBy: string;
  registeredAt: Date;
  /** Since its key was replaced. */
  keyChangedBy?: string;
  keyChangedAt?: Date;
  closedAt?: Date;
}

export type NewClient = Pick<MachineClient, 'id' | 'subject' | 'name' | 'key' | 'request' | 'registeredBy' | 'registeredAt'>;

/** Open ones of an organisation; a list of them needs no pages. */
export const MOST_CLIENTS = 20;

interface Row {
  id: string;
  subject: string;
  name: string;
  key: ClientKey;
  revision: number;
  request: string;
  registered_by: string;
  registered_at: Date;
  key_changed_by: string | null;
  key_changed_at: Date | null;
  closed_at: Date | null;
}

const clientOf = ({ registered_by, registered_at, key_changed_by, key_changed_at, closed_at, ...row }: Row): MachineClient => ({
  ...row,
  registeredBy: registered_by,
  registeredAt: registered_at,
  keyChangedBy: key_changed_by ?? undefined,
  keyChangedAt: key_changed_at ?? undefined,
  closedAt: closed_at ?? undefined,
});

const COLUMNS =
  'id, subject, name, key, revision, request, registered_by, registered_at, key_changed_by, key_changed_at, closed_at';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export class MachineClients {
  /** The pool must reach the migrated schema `identity`. */
  constructor(private readonly pool: Pool) {}

  async one(id: string): Promise<MachineClient | undefined> {
    if (!UUID.test(id)) return undefined;
    const { rows } = await this.pool.query<Row>({
      name: 'identity-client',
      text: `select ${COLUMNS} from identity.client where id = $1`,
      values: [id],
    });
    return rows[0] && clientOf(rows[0]);
  }

  /** All of this organisation that are open, and then those that were closed last, a hundred at most. */
  async of(subject: string): Promise<MachineClient[]> {
    const { rows } = await this.pool.query<Row>({
      name: 'identity-clients-of',
      text: `select ${COLUMNS} from identity.client where subject = $1
        order by closed_at desc nulls first, registered_at, id limit 100`,
      values: [subject],
    });
    return rows.map(clientOf);
  }

  async open(subject: string): Promise<number> {
    const { rows } = await this.pool.query<{ n: number }>({
      name: 'identity-clients-open',
      text: 'select count(*)::int as n from identity.client where subject = $1 and closed_at is null',
      values: [subject],
    });
    return rows[0]!.n;
  }

  /** Keeps it, unless there is one of this id; answers the one that is there. */
  async add({ id, subject, name, key, request, registeredBy, registeredAt }: NewClient): Promise<MachineClient> {
    await this.pool.query({
      name: 'identity-client-add',
      text: `insert into identity.client (id, subject, name, key, request, registered_by, registered_at)
        values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing`,
      values: [id, subject, name, JSON.stringify(key), request, registeredBy, registeredAt],
    });
    return (await this.one(id))!;
  }

  /** From now on it signs in by this key alone; undefined where it does not stand at that revision any more, or is closed. */
  async replaceKey(
    id: string,
    revision: number,
    key: ClientKey,
    by: { account: string; at: Date },
  ): Promise<MachineClient | undefined> {
    const { rows } = await this.pool.query<Row>({
      name: 'identity-client-key',
      text: `update identity.client set key = $3, key_changed_by = $4, key_changed_at = $5, revision = revision + 1
        where id = $1 and revision = $2 and closed_at is null returning ${COLUMNS}`,
      values: [id, revision, JSON.stringify(key), by.account, by.at],
    });
    return rows[0] && clientOf(rows[0]);
  }

  /** It gets no token any more. A repetition, or an account that is no machine's, changes nothing. */
  async close(id: string, at: Date): Promise<void> {
    await this.pool.query({
      name: 'identity-client-close',
      text: 'update identity.client set closed_at = $2, revision = revision + 1 where id = $1 and closed_at is null',
      values: [id, at],
    });
  }

  /** As the provider knows it; undefined where there is none that may sign in. */
  async metadata(id: string): Promise<ClientMetadata | undefined> {
    const client = await this.one(id);
    if (!client || client.closedAt) return undefined;
    return {
      client_id: client.id,
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: client.key.alg,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      jwks: { keys: [{ ...client.key, use: 'sig' }] },
    };
  }
}
