// kill -9 of the service, of its PostgreSQL, or of both, while sixteen clients write; again and again on one data directory.
import { randomUUID } from 'node:crypto';
import { endProcesses } from '#support/processes.js';
import { Filers } from './filers.js';
import { type Claims, judge, type Verdict } from './judge.js';
import { databaseOf, freshHome, killBackend, killServer, ready, settled, start } from './real-service.js';

const victims = ['service', 'database', 'both', 'backend'] as const;

export interface Figures extends Verdict {
  acked: number;
  /** Requests whose answer was lost, and which were repeated. */
  repeated: number;
  unresolved: number;
  /** Filings that were given a number. */
  accepted: number;
  /** 1: a claim that nobody ever made a request for, and a filing that nobody claims, were both found out. */
  controlCaught: number;
}

/** Throws at once when the service does not come back, or answers a definite no. Takes down what it has started. */
export async function crash(rounds: number, report: (line: string) => void = () => undefined): Promise<Figures> {
  const home = await freshHome();
  try {
    let service = await start(home);
    const filers = await Filers.at(home.url);
    const { claims } = filers;
    const total: Figures = {
      ...{ acked: 0, lost: 0, doubled: 0, gaps: 0, differing: 0 },
      ...{ repeated: 0, unresolved: 0, accepted: 0, controlCaught: 0 },
    };
    for (let round = 0; round < rounds; round++) {
      const victim = victims[round % victims.length]!;
      filers.begin();
      await filers.acknowledged(10 + Math.floor(Math.random() * 40));
      if (victim === 'service' || victim === 'both') service.signal('SIGKILL');
      if (victim === 'database' || victim === 'both') await killServer(home.dataDir);
      if (victim === 'backend') await killBackend(home.dataDir, Math.random());
      if (victim === 'service' || victim === 'both') {
        await service.exited;
        service = await start(home);
      }
      await ready(home);
      await filers.end();
      const { asked, unresolved } = await filers.resolve();
      await settled(home);

      const verdict = await judge(await databaseOf(home), claims);
      for (const [name, count] of Object.entries(verdict)) total[name as keyof Verdict] += count;
      total.repeated += asked;
      total.unresolved += unresolved;
      report(`${round + 1}/${rounds} ${victim}: ${claims.filings.size} filed, ${asked} repeated, ${JSON.stringify(verdict)}`);
    }
    total.acked = claims.filings.size;
    total.accepted = claims.numbers.size;
    total.controlCaught = (await isCaught(await databaseOf(home), claims)) ? 1 : 0;
    service.signal('SIGTERM');
    await service.exited;
    return total;
  } finally {
    await endProcesses();
    await home.remove();
  }
}

/** Whether the judge sees a client that takes an unsent request for acknowledged, and one that forgets what it has sent. */
async function isCaught(url: string, { filings, numbers }: Claims): Promise<boolean> {
  const [forgotten] = filings.keys();
  const unsent = await judge(url, { filings: new Map(filings).set(randomUUID(), randomUUID()), numbers });
  const unclaimed = await judge(url, { filings: new Map([...filings].filter(([key]) => key !== forgotten)), numbers });
  return unsent.lost === 1 && unclaimed.doubled === 1;
}
