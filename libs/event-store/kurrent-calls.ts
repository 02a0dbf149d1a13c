// The three things that are asked of EventStoreDB: to append, to read a part of a stream or of everything, and to say when something comes.
import { type ClientReadableStream, type Metadata, type ServiceError } from '@grpc/grpc-js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import service from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams, { type AppendResp, type ReadReq, type ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { type EncodedEvent } from './encode.js';
import { NO_STREAM } from './event-store.js';
import { idOf, OUR_STREAMS, proposed, type Record } from './kurrent-record.js';
import { type Attempt, type StreamsClient } from './kurrent-session.js';

const { Options } = streams.ReadReq;

export interface Append {
  /** Its stored name, as everywhere here. */
  stream: string;
  events: readonly EncodedEvent[];
  expected: number;
  /** See kurrent-record.ts. */
  floor: string;
}

/** `actual` where the server refused the expectation. */
export type AppendAnswer = { actual: number } | 'written';

export const append =
  ({ stream, events, expected, floor }: Append): Attempt<AppendAnswer> =>
  (client, { metadata, deadline }) =>
    new Promise((resolve, reject) => {
      const call = client.append(metadata, { deadline }, (error: ServiceError | null, answer?: AppendResp) => {
        if (error) return reject(error);
        const conflict = answer?.getWrongExpectedVersion();
        if (conflict)
          return resolve({ actual: conflict.hasCurrentRevision() ? Number(conflict.getCurrentRevision()) : NO_STREAM });
        if (answer?.hasSuccess()) return resolve('written');
        reject(new Error('an answer that says neither yes nor no'));
      });
      // What breaks the writing reaches the callback as the call's own error.
      call.on('error', () => undefined);
      const options = new streams.AppendReq.Options();
      options.setStreamIdentifier(identifier(stream));
      if (expected === NO_STREAM) options.setNoStream(new shared.Empty());
      else options.setRevision(String(expected));
      const header = new streams.AppendReq();
      header.setOptions(options);
      call.write(header);
      for (const event of events) call.write(proposed(event, floor));
      call.end();
    });

/** Up to `count` events of a stream from revision `from` on. */
export const readForwards = (stream: string, from: number, count: number): Attempt<Record[]> =>
  reading(streamRequest(stream, { from, count }));

export const readLast = (stream: string): Attempt<Record[]> => reading(streamRequest(stream, { from: 'end', count: 1 }));

/** Up to `count` events of ours from the one at this commit position on, that one included. */
export const readAllFrom = (commit: bigint | 'start', count: number): Attempt<Record[]> => reading(allRequest(commit, count));

/** The newest event of ours, alone. */
export const readNewest: Attempt<Record[]> = (client, about) => reading(allRequest('end', 1))(client, about);

/** Says something whenever an event of ours comes from now on, until it is cancelled or breaks. What came is not decoded. */
export function subscribe(client: StreamsClient, metadata: Metadata): ClientReadableStream<Buffer> {
  const request = allRequest('end', 1);
  const options = request.getOptions()!;
  options.setReadDirection(Options.ReadDirection.FORWARDS);
  options.setSubscription(new Options.SubscriptionOptions());
  const { path, requestSerialize } = service.StreamsService.read;
  return client.makeServerStreamRequest(path, requestSerialize, (bytes: Buffer) => bytes, request, metadata);
}

const reading =
  (request: ReadReq): Attempt<Record[]> =>
  (client, { metadata, deadline }) =>
    new Promise((resolve, reject) => {
      const records: Record[] = [];
      const call = client.read(request, metadata, { deadline });
      call.on('data', (answer: ReadResp) => {
        const record = answer.getEvent()?.getEvent();
        if (record && !isRepeated(record, records.at(-1))) records.push(record);
      });
      call.on('error', (error: ServiceError) => {
        // By its name alone: a node that does not lead answers with the code NOT_FOUND too.
        if (error.metadata?.get('exception')[0] === 'stream-not-found') resolve([]);
        else reject(error);
      });
      call.on('end', () => resolve(records));
    });

/** Whether the server has delivered an event for the second time. */
const isRepeated = (record: Record, last: Record | undefined) =>
  last !== undefined && record.getCommitPosition() === last.getCommitPosition() && idOf(record) === idOf(last);

function streamRequest(stream: string, { from, count }: { from: number | 'end'; count: number }): ReadReq {
  const part = new Options.StreamOptions();
  part.setStreamIdentifier(identifier(stream));
  if (from === 'end') part.setEnd(new shared.Empty());
  else part.setRevision(String(from));
  const options = optionsOf(from === 'end', count);
  options.setStream(part);
  options.setNoFilter(new shared.Empty());
  return requestOf(options);
}

function allRequest(from: bigint | 'start' | 'end', count: number): ReadReq {
  const part = new Options.AllOptions();
  if (from === 'end') part.setEnd(new shared.Empty());
  else if (from === 'start') part.setStart(new shared.Empty());
  else {
    const place = new Options.Position();
    place.setCommitPosition(String(from));
    place.setPreparePosition(String(from));
    part.setPosition(place);
  }
  const names = new Options.FilterOptions.Expression();
  names.setRegex(OUR_STREAMS);
  const filter = new Options.FilterOptions();
  filter.setStreamIdentifier(names);
  filter.setCount(new shared.Empty());
  filter.setCheckpointintervalmultiplier(1_000);
  const options = optionsOf(from === 'end', count);
  options.setAll(part);
  options.setFilter(filter);
  return requestOf(options);
}

function optionsOf(backwards: boolean, count: number): ReadReq.Options {
  const options = new Options();
  options.setReadDirection(backwards ? Options.ReadDirection.BACKWARDS : Options.ReadDirection.FORWARDS);
  options.setResolveLinks(false);
  options.setCount(String(count));
  const uuids = new Options.UUIDOption();
  uuids.setString(new shared.Empty());
  options.setUuidOption(uuids);
  return options;
}

function requestOf(options: ReadReq.Options): ReadReq {
  const request = new streams.ReadReq();
  request.setOptions(options);
  return request;
}

function identifier(stream: string) {
  const name = new shared.StreamIdentifier();
  name.setStreamName(Uint8Array.from(Buffer.from(stream)));
  return name;
}
