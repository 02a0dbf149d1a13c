// The log on PostgreSQL: one connection writes, in group commits, through the one function that may; others read.
import { type Client, DatabaseError } from 'pg';
import { byteaArray, intArray, textArray, uuidArray } from './binary-array.js';
import { encode, type EncodedEvent } from './encode.js';
import {
  type Appended,
  EventStore,
  type NewEvent,
  type Position,
  type RecordedEvent,
  RevisionConflict,
  StoreUnavailable,
  UnstorableEvent,
} from './event-store.js';
import { GroupCommit, type Limits, type Queued } from './group-commit.js';
import { formatPosition } from './position.js';
import { PostgresEventReader, type PostgresReaderOptions, TIME_LIMIT } from './postgres-reader.js';
import { ask, connect, meaningOf, refuseUnsafe, type TextRow, withDefaults } from './postgres-session.js';

export interface PostgresOptions extends PostgresReaderOptions {
  limits?: Partial<Limits>;
}

interface Command extends Queued {
  name: Buffer;
  expected: number;
  events: readonly EncodedEvent[];
}

type Answer = Appended | { actual: number };

const APPEND = {
  name: 'log-append',
  text: 'select epoch, base, actual, repeated from log.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
};

/** What a row costs beside its data and meta, about, in bytes. */
const ROW_BYTES = 256;

/** SQLSTATE of values that the server cannot hold: data exceptions, and limits of the program. */
const UNSTORABLE = /^(22|54)/;

export class PostgresEventStore extends EventStore {
  private readonly reader: PostgresEventReader;
  private readonly commits: GroupCommit<Command, Answer>;
  private readonly timeLimit: number;
  private writer: Promise<Client> | undefined;

  constructor(private readonly options: PostgresOptions) {
    super();
    this.reader = new PostgresEventReader(options);
    this.timeLimit = options.timeLimit ?? TIME_LIMIT;
    this.commits = new GroupCommit((batch) => this.send(batch), options.limits);
  }

  /** Connects. Throws UnsafeServer, naming the setting, where the server would lose what it acknowledges; StoreUnavailable. */
  async open(): Promise<void> {
    await this.connection();
    this.reader.open();
  }

  /** Takes nothing more, writes what was taken, and ends every connection and everything that follows. */
  async close(): Promise<void> {
    await this.commits.close();
    const writer = await this.writer?.catch(() => undefined);
    await Promise.all([writer?.end(), this.reader.close()]);
  }

  async append(stream: string, events: readonly NewEvent[], { expected }: { expected: number }): Promise<Appended> {
    // Before the queue and outside every lock: a command that cannot be stored never meets the others.
    const encoded = encode(stream, events, expected);
    const bytes = encoded.reduce((sum, { data, meta }) => sum + data.length + meta.length + ROW_BYTES, 0);
    const answer = await this.commits.submit({ stream, name: Buffer.from(stream), expected, events: encoded, bytes });
    if ('actual' in answer) throw new RevisionConflict(stream, expected, answer.actual);
    return answer;
  }

  readStream(stream: string, from?: number): Promise<RecordedEvent[]> {
    return this.reader.readStream(stream, from);
  }

  readLast(stream: string): Promise<RecordedEvent | undefined> {
    return this.reader.readLast(stream);
  }

  readAll(after: Position, limit: number): Promise<RecordedEvent[]> {
    return this.reader.readAll(after, limit);
  }

  head(): Promise<Position> {
    return this.reader.head();
  }

  start(): Promise<Position> {
    return this.reader.start();
  }

  follow(after: Position, options: { signal: AbortSignal; limit?: number }): AsyncIterable<RecordedEvent[]> {
    return this.reader.follow(after, options);
  }

  /**
   * One round trip and one transaction. If the process or the connection dies before the answer, the batch is either whole in the
   * log or not at all; nobody here knows which, and StoreUnavailable says so to each caller.
   */
  private async send(batch: readonly Command[]): Promise<Answer[]> {
    const client = await this.connection();
    try {
      const [row] = await ask(client, this.timeLimit, APPEND, parameters(batch));
      return answers(batch, row!);
    } catch (error) {
      if (error instanceof StoreUnavailable) {
        this.writer = undefined;
        void client.end();
      }
      if (error instanceof DatabaseError && UNSTORABLE.test(error.code ?? '')) throw new UnstorableEvent(error.message);
      throw error;
    }
  }

  private connection(): Promise<Client> {
    if (!this.writer) {
      const writer = this.connect();
      const forget = () => {
        if (this.writer === writer) this.writer = undefined;
      };
      writer.then((client) => client.once('end', forget), forget);
      this.writer = writer;
    }
    return this.writer;
  }

  private async connect(): Promise<Client> {
    try {
      const client = await connect(withDefaults(this.options.connection), this.timeLimit);
      await refuseUnsafe(client);
      return client;
    } catch (error) {
      throw meaningOf(error);
    }
  }
}

/** The arguments of the append function: one array per column, first those with an item per command, then those with one per event. */
function parameters(batch: readonly Command[]): Buffer[] {
  const events = batch.flatMap(({ events }) => events);
  return [
    textArray(batch.map(({ name }) => name)),
    intArray(batch.map(({ expected }) => expected)),
    intArray(batch.flatMap(({ events }, i) => events.map(() => i + 1))),
    intArray(batch.flatMap(({ expected, events }) => events.map((_, j) => expected + 1 + j))),
    uuidArray(events.map(({ id }) => id)),
    textArray(events.map(({ type }) => type)),
    intArray(events.map(({ version }) => version)),
    textArray(events.map(({ data }) => data)),
    textArray(events.map(({ meta }) => meta)),
    byteaArray(events.map(({ salt }) => salt)),
  ];
}

/** What the append function's one row means for each command: those accepted take the positions after `base`, in their order. */
function answers(batch: readonly Command[], [epoch, base, actual, repeated]: TextRow): Answer[] {
  const found = itemsOf(actual!);
  const before = itemsOf(repeated!);
  let last = Number(base);
  return batch.map(({ expected, events }, i): Answer => {
    const revision = expected + events.length;
    if (Number(found[i]) === expected) {
      last += events.length;
      return { revision, position: formatPosition(Number(epoch), last) };
    }
    if (before[i] !== 'NULL') return { revision, position: formatPosition(Number(epoch), before[i]!) };
    return { actual: Number(found[i]) };
  });
}

/** The items of an array of numbers as PostgreSQL writes it. */
const itemsOf = (array: string): string[] => array.slice(1, -1).split(',');
