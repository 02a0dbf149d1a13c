// A register lives at random while stores follow its status feed with nothing but a stored cursor; meanwhile the service is stopped and killed, its
// PostgreSQL killed, the projector cut off, the read model built anew. What was heard is held to a fold of the log.
import { type Pool } from 'pg';
import { upcast } from '#application/versions.js';
import { PostgresEventStore } from '#event-store/postgres.js';
import { createPool, serviceConnection } from '#platform/database.js';
import { rebuild } from '#read-models/rebuild.js';
import { storeStatus } from '#read-models/store-status.js';
import { LivingRegister, type Told } from '#support/living-register.js';
import { endProcesses, type TestProcess } from '#support/processes.js';
import { Random } from '#support/random.js';
import { endConnections, KeptLog, until } from '#support/read-side.js';
import { keepListening, replay, type Stored, turnPages } from './followers.js';
import { databaseOf, freshHome, type Home, killBackend, killServer, ready, start } from './real-service.js';

const STEPS = 60;
/** The feed is read from its beginning as well, every so many walks. */
const REPLAY_EVERY = 10;

const disturbances = [
  'nothing',
  'service stopped',
  'service killed',
  'server killed',
  'both killed',
  'backend killed',
  'projector cut off',
  'built anew',
] as const;
type Disturbance = (typeof disturbances)[number];

export interface Figures {
  walks: number;
  steps: number;
  /** Of which stores were told, each by page and by stream. */
  changes: number;
  /** Told and not heard, heard twice or out of order, heard otherwise than told; of both readers and all replays. */
  missed: number;
  doubled: number;
  different: number;
  /** Pages that did not begin where the one before ended, and answers that no client should get. */
  wrong: number;
  replays: number;
  restarts: number;
  serverKills: number;
  cutOff: number;
  rebuilt: number;
  slowestS: number;
  /** 1: a change that is left out, one that comes twice, two that change places and one that says something else are all found. */
  controlCaught: number;
}

interface Judged {
  missed: number;
  doubled: number;
  different: number;
}

export async function feedWalks(walks: number, report: (line: string) => void = () => undefined): Promise<Figures> {
  const home = await freshHome();
  const run = await Run.on(home);
  try {
    for (let walk = 0; walk < walks; walk++) await run.walk(disturbances[walk % disturbances.length]!, report);
    return await run.end();
  } finally {
    await run.close();
    await endProcesses();
    await home.remove();
  }
}

class Run {
  private readonly random = new Random(20_261_124);
  private readonly readers: Stored[] = [
    { cursor: undefined, heard: [], wrong: [] },
    { cursor: undefined, heard: [], wrong: [] },
  ];
  private readonly figures: Figures = {
    ...{ walks: 0, steps: 0, changes: 0, missed: 0, doubled: 0, different: 0, wrong: 0, replays: 0 },
    ...{ restarts: 0, serverKills: 0, cutOff: 0, rebuilt: 0, slowestS: 0, controlCaught: 0 },
  };

  private constructor(
    private readonly home: Home,
    private service: TestProcess,
    private readonly register: LivingRegister,
  ) {}

  static async on(home: Home): Promise<Run> {
    const service = await start(home);
    return new Run(home, service, await LivingRegister.on(await databaseOf(home), 20_261_124));
  }

  async walk(disturbance: Disturbance, report: (line: string) => void): Promise<void> {
    const { figures, home, readers, register, random } = this;
    const began = performance.now();
    const leaving = new AbortController();
    const following = [
      turnPages(home.url, readers[0]!, random, leaving.signal),
      keepListening(home.url, readers[1]!, leaving.signal),
    ];
    await this.live(random.below(STEPS));
    const [disturbed] = await Promise.all([this.disturb(disturbance), this.liveWhile(disturbance)]);
    await this.live(1 + random.below(STEPS));
    const told = await register.told();
    // What comes twice after this is found by the next walk.
    const last = told.at(-1)?.cursor;
    await Promise.race([until(() => readers.every(({ heard }) => heard.at(-1)?.cursor === last)), patience()]);
    leaving.abort();
    await Promise.all(following);

    const lists = readers.map(({ heard }) => heard);
    figures.walks += 1;
    if (figures.walks % REPLAY_EVERY === 0) {
      lists.push(await replay(home.url));
      figures.replays += 1;
    }
    for (const heard of lists) this.count(judge(told, heard));
    figures.changes = told.length;
    figures.wrong = readers.reduce((sum, { wrong }) => sum + wrong.length, 0);
    figures.slowestS = Math.max(figures.slowestS, Math.round((performance.now() - began) / 1_000));
    const wrong = readers.flatMap((reader) => reader.wrong.slice(-2)).join('; ');
    report(`${figures.walks} ${disturbed}: ${told.length} changes, ${JSON.stringify(figures)} ${wrong}`);
  }

