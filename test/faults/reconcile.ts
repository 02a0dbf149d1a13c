// Orders and filings live at random on a real PostgreSQL while what projects them is stopped, started and cut off; all the while the
// reconciler holds what is shown to the log. Then the controls: a read model that stands still, and one that is broken.
import { type Pool } from 'pg';
import { upcast } from '#application/versions.js';
import { PostgresEventStore } from '#event-store/postgres.js';
import { serviceConnection } from '#platform/database.js';
import { orderBoard } from '#read-models/order-board.js';
import { type Projection } from '#read-models/projection.js';
import { Projector } from '#read-models/projector.js';
import { publicRegistry } from '#read-models/public-registry.js';
import { ReadModels } from '#read-models/read-models.js';
import { Reconciler, type Reconciliation } from '#read-models/reconciler.js';
import { endConnections, KeptLog, servicePool, until } from '#support/read-side.js';
import { Random } from '#support/random.js';
import { RegisterWalk } from '#support/register-walk.js';

/** Matters that are written at the same time. */
const AT_ONCE = 8;
/** Steps between one reconciliation, or one disturbance, and the next, at most. */
const EVERY = 120;
const CONTROL_STEPS = 400;

export interface Figures {
  steps: number;
  /** Events that the steps wrote. */
  events: number;
  stopped: number;
  cutOff: number;
  reconciliations: number;
  /** At most, in one reconciliation. */
  inForce: number;
  shownToAll: number;
  missing: number;
  unexpected: number;
  different: number;
  /** Read models that were more than a second behind. */
  late: number;
  slowestMs: number;
  /** What a registry that stands still was seen to miss, and one that passes over some publications. */
  missingWhileStill: number;
  missingWhileBroken: number;
}

/** The events that tell a broken registry of an order are every third publication, which it passes over. */
const broken: Projection<unknown> = {
  ...publicRegistry,
  project: (row, event, key) =>
    event.type === 'OrderPublished' && Number(event.position.at(-1)) % 3 === 0
      ? (row ?? null)
      : publicRegistry.project(row as never, event, key),
};

/** That many steps from a seed, on the migrated database of this URL. */
export async function reconcile(steps: number, url: string, report: (line: string) => void = () => undefined): Promise<Figures> {
  const store = new PostgresEventStore({ connection: serviceConnection({ url, name: 'walk', statementTimeout: 0 }) });
  const pool = servicePool(url);
  const run = new Run(url, store, pool);
  try {
    await store.open();
    return await run.all(steps, report);
  } finally {
    await run.end();
    await pool.end();
    await store.close();
  }
}

class Run {
  private readonly random = new Random(20_261_124);
  private readonly walk = new RegisterWalk(this.random);
  private readonly log = new KeptLog();
  private readonly models: ReadModels;
  private readonly reconciler: Reconciler;
  private readonly projectors: Projector[];
  private readonly figures: Figures = {
    ...{ steps: 0, events: 0, stopped: 0, cutOff: 0, reconciliations: 0, inForce: 0, shownToAll: 0 },
    ...{ missing: 0, unexpected: 0, different: 0, late: 0, slowestMs: 0, missingWhileStill: 0, missingWhileBroken: 0 },
  };

  constructor(
    private readonly url: string,
    private readonly store: PostgresEventStore,
    private readonly pool: Pool,
  ) {
    this.models = new ReadModels(pool, store);
    this.projectors = [publicRegistry, orderBoard].map((model) => this.projectorOf(model as unknown as Projection<unknown>));
    const now = (): Date => new Date('2026-11-25T02:00:00Z');
    this.reconciler = new Reconciler({ reader: store, upcast, models: this.models, log: this.log, now });
  }

