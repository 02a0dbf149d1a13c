// What the stand-in for EventStoreDB keeps: streams, and the order of everything. It outlives a restart of the server before it.
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams, { type AppendReq } from '@eventstore/db-client/generated/streams_pb.js';

export interface Stored {
  stream: string;
  revision: number;
  commit: number;
  id: string;
  /** As it is sent to readers: a ReadResp, in bytes. */
  answer: Buffer;
}

export type Outcome = { written: readonly Stored[]; repeated: boolean } | { actual: number };

/** .NET's ticks in a millisecond. */
const TICKS = 10_000n;
/** What a record costs beside its data, about: positions are places in a file. */
const FRAME_BYTES = 96;

export class EventStoreLog {
  readonly all: Stored[] = [];
  private readonly byStream = new Map<string, Stored[]>();
  private end = 1_000;

  /** The clock behind `created`. */
  constructor(public now: () => number = Date.now) {
    this.system('$epoch-information');
  }

  stream(name: string): readonly Stored[] {
    return this.byStream.get(name) ?? [];
  }

  /**
   * As the server decides: below the present revision, the same ids in the same places are a repetition and anything else a conflict;
   * at it, whatever comes is written, also ids that stand elsewhere. `expected` is −1 for a stream that must not exist.
   */
  append(name: string, expected: number | 'any', events: readonly AppendReq.ProposedMessage[]): Outcome {
    const held = this.stream(name);
    const actual = held.length - 1;
    if (expected !== 'any' && expected !== actual) {
      const repeated = events.length > 0 && events.every((event, i) => held[expected + 1 + i]?.id === event.getId()!.getString());
      return repeated ? { written: held.slice(expected + 1, expected + 1 + events.length), repeated } : { actual };
    }
    const written = events.map((event) => this.write(name, event));
    if (this.all.length % 16 === 0) this.system(`$stats-127.0.0.1:2113`);
    return { written, repeated: false };
  }

  /** The index of the first event at or after a place. */
  indexOf(commit: number): number {
    let [low, high] = [0, this.all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.all[middle]!.commit < commit) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** An event of the server's own, as it writes them beside those of its users. */
  private system(name: string): void {
    const event = new streams.AppendReq.ProposedMessage();
    event.setId(new shared.UUID());
    event.getMetadataMap().set('type', '$system').set('content-type', 'application/json');
    event.setData(Buffer.from('{}'));
    this.write(name, event);
  }

  private write(name: string, event: AppendReq.ProposedMessage): Stored {
    const held = this.byStream.get(name) ?? [];
    this.byStream.set(name, held);
    const revision = held.length;
    const [data, metadata] = [event.getData_asU8(), event.getCustomMetadata_asU8()];
    const commit = this.end;
    this.end += FRAME_BYTES + Buffer.byteLength(name) + data.length + metadata.length;

    const record = new streams.ReadResp.ReadEvent.RecordedEvent();
    record.setId(event.getId());
    const identifier = new shared.StreamIdentifier();
    identifier.setStreamName(Uint8Array.from(Buffer.from(name)));
    record.setStreamIdentifier(identifier);
    record.setStreamRevision(String(revision));
    record.setCommitPosition(String(commit));
    record.setPreparePosition(String(commit));
    const map = record.getMetadataMap();
    event.getMetadataMap().forEach((value: string, key: string) => map.set(key, value));
    map.set('created', String(BigInt(Math.trunc(this.now())) * TICKS));
    record.setData(data);
    record.setCustomMetadata(metadata);
    const read = new streams.ReadResp.ReadEvent();
    read.setEvent(record);
    read.setCommitPosition(String(commit));
    const answer = new streams.ReadResp();
    answer.setEvent(read);

    const stored: Stored = {
      stream: name,
      revision,
      commit,
      id: event.getId()!.getString(),
      answer: Buffer.from(answer.serializeBinary()),
    };
    held.push(stored);
    this.all.push(stored);
    return stored;
  }
}
