// The text of a position: epoch and place, both zero-padded, so that positions sort as text.
import { type Position, UnknownPosition } from './event-store.js';

const FORM = /^(\d{4})-(\d{16})$/;

export interface Place {
  epoch: number;
  /** The engine's own order as sixteen digits: more than a double holds, so it stays text. */
  place: string;
}

/** `place` is a whole number, or its digits. */
export const formatPosition = (epoch: number, place: number | string): Position =>
  `${String(epoch).padStart(4, '0')}-${String(place).padStart(16, '0')}`;

/** Throws UnknownPosition where the text has not the form of a position. */
export function parsePosition(position: Position): Place {
  const [, epoch, place] = FORM.exec(position) ?? [];
  if (epoch === undefined || place === undefined) throw new UnknownPosition(position);
  return { epoch: Number(epoch), place };
}
