// A part of a watch list as it comes in, lot by lot: however long the part is, no more than a lot of it is held.
import { type AppKey, type WatchedApp, WatchListFull, type WatchLists } from '#reactions/watch-list.js';
import { problem } from '#platform/problem.js';
import { type Line, linesOf } from '#api/http/lines.js';
import { type WatchLineResultDto, type WatchResultsDto } from './watch.dto.js';
import { type LineFault, readLine } from './watched-app.js';

/** Lines of one part. */
export const MOST_LINES = 50_000;
const LONGEST_LINE = 4_096;
/** Lines that are written at once. */
const LOT = 1_000;

const isBlank = (line: Buffer): boolean => line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);

async function* arriving(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (cause) {
    throw problem('malformed-request', { detail: 'the body broke off; what came before has been taken', cause });
  }
}

interface Counted {
  line: number;
  read: { app: WatchedApp } | { gone: AppKey } | { fault: LineFault };
}

const read = (line: Line): Counted['read'] =>
  line ? readLine(line) : { fault: { code: 'body-too-large', detail: `a line has at most ${LONGEST_LINE} bytes` } };

/**
 * Keeps every line that is good, and says of each what became of it. A lot is written before the next one is read; put again, it changes
 * nothing. Throws 413 after `MOST_LINES`: what came before them has been kept.
 */
export async function takeIn(lists: WatchLists, store: string, body: AsyncIterable<Uint8Array>): Promise<WatchResultsDto> {
  const results: WatchLineResultDto[] = [];
  let line = 0;
  for await (const lot of linesOf(arriving(body), { lot: LOT, longest: LONGEST_LINE })) {
    if (line + lot.length > MOST_LINES)
      throw problem('body-too-large', { detail: `a part has at most ${MOST_LINES} lines; the first ${line} have been taken` });
    const counted = lot.flatMap((one): Counted[] => {
      line++;
      return one && isBlank(one) ? [] : [{ line, read: read(one) }];
    });
    results.push(...(await written(lists, store, counted)));
  }
  const having = (outcome: string): number => results.filter((result) => result.outcome === outcome).length;
  return { kept: having('kept'), removed: having('removed'), refused: having('refused'), results };
}

async function written(lists: WatchLists, store: string, lot: readonly Counted[]): Promise<WatchLineResultDto[]> {
  const changes = lot.flatMap(({ read }): (WatchedApp | (AppKey & { gone: true }))[] => {
    if ('fault' in read) return [];
    return 'app' in read ? [read.app] : [{ ...read.gone, gone: true }];
  });
  let full: LineFault | undefined;
  if (changes.length > 0)
    await lists.change(store, changes).catch((error: unknown) => {
      if (!(error instanceof WatchListFull)) throw error;
      full = { code: 'list-full', detail: error.message };
    });
  return lot.map(({ line, read }) => {
    const fault = 'fault' in read ? read.fault : full;
    if (fault) return { line, outcome: 'refused', ...fault };
    return { line, outcome: 'app' in read ? 'kept' : 'removed' };
  });
}
