import { type Position } from '#event-store/event-store.js';
import { type Least } from '#read-models/read-models.js';

/** How long a read waits for its view to reach Min-Position before it answers 503. */
const WAIT_MS = 5_000;

/** Min-Position as a read model takes it. */
export const least = (position: Position | undefined): Least | undefined =>
  position === undefined ? undefined : { position, timeoutMs: WAIT_MS };
