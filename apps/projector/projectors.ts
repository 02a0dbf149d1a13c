// The read side as one thing to start and stop: a projector for each read model.
import { type Pool } from 'pg';
import { type Logger } from 'pino';
import { upcast } from '#application/versions.js';
import { type EventReader } from '#event-store/event-store.js';
import { readModels } from '#read-models/all.js';
import { Projector, type ProjectorStatus } from '#read-models/projector.js';
import { type ReadModels } from '#read-models/read-models.js';

export interface ProjectorParts {
  /** Its connections may create tables in the schema `read`, and take minutes for one statement. */
  pool: Pool;
  reader: EventReader;
  logger: Logger;
  /** Readers of the same process hear of each commit at once. */
  models?: ReadModels;
}

export interface Projectors {
  /** How each stands. Throws StoreUnavailable. */
  statuses(): Promise<ProjectorStatus[]>;
  /** Stops each after the batch in hand. */
  stop(): Promise<void>;
}

/** Starts them. */
export function startProjectors({ pool, reader, logger, models }: ProjectorParts): Projectors {
  const projectors = readModels.map(
    (projection) =>
      new Projector({ pool, reader, upcast, log: logger }, projection, {
        onMoved: (moved, position) => models?.moved(moved, position),
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
