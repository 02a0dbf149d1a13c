// Templates for reasons and orders, kept by an agency's administrator. They are configuration and no acts: rows with a revision, and a
// record of every change.
import { type Pool } from 'pg';
import { type Agency } from '#domain/account.js';
import { type TemplateKind } from './shipped-templates.js';

export interface Template {
  id: string;
  agency: Agency;
  kind: TemplateKind;
  defect?: string;
  title: string;
  text: string;
  /** 0, 1, 2 … */
  revision: number;
  retired: boolean;
}

/** Who changed it, and by which request: a repetition finds its own change. */
export interface Change {
  command: string;
  request: string;
  account: string;
}

export interface TemplateVersion {
  revision: number;
  account: string;
  title: string;
  text: string;
  retired: boolean;
  changedAt: Date;
}

export interface TemplateFilter {
  kind?: TemplateKind;
  retired: boolean;
}

interface Row extends Omit<Template, 'agency' | 'defect'> {
  agency_kind: string;
  agency_division: string;
  defect: string | null;
}

const templateOf = ({ agency_kind, agency_division, defect, ...row }: Row): Template => ({
  ...row,
  agency: { kind: agency_kind, division: agency_division },
  defect: defect ?? undefined,
});

const COLUMNS = 'id, agency_kind, agency_division, kind, defect, title, text, revision, retired';

/** The change stands beside what it has changed, in one statement. */
const recording = (changed: string, first: number): string => `with changed as (${changed} returning *),
  recorded as (insert into office.template_change (template, revision, command, request, account, title, text, retired)
    select id, revision, $${first}::uuid, $${first + 1}::text, $${first + 2}::text, title, text, retired from changed)
  select ${COLUMNS} from changed`;

export class Templates {
  /** The pool must reach the migrated schema `office`. */
  constructor(private readonly pool: Pool) {}

  async one(id: string): Promise<Template | undefined> {
    const { rows } = await this.pool.query<Row>({
      name: 'a template',
      text: `select ${COLUMNS} from office.template where id = $1`,
      values: [id],
    });
    return rows[0] && templateOf(rows[0]);
  }

  /** Up to `limit` of these agencies, by id, after `after`. */
  async page(agencies: readonly Agency[], { kind, retired }: TemplateFilter, limit: number, after?: string): Promise<Template[]> {
    const { rows } = await this.pool.query<Row>({
      name: 'templates of agencies',
      text: `select ${COLUMNS} from office.template
        where (agency_kind, agency_division) in (select * from unnest($1::text[], $2::text[]))
          and ($3::text is null or kind = $3) and retired = $4 and ($5::text is null or id::text collate "C" > $5::text) order by id limit $6`,
      values: [agencies.map(({ kind }) => kind), agencies.map(({ division }) => division), kind, retired, after, limit],
    });
    return rows.map(templateOf);
  }

  /** Keeps a new one, unless there is one of this id. */
  async add({ id, agency, kind, defect, title, text }: Omit<Template, 'revision' | 'retired'>, by: Change): Promise<void> {
    await this.pool.query({
      name: 'add a template',
      text: recording(
        `insert into office.template (id, agency_kind, agency_division, kind, defect, title, text, revision)
          values ($1, $2, $3, $4, $5, $6, $7, 0) on conflict (id) do nothing`,
        8,
      ),
      values: [id, agency.kind, agency.division, kind, defect, title, text, by.command, by.request, by.account],
    });
  }

  /** The template after the change; undefined where it does not stand at that revision any more, and then nothing is changed. */
  async change(
    { id, revision, defect, title, text, retired }: Omit<Template, 'agency' | 'kind'>,
    by: Change,
  ): Promise<Template | undefined> {
    const { rows } = await this.pool.query<Row>({
      name: 'change a template',
      text: recording(
        `update office.template set defect = $3, title = $4, text = $5, retired = $6, revision = revision + 1
          where id = $1 and revision = $2`,
        7,
      ),
      values: [id, revision, defect, title, text, retired, by.command, by.request, by.account],
    });
    return rows[0] && templateOf(rows[0]);
  }

  /** Hash of the request that was carried out under this command, if one was. */
  async requestOf(command: string): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ request: string }>({
      name: 'change of a template',
      text: 'select request from office.template_change where command = $1',
      values: [command],
    });
    return rows[0]?.request;
  }

  /** Up to `limit` versions, the latest first, from before `before` on. */
  async versions(id: string, limit: number, before?: number): Promise<TemplateVersion[]> {
    const { rows } = await this.pool.query<Omit<TemplateVersion, 'changedAt'> & { changed_at: Date }>({
      name: 'versions of a template',
      text: `select revision, account, title, text, retired, changed_at from office.template_change
        where template = $1 and ($2::bigint is null or revision < $2::bigint) order by revision desc limit $3`,
      values: [id, before, limit],
    });
    return rows.map(({ changed_at, ...row }) => ({ ...row, changedAt: changed_at }));
  }
}
