import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, describe, expect, test } from '@jest/globals';
import { processState } from './process-state.js';

const started: ChildProcess[] = [];
afterAll(() => started.forEach((child) => child.kill('SIGKILL')));

describe('a process', () => {
  test('that lives is not gone', async () => {
    expect(await processState(process.pid)).toBe('other');
  });

  test('that was reaped is gone', async () => {
    const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await once(child, 'exit');
    expect(await processState(child.pid!)).toBe('gone');
  });

  if (process.platform !== 'win32') {
    test('that died and was not reaped is gone, though it still takes signals', async () => {
      // The shell becomes a program that does not care for the child that the shell had. The child outlives that change: the shell
      // itself would bury it.
      const neglectful = spawn('sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 600'], { stdio: ['ignore', 'pipe', 'ignore'] });
      started.push(neglectful);
      const [line] = (await once(neglectful.stdout, 'data')) as [Buffer];
      const pid = Number(line.toString());
      while ((await processState(pid)) !== 'gone') await new Promise((resolve) => setTimeout(resolve, 10));
      expect(process.kill(pid, 0)).toBe(true);
    });
  }
});
