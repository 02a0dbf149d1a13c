// Reading the log from EventStoreDB. Its order of everything is the order of commits, and its leader shows what it has acknowledged.
import { checkLimit, checkRevision, isStreamName } from './encode.js';
import { EventReader, type Position, type RecordedEvent, StoreUnavailable, UnknownPosition } from './event-store.js';
import { Followers, type FollowingOptions } from './followers.js';
import { KurrentBell } from './kurrent-bell.js';
import { readAllFrom, readForwards, readLast, readNewest } from './kurrent-calls.js';
import { epochOf } from './kurrent-epoch.js';
import { type Record, recorded, storedName } from './kurrent-record.js';
import { type Attempt, type KurrentSession } from './kurrent-session.js';
import { formatPosition, parsePosition } from './position.js';

const EPOCH_BEGIN = '1970-01-01T00:00:00.000Z';

export class KurrentEventReader extends EventReader {
  private readonly bell: KurrentBell;
  private readonly followers: Followers;
  private epoch: Promise<number> | undefined;
  /** The farthest event that was read, with the running maximum of the times until there. */
  private farthest = { position: '', recordedAt: EPOCH_BEGIN };

  constructor(
    private readonly session: KurrentSession,
    following: FollowingOptions = {},
  ) {
    super();
    this.bell = new KurrentBell(session);
    this.followers = new Followers(this.bell, (after, limit) => this.readAll(after, limit), following);
  }

  /** Learns the log's epoch and its newest time, and begins to listen. Throws StoreUnavailable. */
  async open(): Promise<void> {
    await this.head();
    this.bell.open();
  }

  /** Ends what follows. */
  close(): Promise<void> {
    return this.followers.close();
  }

  async readStream(stream: string, from = 0): Promise<RecordedEvent[]> {
    checkRevision(from);
    return isStreamName(stream) ? this.read(readForwards(storedName(stream), from, Number.MAX_SAFE_INTEGER)) : [];
  }

  async readLast(stream: string): Promise<RecordedEvent | undefined> {
    if (!isStreamName(stream)) return undefined;
    const [last] = await this.read(readLast(storedName(stream)));
    return last;
  }

  async readAll(after: Position, limit: number): Promise<RecordedEvent[]> {
    checkLimit(limit);
    const { epoch, place } = parsePosition(after);
    if (epoch !== (await this.currentEpoch())) throw new UnknownPosition(after);
    const commit = BigInt(place);
    // The event that stands at `after` is read again: it shows that there is such a position, and carries the time that none after it goes below.
    const records =
      commit === 0n
        ? await this.session.attempt(readAllFrom('start', limit), 0)
        : await this.session.attempt(readAllFrom(commit, limit + 1), 0).catch((error: unknown) => this.explain(error, after));
    if (commit !== 0n && (records[0] === undefined || BigInt(records[0].getCommitPosition()) !== commit))
      throw new UnknownPosition(after);
    return this.ascending(records, epoch, after);
  }

  async head(): Promise<Position> {
    const [newest] = await this.read(readNewest);
    return newest?.position ?? this.start();
  }

  async start(): Promise<Position> {
    return formatPosition(await this.currentEpoch(), 0);
  }

  follow(after: Position, options: { signal: AbortSignal; limit?: number }): AsyncIterable<RecordedEvent[]> {
    return this.followers.follow(after, options);
  }

  /** The event that a record of the log is. */
  async understood(record: Record): Promise<RecordedEvent> {
    const event = recorded(record, await this.currentEpoch());
    this.note(event);
    return event;
  }

  /** The time of the newest event that was read here: no later event may be recorded before it. */
  floor(): string {
    return this.farthest.recordedAt;
  }

  private async read(attempt: Attempt<Record[]>): Promise<RecordedEvent[]> {
    const epoch = await this.currentEpoch();
    const events = (await this.session.attempt(attempt, 0)).map((record) => recorded(record, epoch));
    const last = events.at(-1);
    if (last) this.note(last);
    return events;
  }

  /** In order and each once, whatever was delivered; their times by the running maximum. Without the event at `after` itself. */
  private ascending(records: readonly Record[], epoch: number, after: Position): RecordedEvent[] {
    const events: RecordedEvent[] = [];
    let position = after;
    let time = after >= this.farthest.position ? this.farthest.recordedAt : EPOCH_BEGIN;
    for (const record of records) {
      const event = recorded(record, epoch);
      if (event.recordedAt > time) time = event.recordedAt;
      if (event.position <= position) continue;
      ({ position } = event);
      events.push({ ...event, recordedAt: time });
    }
    const last = events.at(-1);
    if (last) this.note(last);
    return events;
  }

  private note({ position, recordedAt }: RecordedEvent): void {
    if (position <= this.farthest.position) return;
    this.farthest = { position, recordedAt: recordedAt > this.farthest.recordedAt ? recordedAt : this.farthest.recordedAt };
  }

  /** A server may refuse to read from beyond its end, as from a place where no event begins. */
  private async explain(error: unknown, after: Position): Promise<never> {
    if (error instanceof StoreUnavailable && after > (await this.head())) throw new UnknownPosition(after);
    throw error;
  }

  private currentEpoch(): Promise<number> {
    if (!this.epoch) {
      const epoch = epochOf(this.session);
      this.epoch = epoch;
      epoch.catch(() => (this.epoch = undefined));
    }
    return this.epoch;
  }
}
