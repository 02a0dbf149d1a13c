// The read side as one thing to start and stop: a projector for each read model.
import { type Pool } from 'pg';
import { type Logger } from 'pino';
import { upcast } from '#application/versions.js';
import { type EventReader, type Position } from '#event-store/event-store.js';
import { readModels } from '#read-models/all.js';
import { Projector, type ProjectorStatus } from '#read-models/projector.js';

export interface ProjectorParts {
  /** Those that are kept here; all, unless told. */
  names?: readonly string[];
  /** Its connections may create tables in the schema `read`, and take minutes for one statement. */
  pool: Pool;
  reader: EventReader;
  logger: Logger;
  /** Told after each commit, so that whoever waits for it need not ask the database. */
  onMoved?: (moved: Moved) => void;
}

/** A read model has come to `position`. */
export interface Moved {
  name: string;
  version: number;
  position: Position;
}

export interface Projectors {
  /** How each stands. Throws StoreUnavailable. */
  statuses(): Promise<ProjectorStatus[]>;
  /** Stops each after the batch in hand. */
  stop(): Promise<void>;
}

/** Starts them. */
export function startProjectors({ names, pool, reader, logger, onMoved }: ProjectorParts): Projectors {
  const projectors = readModels
    .filter(({ name }) => names?.includes(name) ?? true)
    .map(
      (projection) =>
        new Projector({ pool, reader, upcast, log: logger }, projection, {
          onMoved: ({ name, version }, position) => onMoved?.({ name, version, position }),
        }),
    );
  for (const projector of projectors) projector.start();
  return {
    statuses: () => Promise.all(projectors.map((projector) => projector.status())),
    async stop() {
      await Promise.all(projectors.map((projector) => projector.stop()));
    },
  };
}
