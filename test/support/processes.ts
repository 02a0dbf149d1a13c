import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

export interface TestProcess {
  readonly pid: number;
  /** All that it has written so far, to stdout and stderr. */
  output(): string;
  /** Resolves with the match as soon as its output holds the pattern; rejects if it ends without. */
  says(pattern: RegExp): Promise<RegExpMatchArray>;
  /** A signal to this process alone, or to its whole group (as Ctrl-C sends it). */
  signal(name: NodeJS.Signals, whom?: 'alone' | 'group'): void;
  /** Its code, or the signal that ended it. */
  readonly exited: Promise<number | NodeJS.Signals>;
}

export interface StartOptions {
  args?: string[];
  /** Beside, or instead of, this process's own environment. Undefined takes a variable away. */
  env?: Record<string, string | undefined>;
  cwd?: string;
  uid?: number;
  gid?: number;
}

const running = new Set<ChildProcess>();

/** Starts `node` on a file, TypeScript or not, in a process group of its own. */
export function startNode(file: string, { args = [], env, cwd, uid, gid }: StartOptions = {}): TestProcess {
  const loader = file.endsWith('.ts') ? ['--import', new URL('register-typescript.mjs', import.meta.url).href] : [];
  const child = spawn(process.execPath, [...loader, file, ...args], {
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    cwd: cwd ?? fileURLToPath(new URL('../..', import.meta.url)),
    uid,
    gid,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);

  let output = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (const listener of listeners) listener();
    });
  }
  const exited = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.once('error', reject);
    // `close`, not `exit`: by then all that it wrote has been read.
    child.once('close', (code, signal) => {
      running.delete(child);
      resolve(signal ?? code ?? -1);
    });
  });

  return {
    pid: child.pid ?? -1,
    output: () => output,
    exited,
    signal: (name, whom = 'alone') => void (child.pid && process.kill(whom === 'group' ? -child.pid : child.pid, name)),
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(output);
          if (match) resolve(match);
          if (match) listeners.delete(look);
          return match;
        };
        if (look()) return;
        listeners.add(look);
        exited.then((how) => reject(new Error(`ended (${how}) without saying ${pattern}:\n${output}`)), reject);
      }),
  };
}

/** Kills what a test has left running, for its `afterAll`. A service's database is not its child's child in any group: stop the service first. */
export async function endProcesses(): Promise<void> {
  await Promise.all(
    [...running].map(async (child) => {
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
    }),
  );
}

/** A TCP port of 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port on 127.0.0.1');
  return address.port;
}
