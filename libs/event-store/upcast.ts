// Events are never rewritten. What an older release wrote is brought to today's shape when it is read.
import { canonical } from './canonical.js';
import { type Json, type RecordedEvent } from './event-store.js';

/** For each type of event its version of today and, for each older version, the pure function that leads one version up. */
export type Upcasts = Readonly<Record<string, { current: number; from: Readonly<Record<number, (data: Json) => Json>> }>>;

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
 * The function that brings a stored event to today's shape; `version` of what it returns is the current one. It throws
 * UnknownEventVersion for a version above the current one and for a type that the table does not name.
 * Throws Error at once where the table leaves a version out.
 */
export function upcaster(table: Upcasts): <E extends Pick<RecordedEvent, 'type' | 'version' | 'data'>>(event: E) => E {
  for (const [type, { current, from }] of Object.entries(table)) {
    for (let version = 1; version < current; version++) {
      if (!from[version]) throw new Error(`${type} version ${version} has no way to version ${version + 1}`);
    }
  }
  return (event) => {
    const { type, version } = event;
    const shape = Object.hasOwn(table, type) ? table[type] : undefined;
    if (!shape || version > shape.current || version < 1) throw new UnknownEventVersion(type, version);
    if (version === shape.current) return event;
    let data = event.data;
    for (let step = version; step < shape.current; step++) data = shape.from[step]!(data);
    return { ...event, data, version: shape.current };
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
  const upcast = upcaster(table);
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
