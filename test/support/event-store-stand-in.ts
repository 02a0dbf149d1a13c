// A stand-in for an EventStoreDB server, in this process: the protocol of the client package's own service definitions over real gRPC, with
// real streams and revisions in memory, and switches for what goes wrong. It is no EventStoreDB: it keeps nothing on a disk and elects nobody.
import { once } from 'node:events';
import {
  Metadata,
  Server,
  ServerCredentials,
  type ServerReadableStream,
  type ServerWritableStream,
  type sendUnaryData,
  status,
  type StatusObject,
} from '@grpc/grpc-js';
import gossip from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import members, { type ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams, {
  type AppendReq,
  type AppendResp,
  type ReadReq,
  type ReadResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import { EventStoreLog, type Stored } from './event-store-log.js';

/** How a call fails. `silence`: it is never answered. */
export type Failure = 'not-leader' | 'unavailable' | 'deadline-exceeded' | 'silence';

export interface StandInOptions {
  /** Streams to go on with; several nodes may share one. */
  log?: EventStoreLog;
  /** 0 for any that is free. */
  port?: number;
  tls?: { key: Buffer; cert: Buffer };
  /** Who may enter, where that is asked. */
  user?: { name: string; password: string };
  /** The server's MaxAppendSize, in bytes. */
  maxAppendSize?: number;
}

/** What is sent to readers is kept as it is sent. */
type Reading = ServerWritableStream<ReadReq, Buffer>;
type Appending = ServerReadableStream<AppendReq, AppendResp>;

const { StreamsService } = streamsService;
const SERVICE = { ...StreamsService, read: { ...StreamsService.read, responseSerialize: (answer: Buffer) => answer } };
const bytesOf = (answer: ReadResp) => Buffer.from(answer.serializeBinary());

const AUTHORITY = '127.0.0.1';

export class EventStoreStandIn {
  readonly log: EventStoreLog;
  port: number;
  /** How many calls of each kind have arrived. */
  readonly calls = { append: 0, read: 0, subscription: 0, gossip: 0 };
  /** Delivers every event of a read twice. */
  deliverTwice = false;
  /** Where this node says that the leader is; undefined: here. */
  leader: { port: number } | undefined;
  private server: Server | undefined;
  private readonly failingAppends: { failure: Failure; persisted: boolean }[] = [];
  private readonly failingReads: Failure[] = [];
  private readonly subscriptions = new Set<{ call: Reading; wanted: (stored: Stored) => boolean }>();
  private readonly hanging = new Set<() => void>();

  private constructor(private readonly options: StandInOptions) {
    this.log = options.log ?? new EventStoreLog();
    this.port = options.port ?? 0;
  }

  static async start(options: StandInOptions = {}): Promise<EventStoreStandIn> {
    const standIn = new EventStoreStandIn(options);
    await standIn.listen();
    return standIn;
  }

  /** Its connection string, without a user. */
  get url(): string {
    return `esdb://${AUTHORITY}:${this.port}?tls=${this.options.tls !== undefined}`;
  }

  /** The next `times` appends fail so, written or not. */
  failAppends(times: number, failure: Failure, { persisted }: { persisted: boolean }): void {
    for (let n = 0; n < times; n++) this.failingAppends.push({ failure, persisted });
  }

  /** The next `times` reads fail so. */
  failReads(times: number, failure: Failure): void {
    for (let n = 0; n < times; n++) this.failingReads.push(failure);
  }

  /** No call fails any more by the two above. */
  heal(): void {
    this.failingAppends.length = 0;
    this.failingReads.length = 0;
  }

  /** Ends every subscription, as a server does that is overtaxed. */
  dropSubscriptions(): void {
    for (const { call } of this.subscriptions) refuse(call, error(status.ABORTED, 'subscription dropped'));
    this.subscriptions.clear();
  }

  /** Breaks every connection and takes none; what it keeps it keeps. */
  async stop(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    for (const release of this.hanging) release();
    this.hanging.clear();
    this.subscriptions.clear();
    server?.forceShutdown();
    await new Promise(setImmediate);
  }

  /** Listens on its port again. */
  async listen(): Promise<void> {
    const server = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024, 'grpc.max_send_message_length': -1 });
    server.addService(SERVICE, {
      read: (call: Reading) => void this.read(call),
      append: (call: Appending, answer: sendUnaryData<AppendResp>) => void this.append(call, answer),
    });
    server.addService(gossip.GossipService, {
      read: (_: unknown, answer: sendUnaryData<ClusterInfo>) => {
        this.calls.gossip++;
        answer(null, this.cluster());
      },
    });
    const { tls } = this.options;
    const credentials = tls
      ? ServerCredentials.createSsl(null, [{ private_key: tls.key, cert_chain: tls.cert }])
      : ServerCredentials.createInsecure();
    this.port = await new Promise<number>((resolve, reject) => {
      server.bindAsync(`${AUTHORITY}:${this.port}`, credentials, (error, port) => (error ? reject(error) : resolve(port)));
    });
    this.server = server;
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.listen();
  }

  private async append(call: Appending, answer: sendUnaryData<AppendResp>): Promise<void> {
    this.calls.append++;
    const refusal = this.refusal(call.metadata);
    const requests: AppendReq[] = [];
    call.on('data', (request: AppendReq) => requests.push(request));
    call.on('error', () => undefined);
    await once(call, 'end').catch(() => undefined);
    if (call.cancelled) return;
    if (refusal) return answer(refusal);

    const fault = this.failingAppends.shift();
    if (fault && !fault.persisted) return this.fail(fault.failure, (error) => answer(error));
    const options = requests[0]!.getOptions()!;
    const events = requests.flatMap((request) => request.getProposedMessage() ?? []);
    const limit = this.options.maxAppendSize ?? 16_000_000;
    const size = events.reduce((sum, event) => sum + event.getData_asU8().length + event.getCustomMetadata_asU8().length, 0);
    if (size > limit) {
      const about = { exception: 'maximum-append-size-exceeded', 'maximum-append-size': String(limit) };
      return answer(error(status.INVALID_ARGUMENT, 'Maximum Append Size Exceeded.', about));
    }
    const name = Buffer.from(options.getStreamIdentifier()!.getStreamName_asU8()).toString();
    const expected = options.hasRevision() ? Number(options.getRevision()) : options.hasNoStream() ? -1 : 'any';
    const outcome = this.log.append(name, expected, events);
    if ('written' in outcome && !outcome.repeated) for (const stored of outcome.written) this.tell(stored);
    if (fault) return this.fail(fault.failure, (error) => answer(error));
    answer(null, 'actual' in outcome ? conflict(outcome.actual, expected) : success(outcome));
  }

  private async read(call: Reading): Promise<void> {
    const options = call.request.getOptions()!;
    const refusal = this.refusal(call.metadata);
    call.on('error', () => undefined);
    if (refusal) return refuse(call, refusal);
    if (options.hasSubscription()) return this.subscribe(call, options);
    this.calls.read++;
    const failure = this.failingReads.shift();
    if (failure) return this.fail(failure, (error) => refuse(call, error));

    const count = Number(options.getCount());
    const found = options.hasStream() ? this.inStream(options) : this.inAll(options);
    if (found === undefined) {
      const missing = new streams.ReadResp.StreamNotFound();
      missing.setStreamIdentifier(options.getStream()!.getStreamIdentifier());
      const answer = new streams.ReadResp();
      answer.setStreamNotFound(missing);
      call.write(bytesOf(answer));
      return void call.end();
    }
    let sent = 0;
    for (const { answer } of found) {
      if (sent++ === count || call.cancelled) break;
      if (this.deliverTwice) call.write(answer);
      if (!call.write(answer)) await drained(call);
    }
    call.end();
  }

  private inStream(options: ReadReq.Options): Iterable<Stored> | undefined {
    const part = options.getStream()!;
    const held = this.log.stream(Buffer.from(part.getStreamIdentifier()!.getStreamName_asU8()).toString());
    if (held.length === 0) return undefined;
    if (options.getReadDirection() === streams.ReadReq.Options.ReadDirection.FORWARDS)
      return held.slice(Number(part.getRevision()), Number(part.getRevision()) + Number(options.getCount()));
    return [...(part.hasEnd() ? held : held.slice(0, Number(part.getRevision()) + 1))].reverse();
  }

  private *inAll(options: ReadReq.Options): Iterable<Stored> {
    const part = options.getAll()!;
    const wanted = filterOf(options);
    const { all } = this.log;
    if (options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS) {
      for (let i = all.length - 1; i >= 0; i--) if (wanted(all[i]!)) yield all[i]!;
      return;
    }
    const from = part.hasPosition() ? this.log.indexOf(Number(part.getPosition()!.getCommitPosition())) : 0;
    // What is appended while it reads is not part of the answer.
    const end = all.length;
    for (let i = from; i < end; i++) if (wanted(all[i]!)) yield all[i]!;
  }

  private subscribe(call: Reading, options: ReadReq.Options): void {
    this.calls.subscription++;
    const subscription = { call, wanted: filterOf(options) };
    this.subscriptions.add(subscription);
    call.on('cancelled', () => this.subscriptions.delete(subscription));
    const confirmation = new streams.ReadResp.SubscriptionConfirmation();
    confirmation.setSubscriptionId(String(this.calls.subscription));
    const answer = new streams.ReadResp();
    answer.setConfirmation(confirmation);
    call.write(bytesOf(answer));
    // What stands after its position comes first; nothing is appended in between.
    const part = options.getAll()!;
    const from = part.hasEnd() ? this.log.all.length : this.log.indexOf(Number(part.getPosition()?.getCommitPosition() ?? 0) + 1);
    for (const stored of this.log.all.slice(from)) if (subscription.wanted(stored)) call.write(stored.answer);
  }

  private tell(stored: Stored): void {
    for (const { call, wanted } of this.subscriptions) if (wanted(stored)) call.write(stored.answer);
  }

  /** What a call is refused with before it does anything. */
  private refusal(metadata: Metadata): Partial<StatusObject> | undefined {
    const { user } = this.options;
    const basic = user && `Basic ${Buffer.from(`${user.name}:${user.password}`).toString('base64')}`;
    if (basic && metadata.get('authorization')[0] !== basic)
      return error(status.UNAUTHENTICATED, 'Access Denied', { exception: 'access-denied' });
    if (this.leader && metadata.get('requires-leader')[0] === 'true') return notLeader(this.leader.port);
    return undefined;
  }

  private fail(failure: Failure, answer: (error: Partial<StatusObject>) => void): void {
    switch (failure) {
      case 'not-leader':
        return answer(notLeader(this.leader?.port ?? this.port));
      case 'unavailable':
        return answer(error(status.UNAVAILABLE, 'Server Is Not Ready'));
      case 'deadline-exceeded':
        return answer(error(status.DEADLINE_EXCEEDED, 'Deadline Exceeded'));
      case 'silence':
        this.hanging.add(() => answer(error(status.UNAVAILABLE, 'stopped')));
    }
  }

  private cluster(): ClusterInfo {
    const { MemberInfo, EndPoint } = members;
    const member = (port: number, leads: boolean) => {
      const endpoint = new EndPoint();
      endpoint.setAddress(AUTHORITY);
      endpoint.setPort(port);
      const info = new MemberInfo();
      info.setState(leads ? MemberInfo.VNodeState.LEADER : MemberInfo.VNodeState.FOLLOWER);
      info.setIsAlive(true);
      info.setHttpEndPoint(endpoint);
      return info;
    };
    const info = new members.ClusterInfo();
    info.setMembersList(this.leader ? [member(this.port, false), member(this.leader.port, true)] : [member(this.port, true)]);
    return info;
  }
}

