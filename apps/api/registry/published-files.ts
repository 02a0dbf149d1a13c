// The published lists as files: byte for byte the same whenever they are written as of the same position.
import { type Position } from '#event-store/event-store.js';
import { csvLine, listColumns, listLines, noticeColumns, noticeLines } from '#read-models/csv.js';
import { publicRegistry } from '#read-models/public-registry.js';
import { type RegistryFiles, type RegistryList } from '#read-models/registry-files.js';
import { type RegistryRow } from '#read-models/registry-row.js';
import { BOM } from '#api/http/csv-stream.js';
import { registryEntry } from './registry-entry.js';

/** How entries are written down. Its last number is raised whenever the same rows would be written with other bytes. */
export const FILE_FORM = `${publicRegistry.version}.1`;

interface FileKind {
  list: RegistryList;
  mediaType: string;
  beginning: string;
  /** A writer of lots, in the order of the list. */
  lines(): (rows: readonly RegistryRow[]) => string;
}

const CSV = 'text/csv; charset=utf-8; header=present';

const kinds = {
  'filings.csv': { list: 'filings', mediaType: CSV, beginning: BOM + csvLine(listColumns), lines: listLines },
  'cancellations.csv': {
    list: 'cancellations',
    mediaType: CSV,
    beginning: BOM + csvLine(noticeColumns),
    lines: () => noticeLines,
  },
  'entries.ndjson': {
    list: 'entries',
    mediaType: 'application/x-ndjson; charset=utf-8',
    beginning: '',
    // As of a position, which knows no hour: measures stand from their service on.
    lines: () => (rows) => rows.map((row) => `${JSON.stringify(registryEntry(row))}\n`).join(''),
  },
} as const satisfies Record<string, FileKind>;

export type FileName = keyof typeof kinds;
export const fileNames = Object.keys(kinds) as FileName[];
export const isFileName = (text: string): text is FileName => Object.hasOwn(kinds, text);
export const mediaTypeOf = (name: FileName): string => kinds[name].mediaType;

export interface Piece {
  bytes: Buffer;
  /** Entries in it. */
  rows: number;
}

/** The file as of the position, in pieces: no more of it is held than one. Throws as `RegistryFiles.asOf`. */
export async function* piecesOf(files: RegistryFiles, position: Position, name: FileName): AsyncGenerator<Piece> {
  const { list, beginning, lines } = kinds[name];
  if (beginning !== '') yield { bytes: Buffer.from(beginning), rows: 0 };
  const write = lines();
  for await (const rows of files.asOf(position, list)) yield { bytes: Buffer.from(write(rows)), rows: rows.length };
}
