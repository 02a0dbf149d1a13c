// Reading the log from PostgreSQL. Positions are given out in the order of commits (see the append function), so that
// `position > $1 order by position` never passes over an event that becomes visible later.
import { type ClientConfig, Pool } from 'pg';
import { PostgresBell } from './postgres-bell.js';
import { intArray, textArray } from './binary-array.js';
import { checkLimit, checkRevision, isStreamName } from './encode.js';
import {
  EventReader,
  type Json,
  type Meta,
  type Position,
  type RecordedEvent,
  StoreUnavailable,
  UnknownPosition,
} from './event-store.js';
import { Followers, type FollowingOptions } from './followers.js';
import { formatPosition, parsePosition } from './position.js';
import { ask, meaningOf, prepare, QuietClient, type Statement, type TextRow, withDefaults } from './postgres-session.js';
import { type StreamRead, StreamReads } from './stream-reads.js';

export interface PostgresReaderOptions extends FollowingOptions {
  connection: ClientConfig;
  /** Connections for reading; one more listens. */
  readConnections?: number;
  /** How long the server may take for one statement, in milliseconds. Then it counts as unavailable. */
  timeLimit?: number;
}

export const TIME_LIMIT = 15_000;

const COLUMNS = `e.position, e.stream, e.revision, e.id, e.type, e.version, e.data, e.meta, e.salt, e.recorded_at`;
const EVENT = `(select h.epoch from log.log_head h where h.one), e.position, e.stream, e.revision, e.id, e.type, e.version, e.data, e.meta,
  encode(e.salt, 'hex'), to_char(e.recorded_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

// `offset 0` keeps the look-up of one stream apart: joined with the list, it could become a reading of the whole index.
const STREAMS = {
  name: 'log-streams',
  text: `select q.i, ${EVENT}
  from unnest($1::text[], $2::int[]) with ordinality as q(stream, since, i)
  cross join lateral (
    select ${COLUMNS} from log.events e where e.stream = q.stream and e.revision >= q.since order by e.revision offset 0
  ) as e order by q.i, e.revision`,
};
const LAST = { name: 'log-last', text: `select ${EVENT} from log.events e where e.stream = $1 order by e.revision desc limit 1` };
const ALL = { name: 'log-all', text: `select ${EVENT} from log.events e where e.position > $1 order by e.position limit $2` };
const HEAD = { name: 'log-head', text: `select h.epoch, h.position from log.log_head h where h.one` };

export class PostgresEventReader extends EventReader {
  private readonly pool: Pool;
  private readonly bell: PostgresBell;
  private readonly followers: Followers;
  private readonly timeLimit: number;
  private readonly streamReads = new StreamReads((reads) => this.readStreams(reads));
  private closed = false;

  constructor({ connection, readConnections = 4, timeLimit = TIME_LIMIT, ...following }: PostgresReaderOptions) {
    super();
    const config = withDefaults(connection);
    this.pool = new Pool({
      ...config,
      Client: QuietClient,
      max: readConnections,
      idleTimeoutMillis: 0,
      verify: (client, done) => void prepare(client, timeLimit).then(() => done(), done),
    });
    this.pool.on('error', () => {}); // an idle connection was lost; the pool has dropped it and opens another when needed
    this.bell = new PostgresBell(config, 'log');
    this.followers = new Followers(this.bell, (after, limit) => this.readAll(after, limit), following);
    this.timeLimit = timeLimit;
  }

  /** Begins to listen. Reading works before that; following is then only as prompt as its polling. */
  open(): void {
    this.bell.open();
  }

  /** Ends what follows, and every connection once its query is answered. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await Promise.all([this.followers.close(), this.pool.end()]);
  }

  async readStream(stream: string, from = 0): Promise<RecordedEvent[]> {
    checkRevision(from);
    return isStreamName(stream) ? this.streamReads.read(stream, from) : [];
  }

  async readLast(stream: string): Promise<RecordedEvent | undefined> {
    if (!isStreamName(stream)) return undefined;
    const [row] = await this.query(LAST, [stream]);
    return row && recorded(row);
  }

  async readAll(after: Position, limit: number): Promise<RecordedEvent[]> {
    checkLimit(limit);
    const { epoch, place } = parsePosition(after);
    const events = (await this.query(ALL, [place, limit])).map(recorded);
    const known = events[0]?.position ?? (await this.head());
    if (parsePosition(known).epoch !== epoch || known < after) throw new UnknownPosition(after);
    return events;
  }

  async head(): Promise<Position> {
    const [row] = await this.query(HEAD, []);
    const [epoch, position] = row!;
    return formatPosition(Number(epoch), position!);
  }

  async start(): Promise<Position> {
    return formatPosition(parsePosition(await this.head()).epoch, 0);
  }

  follow(after: Position, options: { signal: AbortSignal; limit?: number }): AsyncIterable<RecordedEvent[]> {
    return this.followers.follow(after, options);
  }

  private async readStreams(reads: readonly StreamRead[]): Promise<RecordedEvent[][]> {
    const names = textArray(reads.map(({ stream }) => Buffer.from(stream)));
    const since = intArray(reads.map(({ from }) => from));
    const results: RecordedEvent[][] = reads.map(() => []);
    for (const [i, ...row] of await this.query(STREAMS, [names, since])) results[Number(i) - 1]!.push(recorded(row));
    return results;
  }

  private async query(statement: Statement, values: unknown[]): Promise<TextRow[]> {
    if (this.closed) throw new StoreUnavailable('the log is closed');
    const client = await this.pool.connect().catch((error: unknown) => {
      throw meaningOf(error);
    });
    try {
      const rows = await ask(client, this.timeLimit, statement, values);
      client.release();
      return rows;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }
}

/** Data, meta and salt are taken apart when somebody looks at them: most followers pass over most events. */
function recorded(row: TextRow): RecordedEvent {
  const [epoch, position, stream, revision, id, type, version, text, metaText, hex, recordedAt] = row as string[];
  let data: Json | undefined;
  let meta: Meta | undefined;
  let salt: Uint8Array | undefined;
  return {
    id: id!,
    stream: stream!,
    revision: Number(revision),
    position: formatPosition(Number(epoch), position!),
    type: type!,
    version: Number(version),
    get data() {
      return (data ??= JSON.parse(text!) as Json);
    },
    get meta() {
      return (meta ??= JSON.parse(metaText!) as Meta);
    },
    get salt() {
      return (salt ??= Uint8Array.from(Buffer.from(hex!, 'hex')));
    },
    recordedAt: recordedAt!,
  };
}
