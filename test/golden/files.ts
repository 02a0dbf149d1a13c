// The golden files: for every version of every type of event that was ever written, one event as it lies in the log.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type AnyFact } from '#domain/decider.js';
import { type Json } from '#event-store/event-store.js';

const folder = fileURLToPath(new URL('events', import.meta.url));

export interface StoredFact {
  type: string;
  version: number;
  basis: readonly string[];
  effectiveOn: string;
  data: Json;
}

/** `{type}.v{version}.json` */
export interface GoldenFile {
  category: string;
  /** The stream until, and with, the event in question. */
  life: readonly StoredFact[];
  /** What the event's data must become; only where a later version of the type has followed. */
  today?: Json;
}

export const goldenFiles = (): ReadonlyMap<string, GoldenFile> =>
  new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => [name, JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as GoldenFile]),
  );

export const fileName = (type: string, version: number): string => `${type}.v${version}.json`;

/** The facts as the log would keep them. */
export const stored = (facts: readonly AnyFact[], versionOf: (type: string) => number): StoredFact[] =>
  facts.map(({ type, basis, effectiveOn, data }) => ({
    type,
    version: versionOf(type),
    basis,
    effectiveOn,
    data: JSON.parse(JSON.stringify(data)) as Json,
  }));

/** Writes a file that is not there yet. One that is there stays as it is: the log that it speaks for cannot be changed either. */
export function writeGolden(name: string, file: GoldenFile): void {
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(`${folder}/${name}`, `${JSON.stringify(file, null, 1)}\n`, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
