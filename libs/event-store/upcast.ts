// Events are never rewritten. What an older release wrote is brought to today's shape when it is read.
import { canonical } from './canonical.js';
import { type Json, type RecordedEvent } from './event-store.js';

/**
 * For each type of event its version of today and, for each older version, the pure function that leads one version up.
 * A type that the table does not name stands at version 1.
 */
export type Upcasts = Readonly<Record<string, { current: number; from: Readonly<Record<number, (data: Json) => Json>> }>>;

/** Brings one stored event to today's shape; what it returns has the current `version`. Throws UnknownEventVersion. */
export type Upcast = <E extends Pick<RecordedEvent, 'type' | 'version' | 'data'>>(event: E) => E;

/**
 * A newer release wrote this event. Whoever folds or projects must stop here: leaving it out would be a wrong answer.
 */
export class UnknownEventVersion extends Error {
  constructor(
    readonly type: string,
    readonly version: number,
  ) {
    super(`no shape is known for ${type} version ${version}`);
    this.name = 'UnknownEventVersion';
  }
}

/**
 * Reading and writing by a table: `upcast` for what is read, `versionOf` a type for what is written.
 * Throws Error at once where the table leaves a version out.
 */
export function upcaster(table: Upcasts): { upcast: Upcast; versionOf: (type: string) => number } {
  for (const [type, { current, from }] of Object.entries(table)) {
    for (let version = 1; version < current; version++) {
      if (!from[version]) throw new Error(`${type} version ${version} has no way to version ${version + 1}`);
    }
  }
  const shapeOf = (type: string) => (Object.hasOwn(table, type) ? table[type]! : { current: 1, from: {} });
  return {
    versionOf: (type) => shapeOf(type).current,
    upcast: (event) => {
      const { current, from } = shapeOf(event.type);
      if (event.version === current) return event;
      if (event.version > current || event.version < 1) throw new UnknownEventVersion(event.type, event.version);
      let data = event.data;
      for (let version = event.version; version < current; version++) data = from[version]!(data);
      return { ...event, data, version: current };
    },
  };
}

/** A golden file: an event as a release really stored it, and what today's code must make of it. */
export interface Golden {
  type: string;
  version: number;
  data: Json;
  today: Json;
}

/**
 * What is wrong with the golden files, one sentence each, `[]` when nothing is: a version ever shipped without a file, or a file
 * that no longer becomes its `today`.
 */
export function goldenFaults(table: Upcasts, files: readonly Golden[]): string[] {
  const { upcast } = upcaster(table);
  const missing = Object.entries(table).flatMap(([type, { current }]) =>
    Array.from({ length: current }, (_, i) => i + 1)
      .filter((version) => !files.some((file) => file.type === type && file.version === version))
      .map((version) => `${type} version ${version} has no golden file`),
  );
  const changed = files
    .filter((file) => canonical(upcast(file).data) !== canonical(file.today))
    .map(({ type, version }) => `${type} version ${version} does not become what its golden file says`);
  return [...missing, ...changed];
}
