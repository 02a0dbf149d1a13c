// What the read side may know of a position: that it has an epoch, that it sorts as text, and how far apart two of them are.
import { type Position, UnknownPosition } from '#event-store/event-store.js';
import { parsePosition } from '#event-store/position.js';

export const sameEpoch = (one: Position, other: Position): boolean => parsePosition(one).epoch === parsePosition(other).epoch;

/**
 * How far `to` lies after `from` in the log's own order, at least 0: a count of events where positions are dense; NaN across
 * epochs.
 */
export function distance(from: Position, to: Position): number {
  const [here, there] = [parsePosition(from), parsePosition(to)];
  return here.epoch === there.epoch ? Math.max(0, Number(there.place) - Number(here.place)) : Number.NaN;
}

/**
 * Refuses what cannot be a position of the log that `known` belongs to, before it is compared as text. Throws UnknownPosition.
 */
export function assertSameLog(position: Position, known: Position): void {
  if (!sameEpoch(position, known)) throw new UnknownPosition(position);
}
