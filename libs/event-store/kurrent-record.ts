// An event of ours as EventStoreDB holds it. Its data are the canonical bytes; its metadata are canonical too, and hold what the server
// has no field for: {floor, meta, salt, version}.
import streams, { type ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import { type EncodedEvent } from './encode.js';
import { type Json, type Meta, type RecordedEvent, StoreUnavailable } from './event-store.js';
import { formatPosition } from './position.js';

export type Record = ReadResp.ReadEvent.RecordedEvent;

/** What the server says where it knows no position: it is older than 22.6. */
const NO_POSITION = '18446744073709551615';
/** .NET's ticks in a millisecond. */
const TICKS = 10_000n;

interface Envelope {
  floor: string;
  meta: Meta;
  salt: string;
  version: number;
}

/**
 * Names that begin with $ are the server's own, and their events reach no ordinary reader: a name of ours that begins so, or with the
 * sign that tells it, gets a ~ before it. Whatever else begins with ~ is the engine's own.
 */
export const storedName = (name: string): string => (/^[$~]/.test(name) ? `~${name}` : name);
export const givenName = (stored: string): string => (stored.startsWith('~') ? stored.slice(1) : stored);

/** The names of all streams of ours, as a regular expression of the server's. */
export const OUR_STREAMS = '^([^$~]|~[$~])';

/** As the server takes it. `floor`: the time of the newest event that the writer knows. */
export function proposed(
  { id, type, version, data, meta, salt }: EncodedEvent,
  floor: string,
): InstanceType<typeof streams.AppendReq> {
  const uuid = new shared.UUID();
  uuid.setString(id);
  const message = new streams.AppendReq.ProposedMessage();
  message.setId(uuid);
  message.getMetadataMap().set('type', storedName(type.toString())).set('content-type', 'application/json');
  message.setData(data);
  const [head, tail] = [`{"floor":"${floor}","meta":`, `,"salt":"${Buffer.from(salt).toString('hex')}","version":${version}}`];
  message.setCustomMetadata(Buffer.concat([Buffer.from(head), meta, Buffer.from(tail)]));
  const request = new streams.AppendReq();
  request.setProposedMessage(message);
  return request;
}

/** The id alone, without decoding the rest. */
export const idOf = (record: Record): string => record.getId()?.getString() ?? '';

/** Throws StoreUnavailable where the server is too old to know an event's place, Error where the event was not written by this engine. */
export function recorded(record: Record, epoch: number): RecordedEvent {
  const names = record.getMetadataMap();
  const stream = Buffer.from(record.getStreamIdentifier()!.getStreamName_asU8()).toString();
  const revision = Number(record.getStreamRevision());
  const commit = record.getCommitPosition();
  if (commit === NO_POSITION)
    throw new StoreUnavailable('EventStoreDB is older than 22.6: it does not say where an event stands');
  const { floor, meta, salt, version } = envelope(record, stream, revision);
  const created = new Date(Number(BigInt(names.get('created') ?? '0') / TICKS)).toISOString();
  return {
    id: idOf(record),
    stream: givenName(stream),
    revision,
    position: formatPosition(epoch, commit),
    type: givenName(names.get('type') ?? ''),
    version,
    data: JSON.parse(Buffer.from(record.getData_asU8()).toString()) as Json,
    meta,
    salt: Uint8Array.from(Buffer.from(salt, 'hex')),
    recordedAt: created > floor ? created : floor,
  };
}

// An event that is not understood must not be passed over: whoever reads the log would believe that it was not there.
function envelope(record: Record, stream: string, revision: number): Envelope {
  try {
    const { floor, meta, salt, version } = JSON.parse(
      Buffer.from(record.getCustomMetadata_asU8()).toString(),
    ) as Partial<Envelope>;
    if (floor !== undefined && meta && salt?.length === 32 && version) return { floor, meta, salt, version };
  } catch {
    // no JSON at all: as foreign as JSON of another shape
  }
  throw new Error(`${stream}, revision ${revision}, was not written by this service: the log needs an EventStoreDB of its own`);
}
