// What every engine stores of an event, and what every engine refuses: the two logs must hold the same bytes.
import { canonical, isUnicode } from './canonical.js';
import { type Json, MAX_EVENT_BYTES, type NewEvent, NO_STREAM, UnstorableEvent } from './event-store.js';

/** An index entry of PostgreSQL ends at about 2,700 bytes, and a name is one. */
const MAX_NAME_BYTES = 1024;
/** Far below the end of PostgreSQL's int, so that no sum of a revision and a number of events passes it. */
const MAX_REVISION = 0x3fffffff;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** The escape of NUL, told from an escaped backslash before a plain `u0000`. */
const ESCAPED_NUL = /(?<!\\)(?:\\\\)*\\u0000/;

/** An event as it is stored: texts in UTF-8, `data` and `meta` canonical. */
export interface EncodedEvent {
  id: string;
  type: Buffer;
  version: number;
  data: Buffer;
  meta: Buffer;
  salt: Uint8Array;
}

/** Whether a stream can have this name: 1 to 1024 bytes of Unicode without NUL. Of any other there is nothing to read. */
export const isStreamName = (stream: string): boolean =>
  stream !== '' && isUnicode(stream) && !stream.includes('\0') && Buffer.byteLength(stream) <= MAX_NAME_BYTES;

/**
 * Encodes what is handed to `append`. Throws UnstorableEvent for what no engine may hold, and RangeError for a call that is
 * wrong whatever the log holds: no events, or an `expected` that is no revision.
 */
export function encode(stream: string, events: readonly NewEvent[], expected: number): EncodedEvent[] {
  if (events.length === 0) throw new RangeError('append takes at least one event');
  if (expected !== NO_STREAM) checkRevision(expected);
  if (!isStreamName(stream)) throw new UnstorableEvent('the name of a stream is 1 to 1024 bytes of Unicode without NUL');
  return events.map(encodeEvent);
}

/** Throws RangeError where `from` or `expected` can be no revision of any stream. */
export function checkRevision(revision: number): void {
  if (!Number.isInteger(revision) || revision < 0 || revision > MAX_REVISION) throw new RangeError(`${revision} is no revision`);
}

/** Throws RangeError where nothing could be read under this limit. */
export function checkLimit(limit: number): void {
  if (!Number.isInteger(limit) || limit < 1) throw new RangeError(`${limit} is no limit`);
}

function encodeEvent({ id, type, version, data, meta, salt }: NewEvent): EncodedEvent {
  if (!UUID.test(id)) throw new UnstorableEvent(`${id} is no UUID in small letters`);
  if (!isStreamName(type)) throw new UnstorableEvent('the type of an event is 1 to 1024 bytes of Unicode without NUL');
  if (!Number.isInteger(version) || version < 1 || version > 0x7fff) throw new UnstorableEvent(`${version} is no schema version`);
  if (salt.length !== 16) throw new UnstorableEvent(`a salt has 16 bytes, not ${salt.length}`);
  const encoded = {
    id,
    type: Buffer.from(type),
    version,
    data: encodeJson(data),
    meta: encodeJson({ ...meta }),
    salt: Uint8Array.from(salt),
  };
  const bytes = encoded.data.length + encoded.meta.length;
  if (bytes > MAX_EVENT_BYTES) throw new UnstorableEvent(`${type} has ${bytes} bytes, over ${MAX_EVENT_BYTES}`);
  return encoded;
}

// NUL is valid JSON, but no text of PostgreSQL can hold it once it is read out of the JSON: a read model would stop at it for ever.
function encodeJson(value: Json): Buffer {
  const text = canonical(value);
  if (text.includes('\\u0000') && ESCAPED_NUL.test(text)) throw new UnstorableEvent('text with NUL cannot be stored');
  return Buffer.from(text);
}
