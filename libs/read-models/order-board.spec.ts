// The orders board at moments that have passed, against the log until then, worked out by looking through all of it.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RecordedEvent } from '#event-store/event-store.js';
import { type CaseDatabase, caseDatabase } from '#support/case-database.js';
import { Random } from '#support/random.js';
import { surroundings } from '#support/read-side.js';
import { type Restriction } from './case-queries.js';
import { OrderBoard } from './order-board-queries.js';
import { orderBoard, type OrderRow } from './order-board.js';
import { foldProjection } from './projection.js';
import { rebuild } from './rebuild.js';

const everything: Restriction = () => ({ sql: 'true', params: [] });

let database: CaseDatabase;
let board: OrderBoard;
let events: RecordedEvent[];

beforeAll(async () => {
  database = await caseDatabase(59, undefined, undefined, [orderBoard]);
  board = new OrderBoard(database.models);
  ({ events } = database);
}, 300_000);
afterAll(() => database.stop());

const fold = (written: readonly RecordedEvent[]): OrderRow[] =>
  [...foldProjection({ ...orderBoard, history: false }, written).rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { row }]) => row);
const until = (at: string): OrderRow[] => fold(events.filter(({ position }) => position <= at));
const plain = (rows: readonly OrderRow[]): unknown => JSON.parse(JSON.stringify(rows));

const list = async (at: string | undefined, restriction = everything, status?: string, limit = 1_000): Promise<OrderRow[]> => {
  const all: OrderRow[] = [];
  for (let after: string | undefined; ;) {
    const { rows } = await board.list(restriction, { status }, { limit, after }, await database.least(), at);
    all.push(...rows.map(({ row }) => row));
    if (rows.length < limit) return all;
    after = rows.at(-1)!.row.id;
  }
};
const checked = async (random: Random): Promise<void> => {
  for (let round = 0; round < 25; round++) {
    const { position } = random.of(events);
    const status = random.of([undefined, 'draft', 'in-force', 'lifted']);
    const expected = until(position).filter(({ order }) => status === undefined || order.status === status);
    expect(await list(position, everything, status, 1 + random.below(30))).toEqual(plain(expected));
    const one = random.of(until('~'));
    const { rows } = await board.oneAt(one.id, position);
    expect(rows.map(({ row }) => row)).toEqual(plain(until(position).filter(({ id }) => id === one.id)));
  }
};

describe('the orders board', () => {
  test('was at any position what the log made of it until then, in pages of any size', async () => {
    await checked(new Random(1));
    expect(until('~').length).toBeGreaterThan(20);
  });

  test('comes from an instant to the position of the last change until then, and back', async () => {
    const random = new Random(2);
    const changes = events.filter(({ stream }) => stream.startsWith('order-'));
    for (let round = 0; round < 20; round++) {
      const { recordedAt, position } = random.of(changes);
      const last = changes.findLast((event) => event.recordedAt <= recordedAt)!;
      expect((await board.momentOf({ instant: recordedAt }, await database.least())).at).toBe(last.position);
      expect((await board.momentOf({ position })).instant).toBe(recordedAt);
    }
    const before = await board.momentOf({ instant: '2020-01-01T00:00:00.000Z' });
    expect(await list(before.at)).toEqual([]);
    expect((await board.momentOf({ position: before.at! })).instant).toBeUndefined();
  });

  test('shows of a past moment what its reader could read then and can read now', async () => {
    const random = new Random(3);
    const held =
      (holder: string): Restriction =>
      (first) => ({ sql: `holder = $${first}::text`, params: [holder] });
    const holderOf = (row: OrderRow | undefined): unknown =>
      row && orderBoard.columns.find(({ name }) => name === 'holder')!.of(row);
    const now = new Map(until('~').map((row) => [row.id, row]));
    const holders = [...new Set([...now.values()].map(holderOf).filter((holder) => typeof holder === 'string'))];
    let hidden = 0;
    for (let round = 0; round < 30; round++) {
      const [holder, { position }] = [random.of(holders), random.of(events)];
      const present = until(position).filter(({ id }) => holderOf(now.get(id)) === holder);
      const expected = present.filter((row) => holderOf(row) === holder);
      hidden += present.length - expected.length;
      expect(await list(position, held(holder))).toEqual(plain(expected));
    }
    expect(hidden).toBeGreaterThan(0);
  });

  test('is the same after it was built anew', async () => {
    const client = await database.pool.connect();
    await rebuild(surroundings(database.pool, database.log), orderBoard, client).finally(() => client.release(true));
    await checked(new Random(4));
  });
});
