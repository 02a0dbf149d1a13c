// A disk that says it could not keep what it was given: strace makes every fdatasync of the running PostgreSQL fail. Killing processes
// cannot show this, for what they have written stays with the kernel.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { endProcesses } from '#support/processes.js';
import { Filers } from './filers.js';
import { judge, SOUND, type Verdict } from './judge.js';
import { databaseOf, freshHome, ready, serverProcesses, settled, start } from './real-service.js';

export interface DiskFigures extends Verdict {
  rounds: number;
  acked: number;
  repeated: number;
  unresolved: number;
  /** Calls that strace made fail, and how often PostgreSQL gave up over one. */
  injected: number;
  panics: number;
}

/** Why no disk can be made to fail on this machine; undefined where it can. */
export async function cannotFail(): Promise<string | undefined> {
  const strace = spawn('strace', ['-qq', '-e', 'inject=fdatasync:error=EIO', 'true'], { stdio: 'ignore' });
  try {
    const [code] = (await once(strace, 'close')) as [number];
    return code === 0 ? undefined : 'strace may not trace processes here';
  } catch {
    return 'strace is not installed';
  }
}

/** Lets the disk fail `rounds` times while sixteen clients write. Throws as `crash` does. Takes down what it has started. */
export async function failingDisk(rounds: number, report: (line: string) => void = () => undefined): Promise<DiskFigures> {
  const home = await freshHome();
  try {
    const service = await start(home);
    const filers = await Filers.at(home.url);
    const total: DiskFigures = { rounds, acked: 0, ...SOUND, repeated: 0, unresolved: 0, injected: 0, panics: 0 };
    for (let round = 1; round <= rounds; round++) {
      await filers.begin();
      await filers.acknowledged(20);
      const disk = await failDisk(await serverProcesses(home.dataDir));
      await disk.failed;
      // PostgreSQL gives up: its postmaster ends all of them. Those that it starts to recover have a sound disk.
      total.injected += await disk.gone();
      await ready(home);
      await filers.end();
      const { asked, unresolved } = await filers.resolve();
      await settled(home);
      const verdict = await judge(await databaseOf(home), filers.claims);
      for (const name of Object.keys(SOUND) as (keyof Verdict)[]) total[name] = Math.max(total[name], verdict[name]);
      total.repeated += asked;
      total.unresolved += unresolved;
      report(`${round}/${rounds}: ${filers.claims.filings.size} filed, ${asked} repeated, ${JSON.stringify(verdict)}`);
    }
    total.acked = filers.claims.filings.size;
    const log = await readFile(join(home.dataDir, 'postgres.log'), 'utf8');
    total.panics = log.match(/PANIC: +could not (fdata|f)sync/g)?.length ?? 0;
    service.signal('SIGTERM');
    await service.exited;
    return total;
  } finally {
    await endProcesses();
    await home.remove();
  }
}

/** From now on every fdatasync of these processes fails. */
async function failDisk(processes: readonly number[]) {
  const attached = processes.flatMap((pid) => ['-p', String(pid)]);
  const injection = ['-e', 'trace=fdatasync', '-e', 'inject=fdatasync:error=EIO'];
  const strace = spawn('strace', ['-qq', ...injection, ...attached], { stdio: ['ignore', 'ignore', 'pipe'] });
  const closed = once(strace, 'close');
  let output = '';
  const failed = new Promise<void>((resolve, reject) => {
    strace.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.includes('(INJECTED)')) resolve();
    });
    closed.then(() => reject(new Error(`strace ended: ${output}`)), reject);
  });
  failed.catch(() => undefined);
  await once(strace, 'spawn');
  return {
    /** When the first call has failed. */
    failed,
    /** When they have all ended; answers how many calls have failed. */
    async gone(): Promise<number> {
      const impatient = setTimeout(() => strace.kill('SIGTERM'), 10_000);
      await closed;
      clearTimeout(impatient);
      return output.split('(INJECTED)').length - 1;
    },
  };
}
