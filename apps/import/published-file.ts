// Reads a published list or cancellation notice as CSV. Every record is judged for itself and named by its line.
import { createReadStream } from 'node:fs';
import { type Cell, type CsvRecord, csvRecords } from './csv-records.js';

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

/** `end` is how many bytes of the file have been read with it. */
export type Read = ({ row: ImportRow } | { line: number; fault: string }) & { end: number };

export interface PublishedFile {
  kind: Kind;
  records: AsyncIterable<Read>;
}

/** The file is not one of the two publications. */
export class UnknownFile extends Error {}

/** The service takes 5,000 characters; no character has more than four bytes. */
const MAX_CELL = 20_000;
const MAX_CELLS = 64;

// A byte order mark inside the file is a character of its cell.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const decode = ({ bytes }: Cell): string | undefined => {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
};

/** Opens the file and reads its header. Throws UnknownFile, or what reading the file throws. */
export async function openPublishedFile(path: string): Promise<PublishedFile> {
  const records = csvRecords(createReadStream(path), { bytesInCell: MAX_CELL, cells: MAX_CELLS });
  const first = await records.next();
  const header = first.done ? [] : first.value.cells.map((cell) => decode(cell)?.trim());
  const kind = (Object.keys(columns) as Kind[]).find((name) =>
    Object.keys(columns[name]).every((column) => header.includes(column)),
  );
  if (!kind)
    throw new UnknownFile(
      `${path} has neither the columns of a published list nor those of a cancellation notice, in UTF-8 and with commas between them`,
    );
  return { kind, records: rows(kind, header, records) };
}

async function* rows(
  kind: Kind,
  header: readonly (string | undefined)[],
  records: AsyncIterable<CsvRecord>,
): AsyncGenerator<Read> {
  const places = Object.entries(columns[kind]).map(([column, name]) => ({ column, name, index: header.indexOf(column) }));
  let place = 0;
  for await (const record of records) {
    place += 1;
    const { line, end } = record;
    const read = readRecord(record, place);
    yield typeof read === 'string' ? { line, fault: read, end } : { row: read, end };
  }

  /** The row, or what is wrong with it. */
  function readRecord({ line, cells, width, fault }: CsvRecord, place: number): ImportRow | string {
    if (fault !== undefined) return fault;
    if (width !== header.length) return `${width} cells where the header has ${header.length} columns`;
    const row: ImportRow = { line };
    for (const { column, name, index } of places) {
      const cell = cells[index];
      if (cell === undefined) return `${column} is missing`;
      if (cell.length > MAX_CELL) return `${column} holds ${cell.length} bytes, more than the ${MAX_CELL} that are taken`;
      const text = decode(cell);
      if (text === undefined) return `${column} is not UTF-8`;
      // The service refuses a whole request over this character.
      if (text.includes('\0')) return `${column} holds a NUL character`;
      row[name] = text;
    }
    if (kind === 'cancellations') return { ...row, sequence: place };
    if (!/^[1-9]\d{0,6}$/.test(String(row.sequence).trim())) return '序号 is not a number';
    return { ...row, sequence: Number(row.sequence) };
  }
}
