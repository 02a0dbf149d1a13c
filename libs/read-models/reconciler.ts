// An order in force must never be missing where others rely on seeing it. The log is folded once more, by the aggregate alone, and what the
// read models show is held to it, as of the same position. What a read model shows later than it may counts as not shown.
import { isDeepStrictEqual } from 'node:util';
import { type PoolClient } from 'pg';
import { type EventReader, type Position, UnknownPosition } from '#event-store/event-store.js';
import { type Upcast } from '#event-store/upcast.js';
import { type Downstream, orderDownstreams, type Place } from './order-downstreams.js';
import { OrdersInLog } from './orders-in-log.js';
import { type Log } from './progress.js';
import { type LiveTables, NotBuilt, type ReadModels } from './read-models.js';

/** missing: in force and not shown. unexpected: shown and not in force. different: shown otherwise than it is. */
export interface Finding extends Place {
  kind: 'missing' | 'unexpected' | 'different';
  /** What differs. */
  fields: readonly string[];
}

export interface DownstreamFindings {
  name: string;
  /** What its rows show; undefined where it has none yet. */
  position: Position | undefined;
  /** It did not come in time to what had been written: whatever it shows otherwise by now is a finding. */
  behind: boolean;
  missing: number;
  unexpected: number;
  different: number;
  /** The first hundred. */
  findings: readonly Finding[];
}

export interface Reconciliation {
  /** When it began, UTC. */
  at: string;
  /** Up to where the log was read. */
  position: Position;
  inForce: number;
  downstreams: readonly DownstreamFindings[];
}

export interface ReconcilerParts {
  reader: EventReader;
  upcast: Upcast;
  models: ReadModels;
  log: Log;
  downstreams?: readonly Downstream[];
  now?: () => Date;
  /** How far a read model may be behind the log, in milliseconds. */
  patienceMs?: number;
}

const PATIENCE_MS = 1_000;
/** Rows held in memory at once. */
const LOT = 500;
const MOST_FINDINGS = 100;

const placeKey = ({ order = '', filing = '' }: Place): string => `${order} ${filing}`;

/** Findings of one downstream, counted. */
class Findings {
  readonly counts = { missing: 0, unexpected: 0, different: 0 };
  readonly first: Finding[] = [];

  add({ order, filing }: Place, kind: Finding['kind'], fields: readonly string[] = []): void {
    this.counts[kind] += 1;
    if (this.first.length < MOST_FINDINGS) this.first.push({ order, filing, kind, fields });
  }
}

/** Compares when it is asked to, one run at a time; from one run to the next it reads only what the log has gained. */
export class Reconciler {
  readonly #inLog: OrdersInLog;
  readonly #downstreams: readonly Downstream[];
  readonly #now: () => Date;
  readonly #patienceMs: number;
  #running: Promise<unknown> = Promise.resolve();
  #next: Promise<Reconciliation> | undefined;
  #last: Reconciliation | undefined;

  constructor(private readonly parts: ReconcilerParts) {
    this.#inLog = new OrdersInLog(parts.reader, parts.upcast);
    this.#downstreams = parts.downstreams ?? orderDownstreams;
    this.#now = parts.now ?? (() => new Date());
    this.#patienceMs = parts.patienceMs ?? PATIENCE_MS;
  }

  /** What the last run that came to its end has found. */
  get last(): Reconciliation | undefined {
    return this.#last;
  }

