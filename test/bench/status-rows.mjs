// Statuses of many filings, as the read model would keep them, written straight into its table: no log stands behind them.
import '../support/register-typescript.mjs';
import { asOwner } from './embedded.mjs';

const the = await import('../support/filing-commands.ts');
const { asStored, filingId } = await import('../support/registry-rows.ts');
const { issueFilingNumber } = await import('../../dist/libs/domain/filing-number.js');
const { foldProjection } = await import('../../dist/libs/read-models/projection.js');
const { storeStatus } = await import('../../dist/libs/read-models/store-status.js');

const { row } = foldProjection(storeStatus, asStored(the.happened(...the.filed))).rows.get(filingId);

const padded = (n, digits) => String(n).padStart(digits, '0');
export const numberOf = (n) =>
  issueFilingNumber({ division: '110108', entity: padded(n % 5_000_000, 7), year: 24, sequence: 1 + Math.floor(n / 5_000_000) });
export const appOf = (n) => `example.yunying.app${n}`;

const rowOf = (n) => ({
  ...row,
  id: `00000000-0000-5000-8000-${padded(n, 12)}`,
  number: numberOf(n),
  filedAs: { ...row.filedAs, creditCode: `91110108MA${padded(n, 7)}X` },
  content: {
    ...row.content,
    products: [{ name: `云影${n}`, form: 'app', apps: ['android', 'ios'].map((platform) => ({ platform, id: appOf(n) })) }],
  },
});

const LOT = 5_000;

/** The table that answers. */
export const liveTable = async (url) =>
  `read.store_status_g${(await asOwner(url, `select generation as number from read.pointer where name = 'store-status'`))[0].number}`;

/** Adds the filings from `first` on. */
export async function fillStatuses(url, { first, count }) {
  const table = await liveTable(url);
  for (let begin = first; begin < first + count; begin += LOT) {
    const rows = Array.from({ length: Math.min(LOT, first + count - begin) }, (_, i) => rowOf(begin + i));
    await asOwner(
      url,
      `insert into ${table} (key, doc, position, number, place)
        select key, doc, $4, number, 0 from unnest($1::text[], $2::text[], $3::text[]) as u (key, doc, number)`,
      [rows.map(({ id }) => id), rows.map((one) => JSON.stringify(one)), rows.map(({ number }) => number), row.news.position],
    );
  }
  await asOwner(url, `analyze ${table}`);
}