function error(code: status, details: string, about: Record<string, string> = {}): Partial<StatusObject> {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(about)) metadata.set(key, value);
  return { code, details, metadata };
}

const notLeader = (port: number) =>
  error(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': AUTHORITY,
    'leader-endpoint-port': String(port),
  });

/** The status that a stream of answers ends with; destroying it would send none. */
const refuse = (call: Reading, why: Partial<StatusObject>): void =>
  void call.emit('error', Object.assign(new Error(why.details), why));

/** Resolves when there is room again, or nobody is left to read. */
const drained = (call: Reading) =>
  new Promise<void>((resolve) => {
    const done = () => {
      for (const event of ['drain', 'close', 'error', 'cancelled']) call.off(event, done);
      resolve();
    };
    for (const event of ['drain', 'close', 'error', 'cancelled']) call.on(event, done);
  });

function filterOf(options: ReadReq.Options): (stored: Stored) => boolean {
  const regex = options.getFilter()?.getStreamIdentifier()?.getRegex();
  if (!regex) return () => true;
  const names = new RegExp(regex, 'u');
  return ({ stream }) => names.test(stream);
}

/** The protocol lets a server answer a repetition without its place, and this one does. */
function success({ written, repeated }: { written: readonly Stored[]; repeated: boolean }): AppendResp {
  const { revision, commit } = written.at(-1)!;
  const position = new streams.AppendResp.Position();
  position.setCommitPosition(String(commit));
  position.setPreparePosition(String(commit));
  const success = new streams.AppendResp.Success();
  success.setCurrentRevision(String(revision));
  if (repeated) success.setNoPosition(new shared.Empty());
  else success.setPosition(position);
  const answer = new streams.AppendResp();
  answer.setSuccess(success);
  return answer;
}

function conflict(actual: number, expected: number | 'any'): AppendResp {
  const wrong = new streams.AppendResp.WrongExpectedVersion();
  if (actual === -1) wrong.setCurrentNoStream(new shared.Empty());
  else wrong.setCurrentRevision(String(actual));
  if (expected === 'any') wrong.setExpectedAny(new shared.Empty());
  else if (expected === -1) wrong.setExpectedNoStream(new shared.Empty());
  else wrong.setExpectedRevision(String(expected));
  const answer = new streams.AppendResp();
  answer.setWrongExpectedVersion(wrong);
  return answer;
}
