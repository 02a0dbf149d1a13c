// Random histories for the read side, and its tables as plain values.
import fc from 'fast-check';
import { type Pool } from 'pg';
import { liveGeneration } from '#read-models/checkpoints.js';
import { type Projection } from '#read-models/projection.js';
import { type Happening } from './read-side.js';

const stream = fc.nat({ max: 9 });
const word = fc.constantFrom('plain', '"quoted" \\ {,}', '星火', '', 'tab\tand\nline', 'fire');

/** 40 to 120 events over ten streams, interleaved; texts that need quoting; rows that go and come back. */
const happenings: fc.Arbitrary<Happening[]> = fc.array(
  fc.oneof(
    fc.record({ stream, type: fc.constant('BoxOpened' as const), label: word }),
    {
      weight: 3,
      arbitrary: fc.record({
        stream,
        type: fc.constant('BoxFilled' as const),
        items: fc.array(word, { maxLength: 3 }),
        shelves: fc.array(fc.nat({ max: 4 }), { maxLength: 3 }),
      }),
    },
    fc.record({ stream, type: fc.constant('BoxClosed' as const) }),
    fc.record({ stream, type: fc.constant('BoxLookedAt' as const) }),
  ),
  { minLength: 40, maxLength: 120 },
);

/** One such history, always the same for a seed. */
export const random = (seed: number): Happening[] => fc.sample(happenings, { numRuns: 1, seed })[0]!;

/** All rows and superseded versions of the generation that answers, in a fixed order. */
export async function tablesOf(pool: Pool, projection: Projection<unknown>): Promise<{ rows: object[]; history: object[] }> {
  const live = await liveGeneration(pool, projection);
  const { rows } = await pool.query<object>(`select * from ${live!.table} order by key`);
  const history = live!.historyTable
    ? (await pool.query<object>(`select * from ${live!.historyTable} order by key, from_position`)).rows
    : [];
  return { rows, history };
}
