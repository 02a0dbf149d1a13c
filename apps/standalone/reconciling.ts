// The reconciler's round: every minute, for as long as the service runs.
import { setTimeout as delay } from 'node:timers/promises';
import { type Reconciler } from '#read-models/reconciler.js';
import { type Log } from '#read-models/progress.js';

const EVERY_MS = 60_000;

/**
 * Lets it compare every `everyMs` milliseconds. A round that cannot be made is told, and the next one is made all the same. `stop` begins no
 * other; one that is under way ends with the connections that it works on.
 */
export function startReconciling(
  reconciler: Pick<Reconciler, 'reconcile'>,
  log: Pick<Log, 'error'>,
  everyMs = EVERY_MS,
): { stop(): Promise<void> } {
  const ending = new AbortController();
  const rounds = async (): Promise<void> => {
    for (;;) {
      await delay(everyMs, undefined, { signal: ending.signal, ref: false });
      await reconciler.reconcile().catch((err: unknown) => {
        if (!ending.signal.aborted) log.error({ err }, 'orders in force could not be compared with what is shown');
      });
    }
  };
  rounds().catch(() => undefined); // aborted
  return {
    stop() {
      ending.abort();
      return Promise.resolve();
    },
  };
}
