// Keeps the embedded PostgreSQL up. Under `npm start` nobody stands by who would start it again.
import { setTimeout as delay } from 'node:timers/promises';
import { type PostgresOptions, startPostgres } from './postgres-server.js';

export interface KeptPostgres {
  /** Superuser on the service's database; the same for as long as it is kept. */
  readonly url: string;
  /** Ends it, also while it is being started again. Resolves when it is gone. */
  stop(): Promise<void>;
}

export interface KeepOptions extends PostgresOptions {
  /** Takes one line when the server has ended unasked, and one for each attempt to start it again that fails. */
  alarm: (line: string) => void;
}

/** Before it is started again, in milliseconds; doubled as long as it does not come up, or does not stay up. */
const FIRST_PAUSE = 50;
const LONGEST_PAUSE = 10_000;
const STEADY = 10_000;

/**
 * Starts the server, and starts it again whenever it ends unasked, for as long as that takes: a full disk is some day emptied. What was
 * acknowledged is recovered by PostgreSQL; meanwhile connections are refused. Throws what the first start throws.
 */
export async function keepPostgres({ alarm, ...options }: KeepOptions): Promise<KeptPostgres> {
  const ending = new AbortController();
  const { signal } = ending;
  let server = await startPostgres(options);
  let since = performance.now();
  let pause = FIRST_PAUSE;
  let reviving = Promise.resolve();

  const revive = async (): Promise<void> => {
    if (performance.now() - since > STEADY) pause = FIRST_PAUSE;
    for (;;) {
      await delay(pause, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      pause = Math.min(2 * pause, LONGEST_PAUSE);
      try {
        server = await server.restart(signal);
        since = performance.now();
        options.log?.(`PostgreSQL is up again (process ${server.pid}, port ${server.port})`);
        return;
      } catch (error) {
        if (signal.aborted) return;
        alarm(`PostgreSQL did not start again, the next attempt is in ${pause} ms: ${String(error)}`);
      }
    }
  };
  const watch = async (): Promise<void> => {
    while (!signal.aborted) {
      const { expected, reason } = await server.exited;
      if (expected) return;
      alarm(`${reason}; starting it again`);
      reviving = revive();
      await reviving;
    }
  };
  void watch();

  return {
    url: server.url,
    async stop() {
      ending.abort();
      await reviving;
      await server.stop();
    },
  };
}
