// The snapshot with which following begins: every filing as it is at one position, and the proof that all have come.
import { createHash } from 'node:crypto';
import { dataOf, Interrupted, textOf } from './answers.js';
import { type ApiClient } from './api-client.js';
import { type components } from './schema.js';

/** Everything that a store is told of a filing. */
export type FilingStatus = components['schemas']['ToldStatusDto'];

export interface SnapshotEnd {
  /** Where to follow the feed from here. */
  cursor: string;
  /** Filings in all. */
  count: number;
}

interface EndLine {
  end: { position: string; cursor: string; count: number; sha256: string };
}

const LOT = 1_000;

/**
 * The filings in lots, and last the end, when count and SHA-256 have been found right; before it nothing is certain to be whole. Throws
 * Interrupted where the snapshot breaks off or is not what its end says, and Refused.
 */
export async function* statusSnapshot(client: ApiClient, signal?: AbortSignal): AsyncGenerator<FilingStatus[], SnapshotEnd> {
  const body = await dataOf(client.GET('/v1/status-snapshot', { parseAs: 'stream', signal }));
  const digest = createHash('sha256');
  let [count, rest, lot] = [0, '', [] as FilingStatus[]];
  let last: EndLine['end'] | undefined;
  for await (const text of textOf(body as ReadableStream<Uint8Array>)) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const value = JSON.parse(line) as FilingStatus | EndLine;
      if ('end' in value) {
        last = value.end;
        continue;
      }
      digest.update(`${line}\n`);
      count += 1;
      if (lot.push(value) === LOT) {
        yield lot;
        lot = [];
      }
    }
  }
  if (last?.count !== count || last.sha256 !== digest.digest('hex')) throw new Interrupted('the snapshot is not whole');
  if (lot.length > 0) yield lot;
  return { cursor: last.cursor, count };
}
