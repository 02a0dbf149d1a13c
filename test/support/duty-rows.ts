// Facts of any matter by type and day, and the duties that the read model of deadlines makes of them.
import { type AnyFact } from '#domain/decider.js';
import { deadlines } from '#read-models/deadlines.js';
import { type DeadlineRow, type DutyKind, type DutyRow, type MatterRow } from '#read-models/duties.js';
import { foldProjection } from '#read-models/projection.js';
import { asStored } from './registry-rows.js';

export const fact = (type: string, effectiveOn: string, data: object = {}): AnyFact => ({
  ...{ type, effectiveOn, data },
  basis: ['DSP 21'],
});

/** What is asked of the rows of one stream. */
export const dutiesIn = (stream: string) => {
  const rows = (facts: readonly AnyFact[]): DeadlineRow[] =>
    [...foldProjection(deadlines, asStored(facts, stream)).rows.values()].map(({ row }) => row);
  return {
    matter: (...facts: readonly AnyFact[]): MatterRow | undefined =>
      rows(facts).find((row): row is MatterRow => row.row === 'matter'),
    one: (kind: DutyKind, ...facts: readonly AnyFact[]): DutyRow | undefined =>
      rows(facts).find((row): row is DutyRow => row.row === 'duty' && row.kind === kind),
    /** The kinds that run and are neither met nor ended. */
    running: (...facts: readonly AnyFact[]): DutyKind[] =>
      rows(facts)
        .flatMap((row) => (row.row === 'duty' && row.startedOn && !row.metOn && !row.endedOn ? [row.kind] : []))
        .sort(),
  };
};
