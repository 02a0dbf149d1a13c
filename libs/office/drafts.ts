// Forms that a filer has begun and not handed in. They are no acts and nothing follows from them, so they are rows and no events; they may
// name people, and are gone when they are discarded, or when nobody has touched them for long.
import { type Pool } from 'pg';

/** What can be begun, with the kind of matter that it concerns where there is one already. */
export const draftKinds = {
  registration: undefined,
  filing: undefined,
  resubmission: 'filing',
  change: 'filing',
  cancellation: 'filing',
  assessment: 'assessment',
  'order-answer': 'order',
  'inspection-answer': 'inspection',
  'penalty-answer': 'penalty',
  'incident-report': undefined,
} as const;
export type DraftKind = keyof typeof draftKinds;

export interface Draft {
  id: string;
  /** The organisation whose accounts have it. */
  subject: string;
  kind: DraftKind;
  /** The name of the matter's stream. */
  of?: string;
  title?: string;
  /** As far as the form has been filled in: nothing of it has been checked. */
  content: object;
  /** 0, 1, 2 … */
  revision: number;
  /** Hash of the request that began it. */
  request: string;
  /** Account that saved it last. */
  changedBy: string;
  changedAt: Date;
}

/** Without what has been filled in. */
export type DraftSummary = Omit<Draft, 'content'>;

export type NewDraft = Omit<Draft, 'revision'>;

export type DraftForm = Pick<Draft, 'title' | 'content'>;

/** Of one organisation; a list of them needs no pages. */
export const MOST_DRAFTS = 100;

/** How long a draft is kept after it was saved last. */
export const DRAFT_DAYS = 180;
const DAY_MS = 86_400_000;

export const keptUntil = ({ changedAt }: Pick<Draft, 'changedAt'>): Date => new Date(changedAt.getTime() + DRAFT_DAYS * DAY_MS);

interface Row {
  id: string;
  subject: string;
  kind: DraftKind;
  matter: string | null;
  title: string | null;
  revision: number;
  request: string;
  changed_by: string;
  changed_at: Date;
}

const summaryOf = ({ matter, title, changed_by, changed_at, ...row }: Row): DraftSummary => ({
  ...row,
  of: matter ?? undefined,
  title: title ?? undefined,
  changedBy: changed_by,
  changedAt: changed_at,
});

const draftOf = ({ content, ...row }: Row & { content: object }): Draft => ({ ...summaryOf(row), content });

const SUMMARY = 'id, subject, kind, matter, title, revision, request, changed_by, changed_at';
const COLUMNS = `${SUMMARY}, content`;

export class Drafts {
  /** The pool must reach the migrated schema `office`. */
  constructor(private readonly pool: Pool) {}

  async one(id: string): Promise<Draft | undefined> {
    const { rows } = await this.pool.query<Row & { content: object }>({
      name: 'a draft',
      text: `select ${COLUMNS} from office.draft where id = $1`,
      values: [id],
    });
    return rows[0] && draftOf(rows[0]);
  }

  /** All of this organisation, what was saved last first. */
  async of(subject: string, { kind, of }: { kind?: DraftKind; of?: string }): Promise<DraftSummary[]> {
    const { rows } = await this.pool.query<Row>({
      name: 'drafts of an organisation',
      text: `select ${SUMMARY} from office.draft
        where subject = $1 and ($2::text is null or kind = $2) and ($3::text is null or matter = $3) order by changed_at desc, id`,
      values: [subject, kind, of],
    });
    return rows.map(summaryOf);
  }

  /** Keeps a new one, unless there is one of this id, and answers the one that is there; undefined where its organisation has as many as may be. */
  async add({ id, subject, kind, of, title, content, request, changedBy, changedAt }: NewDraft): Promise<Draft | undefined> {
    await this.pool.query({
      name: 'add a draft',
      text: `insert into office.draft (id, subject, kind, matter, title, content, request, changed_by, changed_at)
        select $1::uuid, $2::text, $3::text, $4::text, $5::text, $6::json, $7::text, $8::text, $9::timestamptz
          where (select count(*) from office.draft where subject = $2::text) < ${MOST_DRAFTS}
        on conflict (id) do nothing`,
      values: [id, subject, kind, of, title, JSON.stringify(content), request, changedBy, changedAt],
    });
    return this.one(id);
  }

  /** The draft as it is saved now; undefined where it does not stand at that revision any more, and then nothing is saved. */
  async save(
    id: string,
    revision: number,
    { title, content }: DraftForm,
    by: { account: string; at: Date },
  ): Promise<Draft | undefined> {
    const { rows } = await this.pool.query<Row & { content: object }>({
      name: 'save a draft',
      text: `update office.draft set title = $3, content = $4, changed_by = $5, changed_at = $6, revision = revision + 1
        where id = $1 and revision = $2 returning ${COLUMNS}`,
      values: [id, revision, title, JSON.stringify(content), by.account, by.at],
    });
    return rows[0] && draftOf(rows[0]);
  }

  /** Whether it stood at that revision, and is gone now. */
  async discard(id: string, revision: number): Promise<boolean> {
    const { rowCount } = await this.pool.query({
      name: 'discard a draft',
      text: 'delete from office.draft where id = $1 and revision = $2',
      values: [id, revision],
    });
    return rowCount === 1;
  }

  /** Discards those that nobody has saved for `DRAFT_DAYS` before `now`; answers how many. */
  async forget(now: Date): Promise<number> {
    const { rowCount } = await this.pool.query({
      name: 'forget drafts',
      text: 'delete from office.draft where changed_at <= $1',
      values: [new Date(now.getTime() - DRAFT_DAYS * DAY_MS)],
    });
    return rowCount ?? 0;
  }
}
