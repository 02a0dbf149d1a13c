import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** `postgres`: alive and by that name. `other`: alive, something else (a process id that was given out again). `gone` includes zombies. */
export type ProcessState = 'gone' | 'postgres' | 'other';

/**
 * Whether a process lives. A signal 0 is not enough: where process 1 does not reap (many containers), a killed orphan stays a zombie, which
 * takes signals like a living process.
 */
export async function processState(pid: number): Promise<ProcessState> {
  if (!exists(pid)) return 'gone';
  if (process.platform === 'win32') return 'postgres';
  const { state, name } = process.platform === 'linux' ? await fromProc(pid) : await fromPs(pid);
  if (state === '' || state.startsWith('Z') || state.startsWith('X')) return 'gone';
  return name === 'postgres' ? 'postgres' : 'other';
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function fromProc(pid: number): Promise<{ state: string; name: string }> {
  // pid (name, which may hold spaces and brackets) state …
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const end = line.lastIndexOf(')');
  return { state: line.slice(end + 2, end + 3), name: line.slice(line.indexOf('(') + 1, end) };
}

async function fromPs(pid: number): Promise<{ state: string; name: string }> {
  const { stdout } = await run('ps', ['-o', 'stat=,comm=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  const [state = '', command = ''] = stdout.trim().split(/\s+/);
  return { state, name: command.slice(command.lastIndexOf('/') + 1) };
}
