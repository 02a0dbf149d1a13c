// The connection to an EventStoreDB: which node is spoken to, how long it may take, and what its errors mean.
// It stands on the client package's own service definitions rather than on its Client: that one keeps every append of the process in
// one table without a time limit, and after a long outage asks again only after minutes.
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { type ChannelCredentials, credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import gossip from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import members from '@eventstore/db-client/generated/gossip_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { StoreUnavailable, UnstorableEvent } from './event-store.js';

export interface KurrentAddress {
  /** Of the one node, or the nodes that are asked for the others. */
  seeds: readonly { address: string; port: number }[];
  /** Whether the seeds are asked which node leads. */
  discover: boolean;
  /** Undefined: the connection is not encrypted. */
  tls: { caFile?: string; certFile?: string; keyFile?: string } | undefined;
  user: { name: string; password: string } | undefined;
}

export type StreamsClient = InstanceType<typeof streams.StreamsClient>;

/** One call to a node that is to lead. */
export type Attempt<T> = (client: StreamsClient, about: { metadata: Metadata; deadline: Date }) => Promise<T>;

/** Half-open connections are found by a ping; a node that comes back is tried again within a second, however long it was away. */
const CHANNEL = {
  'grpc.keepalive_time_ms': 10_000,
  'grpc.keepalive_timeout_ms': 5_000,
  'grpc.initial_reconnect_backoff_ms': 50,
  'grpc.min_reconnect_backoff_ms': 50,
  'grpc.max_reconnect_backoff_ms': 1_000,
  'grpc.use_local_subchannel_pool': 1,
  'grpc.max_receive_message_length': 17 * 1024 * 1024,
};
const FIRST_PAUSE = 20;
const LONGEST_PAUSE = 500;

interface Connection {
  client: StreamsClient;
  /** Where it leads, for messages. */
  target: string;
}

export class KurrentSession {
  private readonly channel: ChannelCredentials;
  private connecting: Promise<Connection> | undefined;
  /** Where the node that was asked last said that the leader is. */
  private leader: string | undefined;
  private closed = false;

  /** `timeLimit` of one attempt, in milliseconds. Throws Error where a certificate's file cannot be read. */
  constructor(
    private readonly address: KurrentAddress,
    private readonly timeLimit: number,
  ) {
    this.channel = channelCredentials(address.tls);
  }

  /**
   * Attempts until one succeeds or `retryFor` milliseconds are over; at least twice, since the first finds the connection that was lost
   * meanwhile. Throws StoreUnavailable where none did: what the last attempt did is then unknown.
   */
  async attempt<T>(attempt: Attempt<T>, retryFor: number): Promise<T> {
    const until = performance.now() + retryFor;
    let pause = FIRST_PAUSE;
    for (let attempts = 1; ; attempts++) {
      try {
        return await this.once(attempt);
      } catch (error) {
        if (!(error instanceof StoreUnavailable) || error instanceof Hopeless || this.closed) throw error;
        if (attempts > 1 && performance.now() + pause > until) throw error;
      }
      await delay(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    }
  }

  /** The client of the connection in use, for what has no end. Throws StoreUnavailable. */
  async connected(): Promise<{ client: StreamsClient; metadata: Metadata; lost: (error: ServiceError) => void }> {
    const connection = await this.connection();
    return {
      client: connection.client,
      metadata: this.metadata({ leader: true }),
      lost: (error) => void this.meaningOf(error, connection),
    };
  }

  close(): void {
    this.closed = true;
    this.forget();
  }

  private async once<T>(attempt: Attempt<T>): Promise<T> {
    const connection = await this.connection();
    try {
      const deadline = new Date(Date.now() + this.timeLimit);
      return await attempt(connection.client, { metadata: this.metadata({ leader: true }), deadline });
    } catch (error) {
      throw this.meaningOf(error, connection);
    }
  }

  private metadata({ leader }: { leader: boolean }): Metadata {
    const metadata = new Metadata();
    // A follower may be behind what was acknowledged; it answers with the address of the leader instead.
    if (leader) metadata.set('requires-leader', 'true');
    const { tls, user } = this.address;
    if (tls && user) metadata.set('authorization', `Basic ${Buffer.from(`${user.name}:${user.password}`).toString('base64')}`);
    return metadata;
  }

  private connection(): Promise<Connection> {
    if (this.closed) return Promise.reject(new StoreUnavailable('the log is closed'));
    if (!this.connecting) {
      const connecting = this.connect();
      this.connecting = connecting;
      connecting.catch(() => {
        if (this.connecting === connecting) this.connecting = undefined;
      });
    }
    return this.connecting;
  }

  private async connect(): Promise<Connection> {
    const target = this.leader ?? (this.address.discover ? await this.discover() : targetOf(this.address.seeds[0]!));
    this.leader = undefined;
    return { target, client: new streams.StreamsClient(target, this.channel, CHANNEL) };
  }

  /** Asks all seeds at once which node leads; the first that knows is believed, and the node itself will say if it is wrong. */
  private async discover(): Promise<string> {
    try {
      return await Promise.any(this.address.seeds.map((seed) => this.leaderBy(targetOf(seed))));
    } catch (cause) {
      throw new StoreUnavailable('EventStoreDB: no node of the cluster knows a leader', { cause });
    }
  }

  private leaderBy(target: string): Promise<string> {
    const client = new gossip.GossipClient(target, this.channel, CHANNEL);
    return new Promise<string>((resolve, reject) => {
      const deadline = new Date(Date.now() + Math.min(this.timeLimit, 3_000));
      client.read(new shared.Empty(), this.metadata({ leader: false }), { deadline }, (error, info) => {
        client.close();
        if (error) return reject(error);
        const leader = info
          .getMembersList()
          .find((member) => member.getIsAlive() && member.getState() === members.MemberInfo.VNodeState.LEADER)
          ?.getHttpEndPoint();
        if (!leader) return reject(new Error(`${target} knows no leader`));
        resolve(`${leader.getAddress()}:${leader.getPort()}`);
      });
    });
  }

  private forget(connection?: Connection): void {
    const { connecting } = this;
    if (!connecting) return;
    void connecting.then(
      (current) => {
        if (connection && current !== connection) return;
        if (this.connecting === connecting) this.connecting = undefined;
        current.client.close();
      },
      () => undefined,
    );
  }

  /** What an error of the server or of the connection means to a caller; a connection that leads nowhere is given up. */
  private meaningOf(error: unknown, connection: Connection): unknown {
    // A call on a client that was closed in this moment fails before it begins.
    if (!isServiceError(error)) return new StoreUnavailable(`EventStoreDB: ${String(error)}`, { cause: error });
    const about = `EventStoreDB at ${connection.target}: ${error.details || error.message}`;
    const exception = error.metadata?.get('exception')[0]?.toString();
    if (exception === 'maximum-append-size-exceeded') {
      const limit = error.metadata.get('maximum-append-size')[0]?.toString();
      return new UnstorableEvent(`the server takes at most ${limit} bytes at once: its MaxAppendSize should be 16000000`);
    }
    if (exception === 'not-leader') {
      const [host, port] = ['host', 'port'].map((part) => error.metadata.get(`leader-endpoint-${part}`)[0]?.toString());
      this.leader = host && port ? `${host}:${port}` : undefined;
      this.forget(connection);
      return new StoreUnavailable(about, { cause: error });
    }
    switch (error.code) {
      case status.UNAVAILABLE:
      case status.CANCELLED:
        this.forget(connection);
        return new StoreUnavailable(about, { cause: error });
      case status.DEADLINE_EXCEEDED:
      case status.ABORTED:
      case status.RESOURCE_EXHAUSTED:
        return new StoreUnavailable(about, { cause: error });
      default:
        return new Hopeless(about, { cause: error });
    }
  }
}

/** The server answered, and would answer the same again. */
class Hopeless extends StoreUnavailable {}

const targetOf = ({ address, port }: { address: string; port: number }) => `${address}:${port}`;

const isServiceError = (error: unknown): error is ServiceError =>
  error instanceof Error && 'code' in error && typeof error.code === 'number';

function channelCredentials(tls: KurrentAddress['tls']): ChannelCredentials {
  if (!tls) return credentials.createInsecure();
  const read = (file: string | undefined) => {
    try {
      return file === undefined ? null : readFileSync(file);
    } catch (cause) {
      throw new Error(`EventStoreDB: the certificate ${file} cannot be read`, { cause });
    }
  };
  return credentials.createSsl(read(tls.caFile), read(tls.keyFile), read(tls.certFile));
}
