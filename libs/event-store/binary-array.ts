// Arrays in PostgreSQL's binary form. As text, each element would be escaped here and parsed again there: a third of an append.

const OID = { int: 23, text: 25, uuid: 2950, bytea: 17 } as const;
const HEADER_BYTES = 20;

function header(bytes: number, oid: number, count: number): Buffer {
  const array = Buffer.allocUnsafe(HEADER_BYTES + bytes);
  array.writeInt32BE(1, 0); // dimensions
  array.writeInt32BE(0, 4); // no nulls
  array.writeInt32BE(oid, 8);
  array.writeInt32BE(count, 12);
  array.writeInt32BE(1, 16); // first index
  return array;
}

function bytesArray(oid: number, items: readonly Uint8Array[]): Buffer {
  const array = header(
    items.reduce((sum, item) => sum + 4 + item.length, 0),
    oid,
    items.length,
  );
  let at = HEADER_BYTES;
  for (const item of items) {
    at = array.writeInt32BE(item.length, at);
    array.set(item, at);
    at += item.length;
  }
  return array;
}

/** `text[]` of texts that are already UTF-8. */
export const textArray = (items: readonly Uint8Array[]): Buffer => bytesArray(OID.text, items);

export const byteaArray = (items: readonly Uint8Array[]): Buffer => bytesArray(OID.bytea, items);

/** `int[]`; each item a whole number of 32 bits. */
export function intArray(items: readonly number[]): Buffer {
  const array = header(items.length * 8, OID.int, items.length);
  let at = HEADER_BYTES;
  for (const item of items) at = array.writeInt32BE(item, array.writeInt32BE(4, at));
  return array;
}

/** `uuid[]`; each item in its usual form with hyphens. */
export function uuidArray(items: readonly string[]): Buffer {
  const array = header(items.length * 20, OID.uuid, items.length);
  let at = HEADER_BYTES;
  for (const item of items) {
    at = array.writeInt32BE(16, at);
    at += array.write(item.replaceAll('-', ''), at, 'hex');
  }
  return array;
}
