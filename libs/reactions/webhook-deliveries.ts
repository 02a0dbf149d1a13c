// How what was sent to an endpoint has fared, for whoever owns it.
import { type Pool } from 'pg';

export interface Delivery {
  /** The webhook-id. */
  id: string;
  /** Newest first, by this number. */
  seq: number;
  type: string;
  /** Of the change. */
  cursor?: string;
  status: DeliveryStatus;
  attempts: number;
  wantedAt: Date;
  lastAttemptAt?: Date;
  /** Absent where there will be none. */
  nextAttemptAt?: Date;
  doneAt?: Date;
  /** Of the last answer. */
  responseStatus?: number;
  /** Why the last attempt failed, by a code. */
  error?: string;
}

export interface DeliveryFilter {
  status?: DeliveryStatus;
  limit: number;
  /** Those before this number. */
  before?: number;
}

export const deliveryStatuses = ['pending', 'delivered', 'given-up'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

interface Row {
  id: string;
  seq: string;
  type: string;
  cursor: string | null;
  outcome: 'delivered' | 'given-up' | null;
  attempts: number;
  wanted_at: Date;
  tried_at: Date | null;
  due_at: Date;
  done_at: Date | null;
  response_status: number | null;
  last_error: string | null;
}

export class WebhookDeliveries {
  /** The pool must reach the migrated schema `webhook`. */
  constructor(private readonly pool: Pool) {}

  /** Newest first. Nothing of another organisation's endpoint. */
  async list(organisation: string, endpoint: string, { status, limit, before }: DeliveryFilter): Promise<Delivery[]> {
    const { rows } = await this.pool.query<Row>({
      text: `select d.id, d.seq, m.type, m.body::json -> 'data' ->> 'cursor' as cursor, d.outcome, d.attempts, d.wanted_at, d.tried_at,
            greatest(d.due_at, e.rests_until) as due_at, d.done_at, d.response_status, d.last_error
          from webhook.endpoint e join webhook.delivery d on d.endpoint = e.id join webhook.message m on m.key = d.message
          where e.organisation = $1 and e.id = $2 and ($3::text is null or coalesce(d.outcome, 'pending') = $3)
            and ($4::bigint is null or d.seq < $4) order by d.seq desc limit $5`,
      values: [organisation, endpoint, status, before, limit],
    });
    return rows.map((row) => ({
      ...{
        id: row.id,
        seq: Number(row.seq),
        type: row.type,
        cursor: row.cursor ?? undefined,
        status: row.outcome ?? 'pending',
        attempts: row.attempts,
      },
      ...{ wantedAt: row.wanted_at, lastAttemptAt: row.tried_at ?? undefined, doneAt: row.done_at ?? undefined },
      nextAttemptAt: row.outcome === null ? row.due_at : undefined,
      ...{ responseStatus: row.response_status ?? undefined, error: row.last_error ?? undefined },
    }));
  }
}