  async all(steps: number, report: (line: string) => void): Promise<Figures> {
    const { figures } = this;
    for (const projector of this.projectors) await this.started(projector);
    let running: Promise<void> = Promise.resolve();
    let [nextLook, nextBlow] = [0, 0];
    while (figures.steps < steps) {
      await this.write(Math.min(AT_ONCE, steps - figures.steps));
      if (figures.steps >= nextBlow) {
        nextBlow = figures.steps + 1 + this.random.below(EVERY);
        await this.disturb(this.random.of(this.projectors));
      }
      if (figures.steps >= nextLook) {
        nextLook = figures.steps + 1 + this.random.below(EVERY);
        await running;
        running = this.look();
      }
      if (figures.steps % 2_000 < AT_ONCE) report(`${figures.steps} steps: ${JSON.stringify(figures)}`);
    }
    await running;
    await this.look();
    const lived = { steps: figures.steps, events: figures.events };
    await this.controls();
    return { ...figures, ...lived };
  }

  async end(): Promise<void> {
    await Promise.all(this.projectors.map((projector) => projector.stop()));
  }

  private projectorOf(projection: Projection<unknown>): Projector {
    return new Projector({ pool: this.pool, reader: this.store, upcast, log: this.log }, projection, {
      onMoved: ({ name, version }, position) => this.models.moved({ name, version, position }),
    });
  }

  private async started(projector: Projector): Promise<void> {
    projector.start();
    await until(async () => (await projector.status()).state === 'live');
  }

  private async write(count: number): Promise<void> {
    const busy = new Set<string>();
    const steps = Array.from({ length: count }, () => {
      const step = this.walk.next(busy);
      busy.add(step.stream);
      return step;
    });
    await Promise.all(steps.map(({ stream, events, expected }) => this.store.append(stream, events, { expected })));
    this.figures.steps += count;
    this.figures.events += steps.reduce((sum, { events }) => sum + events.length, 0);
  }

  /** The projector is stopped for a moment in which others write, or loses its connection in the midst of what it does. */
  private async disturb(projector: Projector): Promise<void> {
    if (this.random.below(3) === 0) {
      const pid = await this.writerOf(projector);
      if (pid === undefined) return;
      await endConnections(this.url, pid);
      this.figures.cutOff += 1;
      return;
    }
    await projector.stop();
    await this.write(this.random.below(AT_ONCE) + 1);
    projector.start();
    this.figures.stopped += 1;
  }

  /** Whoever holds the projector’s lock; nobody while it comes back. */
  private async writerOf({ projection }: Projector): Promise<number | undefined> {
    const { rows } = await this.pool.query<{ pid: number }>(
      `select pid from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())
         and (classid::bigint << 32 | objid::bigint) = hashtextextended($1, 0)`,
      [`project ${projection.name} ${projection.version}`],
    );
    return rows[0]?.pid;
  }

  private async look(): Promise<void> {
    const { figures } = this;
    const began = performance.now();
    const found = await this.reconciler.reconcile();
    figures.slowestMs = Math.max(figures.slowestMs, Math.round(performance.now() - began));
    figures.reconciliations += 1;
    figures.inForce = Math.max(figures.inForce, found.inForce);
    for (const { missing, unexpected, different, behind } of found.downstreams) {
      figures.missing += missing;
      figures.unexpected += unexpected;
      figures.different += different;
      figures.late += behind ? 1 : 0;
    }
    const { rows } = await this.models.query<{ n: number }>(publicRegistry, ({ table }) => ({
      text: `select count(*)::int as n from ${table} where orders <> '{}'`,
    }));
    figures.shownToAll = Math.max(figures.shownToAll, rows[0]?.n ?? 0);
  }

  private async controls(): Promise<void> {
    const [registry] = this.projectors;
    await registry!.stop();
    await this.writeMany(CONTROL_STEPS);
    this.figures.missingWhileStill = missingIn(await this.reconciler.reconcile(), true);

    const heedless = this.projectorOf(broken);
    await this.started(heedless);
    await this.writeMany(CONTROL_STEPS);
    this.figures.missingWhileBroken = missingIn(await this.reconciler.reconcile(), false);
    await heedless.stop();
  }

  private async writeMany(steps: number): Promise<void> {
    for (let written = 0; written < steps; written += AT_ONCE) await this.write(AT_ONCE);
  }
}

const missingIn = ({ downstreams }: Reconciliation, behind: boolean): number => {
  const registry = downstreams.find(({ name }) => name === publicRegistry.name);
  return registry?.behind === behind ? registry.missing : 0;
};