  /**
   * Compares everything that was written before the call, and raises the alarm in the log of the service where something is found. Those
   * who ask while a run is under way share the one that follows. Throws StoreUnavailable, and what the database says.
   */
  reconcile(): Promise<Reconciliation> {
    return (this.#next ??= this.#running.then(() => {
      this.#next = undefined;
      const run = this.#run();
      this.#running = run.catch(() => undefined);
      return run;
    }));
  }

  async #run(): Promise<Reconciliation> {
    const at = this.#now().toISOString();
    await this.#readLog();
    const downstreams: DownstreamFindings[] = [];
    for (const downstream of this.#downstreams) downstreams.push(await this.#compare(downstream, at));
    const inForce = [...this.#inLog.inForce()].length;
    const found = { at, position: this.#reached, inForce, downstreams };
    this.#tell(found);
    return (this.#last = found);
  }

  get #reached(): Position {
    return this.#inLog.position ?? '';
  }

  /** All that is in the log now. A log that does not know where the last run ended is another one, and is read from its beginning. */
  async #readLog(): Promise<void> {
    const head = await this.parts.reader.head();
    if (this.#reached > head) this.#inLog.forget();
    try {
      await this.#inLog.readTo(head);
    } catch (error) {
      if (!(error instanceof UnknownPosition)) throw error;
      this.#inLog.forget();
      await this.#inLog.readTo(head);
    }
  }

  async #compare(downstream: Downstream, at: string): Promise<DownstreamFindings> {
    const { projection } = downstream;
    const findings = new Findings();
    const until = performance.now() + this.#patienceMs;
    let position: Position | undefined;
    let behind = true;
    try {
      for (let done = false; !done;) {
        const reached = await this.#arrives(downstream, until - performance.now());
        done = await this.parts.models.snapshot(projection, async (client, tables, shownAt) => {
          // After a crash of the server a checkpoint may stand before what was told as reached.
          if (reached && shownAt < this.#reached) return false;
          if (reached) await this.#inLog.readTo(shownAt);
          // While this release's version is being built an earlier one answers, whose columns are its own.
          const comparable = tables.version === projection.version;
          [position, behind] = [shownAt, !reached || !comparable];
          if (comparable) await this.#compareRows(downstream, { client, tables, at, findings });
          return true;
        });
      }
    } catch (error) {
      if (!(error instanceof NotBuilt)) throw error;
      for (const place of downstream.places(this.#inLog)) findings.add(place, 'missing');
    }
    return { name: projection.name, position, behind, ...findings.counts, findings: findings.first };
  }

  /** Whether the read model shows all that has been folded. One that follows another log never does. */
  async #arrives({ projection }: Downstream, patienceMs: number): Promise<boolean> {
    try {
      return await this.parts.models.waitFor(projection, this.#reached, patienceMs);
    } catch (error) {
      if (error instanceof UnknownPosition) return false;
      throw error;
    }
  }

  async #compareRows(
    downstream: Downstream,
    { client, tables, at, findings }: { client: PoolClient; tables: LiveTables; at: string; findings: Findings },
  ): Promise<void> {
    const due = new Map([...downstream.places(this.#inLog)].map((place) => [placeKey(place), place]));
    await client.query(`declare compared no scroll cursor for ${downstream.rows(tables.table)}`);
    for (let more = true; more;) {
      const { rows } = await client.query<Record<string, unknown>>(`fetch ${LOT} from compared`);
      for (const shown of rows.flatMap((row) => downstream.shown(row, this.#inLog, at))) {
        due.delete(placeKey(shown.place));
        if (!shown.due) {
          findings.add(shown.place, 'unexpected');
          continue;
        }
        const { facts, due: wanted } = shown;
        const names = [...new Set([...Object.keys(facts), ...Object.keys(wanted)])];
        const fields = names.filter((name) => !isDeepStrictEqual(facts[name], wanted[name]));
        if (fields.length > 0) findings.add(shown.place, 'different', fields);
      }
      more = rows.length === LOT;
    }
    for (const place of due.values()) findings.add(place, 'missing');
  }

  #tell({ position, inForce, downstreams }: Reconciliation): void {
    const { log } = this.parts;
    const sound = (one: DownstreamFindings): boolean => !one.behind && one.missing + one.unexpected + one.different === 0;
    for (const { name, findings, ...figures } of downstreams.filter((one) => !sound(one)))
      log.error(
        { readModel: name, ...figures, inForce, logPosition: position, findings: findings.slice(0, 10) },
        'orders in force are not shown as they are',
      );
    if (downstreams.every(sound) && this.#last && !this.#last.downstreams.every(sound))
      log.info({ inForce, logPosition: position }, 'orders in force are shown as they are again');
  }
}
