// Whether the log keeps what its clients were told, and the read models what stands in the log.
import { Client } from 'pg';
import { upcast } from '#application/versions.js';
import { PostgresEventStore } from '#event-store/postgres.js';
import { createPool, serviceConnection } from '#platform/database.js';
import { readModels } from '#read-models/all.js';
import { verify } from '#read-models/verify.js';

/** What clients hold to be true. */
export interface Claims {
  /** Id of the filing by the Idempotency-Key of its submission. */
  filings: ReadonlyMap<string, string>;
  /** Number by the id of the accepted filing. */
  numbers: ReadonlyMap<string, string>;
}

export interface Verdict {
  /** Claims that the log does not know. */
  lost: number;
  /** Submissions in the log that nobody claims, two claims of one, and numbers that were given twice. */
  doubled: number;
  /** Missing positions, and streams with missing revisions. */
  gaps: number;
  /** Rows of read models that a fold of the whole log makes otherwise. */
  differing: number;
}

export const SOUND: Verdict = { lost: 0, doubled: 0, gaps: 0, differing: 0 };

/** Judges the whole log in the database of `url`, and what its read models show, compared as of where they stand. */
export async function judge(url: string, claims: Claims): Promise<Verdict> {
  return { ...(await judgeLog(url, claims)), differing: await differingRows(url) };
}

/** The same without the read models: the whole log all the same, for an event of long ago is as easily lost as one of just now. */
export async function judgeLog(url: string, claims: Claims): Promise<Omit<Verdict, 'differing'>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return { ...(await judgeClaims(client, claims)), gaps: await gapsIn(client) };
  } finally {
    await client.end();
  }
}

async function judgeClaims(client: Client, { filings, numbers }: Claims): Promise<Pick<Verdict, 'lost' | 'doubled'>> {
  const { rows } = await client.query<{ filing: string; type: string; number: string | null }>(
    `select substr(stream, 8) as filing, type, case type when 'FilingAccepted' then data::jsonb->>'number' end as number
       from log.events where type in ('FilingSubmitted', 'FilingAccepted')`,
  );
  const submitted = rows.filter(({ type }) => type === 'FilingSubmitted').map(({ filing }) => filing);
  const accepted = rows.filter(({ type }) => type === 'FilingAccepted').map(({ filing, number }) => [filing, number] as const);
  const known = new Set(submitted);
  const given = new Map(accepted);
  const claimed = new Set(filings.values());
  return {
    lost:
      [...claimed].filter((filing) => !known.has(filing)).length +
      [...numbers].filter(([filing, number]) => given.get(filing) !== number).length,
    doubled:
      submitted.filter((filing) => !claimed.has(filing)).length +
      (submitted.length - known.size) +
      (filings.size - claimed.size) +
      (accepted.length - new Set(accepted.map(([, number]) => number)).size),
  };
}

async function gapsIn(client: Client): Promise<number> {
  const { rows } = await client.query<{ gaps: number }>(
    `select ((select position from log.log_head) - count(*) + (select count(*) from (
         select from log.events group by stream having count(*) <> max(revision) + 1
       ) as holed))::int as gaps from log.events`,
  );
  return rows[0]!.gaps;
}

async function differingRows(url: string): Promise<number> {
  const pool = createPool({ url, name: 'judge', max: 2, statementTimeout: 0 });
  const reader = new PostgresEventStore({ connection: serviceConnection({ url, name: 'judge', statementTimeout: 0 }) });
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  try {
    let differing = 0;
    for (const model of readModels) differing += (await verify({ pool, reader, upcast, log }, model)).differences.length;
    return differing;
  } finally {
    await reader.close();
    await pool.end();
  }
}