  async end(): Promise<Figures> {
    const { figures, home, register } = this;
    const told = await register.told();
    this.count(judge(told, await replay(home.url)));
    figures.replays += 1;
    figures.controlCaught = seesWrongLists(told) ? 1 : 0;
    this.service.signal('SIGTERM');
    await this.service.exited;
    return figures;
  }

  close(): Promise<void> {
    return this.register.close();
  }

  private count({ missed, doubled, different }: Judged): void {
    this.figures.missed += missed;
    this.figures.doubled += doubled;
    this.figures.different += different;
  }

  private async live(steps: number): Promise<void> {
    if (steps > 0) await this.register.live(steps);
    this.figures.steps += steps;
  }

  /** Others write on meanwhile, where there is a database to write to. */
  private async liveWhile(disturbance: Disturbance): Promise<void> {
    if (disturbance === 'service stopped') return;
    for (let part = 0; part < 4; part++) await this.live(1 + this.random.below(STEPS / 4));
  }

  private async disturb(disturbance: Disturbance): Promise<Disturbance> {
    const { figures, home } = this;
    switch (disturbance) {
      case 'nothing':
        break;
      case 'service stopped':
        this.service.signal('SIGTERM');
        await this.startAgain();
        break;
      case 'service killed':
        this.service.signal('SIGKILL');
        await this.startAgain();
        break;
      case 'server killed':
        await killServer(home.dataDir);
        figures.serverKills += 1;
        break;
      case 'both killed':
        this.service.signal('SIGKILL');
        await killServer(home.dataDir);
        figures.serverKills += 1;
        await this.startAgain();
        break;
      case 'backend killed':
        await killBackend(home.dataDir, this.random.below(1_000) / 1_000);
        break;
      case 'projector cut off':
        await this.cutOff();
        break;
      case 'built anew':
        await this.buildAnew();
        break;
    }
    await ready(home);
    return disturbance;
  }

  /** The service has been told to end. */
  private async startAgain(): Promise<void> {
    await this.service.exited;
    this.service = await start(this.home);
    // A server that was started anew may listen elsewhere.
    await this.register.moveTo(await databaseOf(this.home));
    this.figures.restarts += 1;
  }

  private async cutOff(): Promise<void> {
    const url = await databaseOf(this.home);
    await withPool(url, async (pool) => {
      const { rows } = await pool.query<{ pid: number }>(
        `select pid from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())
           and (classid::bigint << 32 | objid::bigint) = hashtextextended($1, 0)`,
        [`project ${storeStatus.name} ${storeStatus.version}`],
      );
      if (rows[0]) await endConnections(url, rows[0].pid);
      this.figures.cutOff += rows.length;
    });
  }

  private async buildAnew(): Promise<void> {
    const url = await databaseOf(this.home);
    const reader = new PostgresEventStore({ connection: serviceConnection({ url, name: 'rebuild', statementTimeout: 0 }) });
    await reader.open();
    try {
      await withPool(url, async (pool) => {
        const client = await pool.connect();
        const around = { pool, reader, upcast, log: new KeptLog() };
        const { differences } = await rebuild(around, storeStatus, client).finally(() => client.release(true));
        this.figures.different += differences?.length ?? 0;
        this.figures.rebuilt += 1;
      });
    } finally {
      await reader.close();
    }
  }
}

async function withPool(url: string, work: (pool: Pool) => Promise<void>): Promise<void> {
  const pool = createPool({ url, max: 4, statementTimeout: 0 });
  try {
    await work(pool);
  } finally {
    await pool.end();
  }
}

/** After this, what has not been heard counts as missed, in milliseconds. */
const PATIENCE_MS = 60_000;
const patience = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, PATIENCE_MS).unref());

/** What is wrong with a list of what was heard, beside what was told. */
function judge(told: readonly Told[], heard: readonly Told[]): Judged {
  const byCursor = new Map(told.map((change) => [change.cursor, JSON.stringify(change)]));
  const cursors = new Set(heard.map(({ cursor }) => cursor));
  const place = new Map(told.map(({ cursor }, i) => [cursor, i]));
  const places = heard.map(({ cursor }) => place.get(cursor) ?? -1);
  return {
    missed: told.filter(({ cursor }) => !cursors.has(cursor)).length,
    doubled: places.filter((at, i) => i > 0 && at <= places[i - 1]!).length,
    different: heard.filter((change) => byCursor.get(change.cursor) !== JSON.stringify(change)).length,
  };
}

function seesWrongLists(told: readonly Told[]): boolean {
  const [first, second, ...others] = told;
  if (!first || !second) return false;
  const wrong = [
    [first, ...others],
    [first, second, second, ...others],
    [second, first, ...others],
    [{ ...first, status: {} }, second, ...others],
  ].map((heard) => judge(told, heard));
  const sums = wrong.map(({ missed, doubled, different }) => `${missed} ${doubled} ${different}`);
  return sums.join() === '1 0 0,0 1 0,0 1 0,0 0 1';
}
