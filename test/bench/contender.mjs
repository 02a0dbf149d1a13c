// A contender in a process of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Starts `node` on a file; resolves when it has written `ready`. `stop` ends it and waits. */
export async function start(file, { args = [], env, ready, nodeOptions = [] }) {
  const child = spawn(process.execPath, [...nodeOptions, file, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  let output = '';
  await new Promise((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
      if (ready.test(output)) resolve();
    });
    void exited.then(([code]) => reject(new Error(`${file} ended with ${code}:\n${output}`)));
  });
  return {
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
