// Reads a published list or cancellation notice as CSV. Every record is judged for itself and named by its line.
import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';

/** The published columns, and the names under which the API takes them. */
const columns = {
  list: {
    序号: 'sequence',
    算法名称: 'algorithmName',
    角色: 'role',
    主体名称: 'entityName',
    应用产品: 'products',
    主要用途: 'mainUse',
    备案编号: 'number',
    备注: 'remarks',
  },
  cancellations: {
    公告日期: 'noticeDate',
    算法名称: 'algorithmName',
    角色或算法类别: 'roleOrCategory',
    主体名称: 'entityName',
    应用产品: 'products',
    备案编号: 'number',
    注销时间: 'cancelledIn',
  },
} as const;

export type Kind = keyof typeof columns;
export type ImportRow = { line: number } & Record<string, string | number>;

export type Read = { row: ImportRow } | { line: number; fault: string };

export interface PublishedFile {
  kind: Kind;
  records: AsyncIterable<Read>;
}

/** The file is not one of the two publications. */
export class UnknownFile extends Error {}

/** No honest cell comes near this many bytes. */
const MAX_CELL = 64 * 1024;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

const decode = (cell: Buffer): string | undefined => {
  try {
    return utf8.decode(cell);
  } catch {
    return undefined;
  }
};

interface Parsed {
  record: Buffer[];
  info: { lines: number; error?: Error };
}

/** Opens the file and reads its header. Throws UnknownFile, or what reading the file throws. */
export async function openPublishedFile(path: string): Promise<PublishedFile> {
  const parser = createReadStream(path).pipe(
    // Cells stay bytes, so that one that is not UTF-8 spoils its own row only.
    parse({ encoding: null, bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true, info: true }),
  );
  const records = parser[Symbol.asyncIterator]() as AsyncIterator<Parsed>;
  const first = await records.next();
  const header = first.done ? [] : first.value.record.map((cell) => decode(cell)?.trim());
  const kind = (Object.keys(columns) as Kind[]).find((name) =>
    Object.keys(columns[name]).every((column) => header.includes(column)),
  );
  if (!kind) throw new UnknownFile(`${path} has neither the columns of a published list nor those of a cancellation notice`);
  return { kind, records: rows(kind, header, records) };
}

async function* rows(kind: Kind, header: (string | undefined)[], records: AsyncIterator<Parsed>): AsyncGenerator<Read> {
  const places = Object.entries(columns[kind]).map(([column, name]) => ({ column, name, index: header.indexOf(column) }));
  let line = 2;
  let place = 0;
  for (;;) {
    let next: IteratorResult<Parsed>;
    try {
      next = await records.next();
    } catch (error) {
      // A quotation mark that is never closed: nothing after it can be told apart.
      yield { line, fault: error instanceof Error ? error.message : String(error) };
      return;
    }
    if (next.done) return;
    const { record, info } = next.value;
    const at = line;
    line = info.lines + 1;
    place += 1;
    yield readRecord(at, place, record);
  }

  function readRecord(at: number, sequence: number, record: Buffer[]): Read {
    if (record.length !== header.length)
      return { line: at, fault: `${record.length} cells where the header has ${header.length} columns` };
    const row: ImportRow = { line: at };
    for (const { column, name, index } of places) {
      const cell = record[index];
      if (cell === undefined) return { line: at, fault: `${column} is missing` };
      if (cell.length > MAX_CELL)
        return { line: at, fault: `${column} holds ${cell.length} bytes, more than the ${MAX_CELL} that are taken` };
      const text = decode(cell);
      if (text === undefined) return { line: at, fault: `${column} is not UTF-8` };
      row[name] = text;
    }
    if (kind === 'cancellations') return { row: { ...row, sequence } };
    if (!/^[1-9]\d{0,5}$/.test(String(row.sequence).trim())) return { line: at, fault: '序号 is not a number' };
    return { row: { ...row, sequence: Number(row.sequence) } };
  }
}
