// A thread of the read side: nothing but some projectors, with a reader and connections of their own.
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { createLogger } from '#platform/logging.js';
import { startProjectors } from '../projector/projectors.js';
import { createLog } from './log.js';
import { projectorPool, type Said, type ThreadData, type Told } from './read-side.js';

const { names, niceness, gatherWhenBusy, config, url } = workerData as ThreadData;
const parent = parentPort!;
// On Linux a thread has a niceness of its own, and 0 names the thread that asks; elsewhere it would be the whole process's.
if (process.platform === 'linux') setPriority(0, niceness);
const logger = createLogger(config.logLevel);
const reader = createLog(config, { url, name: 'beian-read-side', gatherWhenBusy });
await reader.open();
const pool = projectorPool(url, logger, names.length);
const projectors = startProjectors({ names, pool, reader, logger, onMoved: (moved) => parent.postMessage(moved) });

async function stop(): Promise<void> {
  await projectors.stop();
  await pool.end();
  await reader.close();
  parent.close();
}

parent.on('message', (told: Told) => {
  if (told === 'stop') return void stop();
  void projectors.statuses().then(
    (statuses) => told.statusesTo.postMessage({ statuses } satisfies Said),
    (error: unknown) => told.statusesTo.postMessage({ failure: String(error) } satisfies Said),
  );
});
