// What a read model with history was at a moment: at a position, or when an instant had passed.
import { type Position } from '#event-store/event-store.js';
import { type Projection } from './projection.js';
import { type Least, type ReadModels } from './read-models.js';

/** At a position, or as it stood at an instant (UTC). */
export type Moment = { position: Position } | { instant: string };

export interface SettledMoment {
  /** Undefined for now. */
  at: Position | undefined;
  /** What was so at this moment will not change any more. */
  settled: boolean;
}

const NOW: SettledMoment = { at: undefined, settled: false };

/**
 * An instant becomes a position once: that of the last change recorded until then. The read model has a column `recorded_at`. Throws
 * NotBuilt, NotProjectedYet, UnknownPosition.
 */
export async function momentOf(
  models: ReadModels,
  projection: Projection<unknown>,
  moment: Moment | undefined,
  least?: Least,
): Promise<SettledMoment> {
  if (moment === undefined) return NOW;
  if ('position' in moment) {
    await models.query(projection, () => ({ text: 'select 1 as one' }), {
      position: moment.position,
      timeoutMs: least?.timeoutMs ?? 5_000,
    });
    return { at: moment.position, settled: true };
  }
  const { rows, position } = await models.query<{ position: Position | null; settled: boolean }>(
    projection,
    ({ table, historyTable }) => ({
      // Recorded times never decrease along positions, so the last in one order is the last in the other.
      text: `select greatest(
          (select position from ${table} where recorded_at <= $1::text order by recorded_at desc, position desc limit 1),
          (select from_position from ${historyTable} where recorded_at <= $1::text order by recorded_at desc, from_position desc limit 1)
        ) as position, exists (select from ${table} where recorded_at > $1::text) as settled`,
      values: [moment.instant],
    }),
    least,
  );
  // Before the first change there was nothing: the beginning of the same log.
  const at = rows[0]?.position ?? `${position.split('-')[0]}-0000000000000000`;
  // As long as nothing later is here, more that was recorded until then may still come.
  return { at, settled: rows[0]?.settled ?? false };
}
