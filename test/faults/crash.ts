// kill -9 while sixteen clients write, again and again on one data directory: of the service, of its PostgreSQL, of both, and of a
// single process of PostgreSQL, which makes the others recover.
import { randomUUID } from 'node:crypto';
import { endProcesses, type TestProcess } from '#support/processes.js';
import { Filers } from './filers.js';
import { type Claims, judge, judgeLog, SOUND, type Verdict } from './judge.js';
import { databaseOf, freshHome, type Home, killBackend, killServer, ready, settled, start, startHasty } from './real-service.js';

/** In turn. Of four rounds the service dies in two and the whole server in two. */
const VICTIMS = ['service', 'database', 'both', 'backend'] as const;
type Victim = (typeof VICTIMS)[number];

/** Every round is judged by the whole log; to fold the whole log for every read model as well takes longer than a round. */
const READ_MODELS_EVERY = 20;

/** The control kills until it sees a loss: each time some of what was acknowledged has not been sent, or it was just sent. */
const CONTROL_ROUNDS = 20;

export interface Figures extends Verdict {
  rounds: number;
  /** Rounds in which the service was killed, in which the whole server was, and in which one of its processes was. */
  serviceKilled: number;
  serverKilled: number;
  backendKilled: number;
  acked: number;
  /** Requests whose answer was lost, and which were repeated. */
  repeated: number;
  unresolved: number;
  /** Filings that were given a number. */
  accepted: number;
  /** What a service that acknowledges before it commits was seen to lose. */
  controlLost: number;
  /** 1: that was seen, and so were a claim for which nothing was ever sent and a filing that nobody claims. */
  controlCaught: number;
}

/**
 * `each` rounds in which the service is killed and as many in which the whole server is; half of either are the same round, and to make
 * up for them a single process of PostgreSQL is killed as often. Then the controls. Throws at once when the service does not come back,
 * or answers a definite no. Takes down what it has started.
 */
export async function crash(each: number, report: (line: string) => void = () => undefined): Promise<Figures> {
  const home = await freshHome();
  try {
    let service = await start(home);
    const filers = await Filers.at(home.url);
    const { claims } = filers;
    const total: Figures = {
      ...{ rounds: 2 * each, serviceKilled: 0, serverKilled: 0, backendKilled: 0, acked: 0, ...SOUND },
      ...{ repeated: 0, unresolved: 0, accepted: 0, controlLost: 0, controlCaught: 0 },
    };
    for (let round = 1; round <= total.rounds; round++) {
      const began = performance.now();
      const victim = VICTIMS[(round - 1) % VICTIMS.length]!;
      await filers.begin();
      await filers.acknowledged(someFilings());
      service = await kill(victim, { home, service, again: start });
      await filers.end();
      const { asked, unresolved } = await filers.resolve();

      const whole = round % READ_MODELS_EVERY === 0 || round === total.rounds;
      if (whole) await settled(home);
      const verdict: Partial<Verdict> = await (whole ? judge : judgeLog)(await databaseOf(home), claims);
      for (const name of Object.keys(SOUND) as (keyof Verdict)[]) total[name] = Math.max(total[name], verdict[name] ?? 0);
      total.serviceKilled += victim === 'service' || victim === 'both' ? 1 : 0;
      total.serverKilled += victim === 'database' || victim === 'both' ? 1 : 0;
      total.backendKilled += victim === 'backend' ? 1 : 0;
      total.repeated += asked;
      total.unresolved += unresolved;
      const took = `${((performance.now() - began) / 1000).toFixed(1)} s`;
      report(
        `${round}/${total.rounds} ${victim}, ${took}: ${claims.filings.size} filed, ${asked} repeated, ${JSON.stringify(verdict)}`,
      );
    }
    total.acked = claims.filings.size;
    total.accepted = claims.numbers.size;
    const seesClaims = await seesWrongClaims(await databaseOf(home), claims);
    service.signal('SIGTERM');
    await service.exited;
    total.controlLost = await lossOfHaste(report);
    total.controlCaught = seesClaims && total.controlLost > 0 ? 1 : 0;
    return total;
  } finally {
    await endProcesses();
    await home.remove();
  }
}

const someFilings = () => 10 + Math.floor(Math.random() * 40);

interface Running {
  home: Home;
  service: TestProcess;
  /** Starts the service where it was the victim. */
  again: (home: Home) => Promise<TestProcess>;
}

/** Kills the victim and waits until the service is ready again. Returns the process that is the service now. */
async function kill(victim: Victim, { home, service, again }: Running): Promise<TestProcess> {
  const restarts = victim === 'service' || victim === 'both';
  if (restarts) service.signal('SIGKILL');
  if (victim === 'database' || victim === 'both') await killServer(home.dataDir);
  if (victim === 'backend') await killBackend(home.dataDir, Math.random());
  if (restarts) await service.exited;
  const running = restarts ? await again(home) : service;
  await ready(home);
  return running;
}

/** How many acknowledged filings a service has lost that acknowledges before it commits, killed as the honest one is; 0: none was seen. */
async function lossOfHaste(report: (line: string) => void): Promise<number> {
  const home = await freshHome();
  try {
    let service = await startHasty(home);
    const filers = await Filers.at(home.url);
    for (let round = 1; round <= CONTROL_ROUNDS; round++) {
      await filers.begin({ accepting: false });
      await filers.acknowledged(someFilings());
      service = await kill('service', { home, service, again: startHasty });
      await filers.end();
      const { lost } = await judgeLog(await databaseOf(home), filers.claims);
      report(`control ${round}, acknowledges before it commits: ${lost} of ${filers.claims.filings.size} lost`);
      if (lost > 0) return lost;
    }
    return 0;
  } finally {
    await endProcesses();
    await home.remove();
  }
}

/** Whether the judge sees a client that takes an unsent request for acknowledged, and one that forgets what it has sent. */
async function seesWrongClaims(url: string, { filings, numbers }: Claims): Promise<boolean> {
  const [forgotten] = filings.keys();
  const unsent = await judgeLog(url, { filings: new Map(filings).set(randomUUID(), randomUUID()), numbers });
  const unclaimed = await judgeLog(url, { filings: new Map([...filings].filter(([key]) => key !== forgotten)), numbers });
  return unsent.lost === 1 && unclaimed.doubled === 1;
}
