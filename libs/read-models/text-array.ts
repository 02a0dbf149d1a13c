// Values on their way into PostgreSQL: everything as text, whole columns as one binary array.
import type { ColumnType, ColumnValue } from './projection.js';

const TEXT_OID = 25;
const HEADER_BYTES = 20;

/**
 * A one-dimensional `text[]` in PostgreSQL's binary format. pg sends a Buffer as binary, which spares both sides the quoting and
 * parsing of the text format.
 */
export function textArray(items: readonly (string | null)[]): Buffer {
  // No character takes more than three bytes for each of its units, and memory that is not written to costs nothing.
  let most = HEADER_BYTES;
  let nulls = 0;
  for (const item of items) {
    most += 4;
    if (item === null) nulls = 1;
    else most += 3 * item.length;
  }
  const array = Buffer.allocUnsafe(most);
  array.writeInt32BE(1, 0);
  array.writeInt32BE(nulls, 4);
  array.writeInt32BE(TEXT_OID, 8);
  array.writeInt32BE(items.length, 12);
  array.writeInt32BE(1, 16);
  let at = HEADER_BYTES;
  for (const item of items) {
    const written = item === null ? -1 : array.write(item, at + 4);
    array.writeInt32BE(written, at);
    at += 4 + Math.max(0, written);
  }
  return array.subarray(0, at);
}

/** The text that PostgreSQL reads as a value of this type. Throws TypeError where the value is of another kind. */
export function columnText(type: ColumnType, value: ColumnValue): string | null {
  if (value === null || value === undefined) return null;
  switch (type) {
    case 'text[]':
      if (typeof value !== 'object') break;
      return arrayText(value);
    case 'boolean':
      if (typeof value !== 'boolean') break;
      return String(value);
    case 'integer':
    case 'bigint':
      if (typeof value !== 'number') break;
      return String(value);
    case 'text':
    case 'date':
    case 'timestamptz':
      if (typeof value !== 'string') break;
      return value;
  }
  throw new TypeError(`${JSON.stringify(value)} is no ${type}`);
}

/** Most arrays hold nothing that wants an escape, which one look at all of it tells. */
function arrayText(items: readonly string[]): string {
  if (items.length === 0) return '{}';
  if (!/["\\]/.test(items.join(''))) return `{"${items.join('","')}"}`;
  return `{${items.map((item) => `"${item.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}
