// Who was refused what, and who read what is confidential. The row is written first: what cannot be recorded does not happen.
import { type Pool } from 'pg';
import { isConnectionLoss } from '#platform/database.js';

export interface Access {
  /** The account's id, our own, never a token's subject. */
  account: string;
  /** Kind and division, such as `cac-110000`. */
  agency?: string;
  /** The organisation that the account acts for. */
  subject?: string;
  action: string;
  /** The stream, or whatever else was to be read or done. */
  object: string;
  /** The rule that allowed it, or `none`. */
  rule: string;
  outcome: 'allowed' | 'denied';
  requestId: string;
}

/** The act must not take place and a denial must not be answered as such. Whether a row was written is unknown. */
export class AuditUnavailable extends Error {
  constructor(cause: unknown) {
    super('the record of access cannot be written', { cause });
    this.name = 'AuditUnavailable';
  }
}

interface Waiting {
  entry: Access;
  resolve: () => void;
  reject: (error: AuditUnavailable) => void;
}

const BATCH = 500;

/** Those who come while a statement is under way share the next one, and its commit. */
export class AccessAudit {
  #waiting: Waiting[] = [];
  #writing = false;

  /** The pool must reach the migrated schema `vault`. */
  constructor(private readonly pool: Pool) {}

  /**
   * Durable when it resolves. A process that dies between the row and the answer, or a lost reply, leaves a row of an act that did not take
   * place, or two of one that was tried again; never an act without its row.
   *
   * @throws AuditUnavailable
   */
  record(entry: Access): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ entry, resolve, reject });
      if (!this.#writing) void this.#write();
    });
  }

  async #write(): Promise<void> {
    this.#writing = true;
    while (this.#waiting.length > 0) await this.#settle(this.#waiting.splice(0, BATCH));
    this.#writing = false;
  }

  async #settle(batch: readonly Waiting[]): Promise<void> {
    try {
      await this.#insert(batch.map(({ entry }) => entry));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      // Refused as a whole, nothing of it written: alone, each fails or succeeds by itself, and one that nobody can store harms nobody else.
      if (batch.length > 1 && !isConnectionLoss(error)) for (const one of batch) await this.#settle([one]);
      else for (const { reject } of batch) reject(new AuditUnavailable(error));
    }
  }

  async #insert(entries: readonly Access[]): Promise<void> {
    const column = (name: keyof Access) => entries.map((entry) => entry[name] ?? null);
    await this.pool.query({
      name: 'vault-access',
      text: `insert into vault.access (account, agency, subject, action, object, rule, outcome, request_id)
             select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])`,
      values: [
        column('account'),
        column('agency'),
        column('subject'),
        column('action'),
        column('object'),
        column('rule'),
        column('outcome'),
        column('requestId'),
      ],
    });
  }
}
