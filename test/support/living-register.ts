// A register that lives at random on the log of a service, beside it, as its own writers would: and what its stores must then be told.
import { setTimeout as delay } from 'node:timers/promises';
import { upcast, versionOf } from '#application/versions.js';
import { type Position, type RecordedEvent, StoreUnavailable } from '#event-store/event-store.js';
import { PostgresEventStore } from '#event-store/postgres.js';
import { serviceConnection } from '#platform/database.js';
import { type Folded, foldProjection } from '#read-models/projection.js';
import { type StatusState, toldOf, toldStatus } from '#read-models/store-status-row.js';
import { storeStatus } from '#read-models/store-status.js';
import { issueFilingNumber } from '#domain/filing-number.js';
import { Random } from './random.js';
import { newEvent } from './read-side.js';
import { RegisterWalk, type Step } from './register-walk.js';

/** Matters that are written at the same time. */
const AT_ONCE = 8;
const READ = 5_000;

/** A change as the feed must tell it. */
export interface Told {
  cursor: string;
  event: string;
  position: Position;
  recordedAt: string;
  changes: readonly string[];
  filingId: string;
  number: string;
  status: unknown;
}

const opened = async (url: string): Promise<PostgresEventStore> => {
  const store = new PostgresEventStore({ connection: serviceConnection({ url, name: 'walk', statementTimeout: 0 }) });
  await store.open();
  return store;
};

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

export class LivingRegister {
  private readonly walk: RegisterWalk;
  private folded: Folded<StatusState> = { rows: new Map(), superseded: [] };
  private readonly changes: Told[] = [];
  private read: Position | undefined;

  private constructor(
    private store: PostgresEventStore,
    seed: number,
  ) {
    this.walk = new RegisterWalk(new Random(seed));
  }

  static async on(url: string, seed: number): Promise<LivingRegister> {
    return new LivingRegister(await opened(url), seed);
  }

  /** Goes on writing to the same log at another address. What is under way is tried again there. */
  async moveTo(url: string): Promise<void> {
    const before = this.store;
    this.store = await opened(url);
    await before.close();
  }

  /** So many steps; answers the position of the last event. */
  async live(steps: number): Promise<Position> {
    for (let left = steps; left > 0; left -= AT_ONCE) {
      const busy = new Set<string>();
      const next = Array.from({ length: Math.min(left, AT_ONCE) }, () => {
        const step = this.walk.next(busy);
        busy.add(step.stream);
        return step;
      });
      await Promise.all(next.map((step) => this.write(step)));
    }
    return this.certain(() => this.store.head());
  }

  /** Steps until stores are told of something; answers the position of the last event. */
  async liveUntilTold(): Promise<Position> {
    const before = (await this.told()).length;
    for (;;) {
      const position = await this.live(1);
      if ((await this.told()).length > before) return position;
    }
  }

  /** Takes over filings, `first` of that many the number of the first, each with so many products. */
  async takeOver(count: number, products: number, first = 1): Promise<Position> {
    const names = Array.from({ length: products }, (_, i) => `演示产品第${i}号（APP）`).join('、');
    const takeOne = async (n: number): Promise<void> => {
      const number = issueFilingNumber({ division: '310115', entity: String(n).padStart(7, '0'), year: 24, sequence: 1 });
      const row = { sequence: n, algorithmName: `演示算法${n}`, role: '服务提供者', entityName: '演示' };
      const data = { number, batch: '2024-01', row: { ...row, products: names, mainUse: '', remarks: '' }, cancelled: false };
      const stream = `filing-00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
      const event = newEvent(`${stream}/0`, 'FilingImported', data, versionOf('FilingImported'));
      await this.store.append(stream, [event], { expected: -1 });
    };
    for (let n = first; n < first + count; n += AT_ONCE)
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, first + count - n) }, (_, i) => takeOne(n + i)));
    return this.store.head();
  }

  /** Every change that stores must have been told of by now, in the order of the log. */
  async told(): Promise<readonly Told[]> {
    this.read ??= await this.certain(() => this.store.start());
    for (;;) {
      const since: Position = this.read;
      const known = this.folded.superseded.length;
      const events: RecordedEvent[] = await this.certain(() => this.store.readAll(since, READ));
      this.folded = foldProjection(storeStatus, events.map(upcast), this.folded);
      if (events.length > 0) this.read = events.at(-1)!.position;
      this.changes.push(...changesIn([...this.folded.superseded.slice(known), ...this.folded.rows.values()], since));
      if (events.length < READ) return [...this.changes];
    }
  }

  private async write({ stream, events, expected }: Step): Promise<void> {
    // The same events again are a repetition, should they have been written.
    await this.certain(() => this.store.append(stream, events, { expected }));
  }

  /** However often the database is not there. */
  private async certain<T>(ask: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        await delay(50);
      }
    }
  }

  close(): Promise<void> {
    return this.store.close();
  }
}

/** What these versions told, where they came after the position. */
function changesIn(versions: readonly { row: StatusState }[], since: Position): Told[] {
  return versions
    .flatMap(({ row }) => toldOf(row) ?? [])
    .filter(({ quiet, news }) => !quiet && news.position > since)
    .sort((a, b) =>
      a.news.position < b.news.position ? -1 : a.news.position > b.news.position ? 1 : a.news.index - b.news.index,
    )
    .map((row): Told => {
      const { position, index, changes, event, recordedAt } = row.news;
      const cursor = `${position}.${index}`;
      return {
        cursor,
        event,
        position,
        recordedAt,
        changes,
        filingId: row.id,
        number: row.number,
        status: asJson(toldStatus(row)),
      };
    });
}
