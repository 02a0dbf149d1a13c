import { type ServerResponse } from 'node:http';

/**
 * Writes to an answer that is sent bit by bit, and resolves when the reader has taken it: true, or false after `patienceMs`, when `signal`
 * aborts, or where the reader has gone. Until then nothing more is to be written, so that what waits for a slow reader does not grow.
 */
export async function writePatiently(
  raw: ServerResponse,
  bytes: string | Buffer,
  patienceMs: number,
  signal?: AbortSignal,
): Promise<boolean> {
  if (raw.destroyed || signal?.aborted) return false;
  if (raw.write(bytes)) return true;
  return new Promise((resolve) => {
    const done = (taken: boolean): void => {
      clearTimeout(timer);
      raw.off('drain', onDrain).off('close', onEnd);
      signal?.removeEventListener('abort', onEnd);
      resolve(taken);
    };
    const onDrain = (): void => done(true);
    const onEnd = (): void => done(false);
    const timer = setTimeout(onEnd, patienceMs);
    raw.once('drain', onDrain).once('close', onEnd);
    signal?.addEventListener('abort', onEnd);
  });
}
