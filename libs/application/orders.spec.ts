// Approvals and edits of one order at the same time, on the real log: it is never issued on an approval that an edit had voided.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type OrderCommand } from '#domain/order.js';
import { RevisionConflict } from '#event-store/event-store.js';
import { PostgresEventStore } from '#event-store/postgres.js';
import { serviceConnection } from '#platform/database.js';
import { type Actor } from '#policy/rules.js';
import { migratedDatabase, type TestDatabase } from '#support/database.js';
import * as the from '#support/order-commands.js';
import { context, KeptTexts, WrittenDenials } from '#support/write-side.js';
import { Handler, type Receipt, Refused } from './handle.js';
import { orderActions, orders } from './orders.js';

const idOf = (n: number): string => `6f1c2d3e-0000-5000-8000-${String(n).padStart(12, '0')}`;
const people: Record<string, Actor['roles']> = { officer: ['inspector'], lead: ['approver'] };
let database: TestDatabase;
let store: PostgresEventStore;
let handler: Handler;

beforeAll(async () => {
  database = await migratedDatabase();
  store = new PostgresEventStore({ connection: serviceConnection({ url: database.url, name: 'orders', statementTimeout: 0 }) });
  await store.open();
  const callers = {
    current: (person: string): Promise<Actor> =>
      Promise.resolve({ account: person, person, roles: people[person]!, agency: { kind: 'cac', division: '110000' } }),
  };
  handler = new Handler(store, callers, new KeptTexts(), new WrittenDenials(), { now: () => new Date(the.at) });
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

const send = (id: string, command: OrderCommand, account: string): Promise<Receipt> =>
  handler.handle(orders, {
    id,
    type: command.type,
    data: command.data,
    action: orderActions[command.type],
    context: context({ account }),
    creates: command.type === 'DraftOrder' ? { division: '110108' } : undefined,
    look: () => Promise.resolve({ facts: command.facts }),
  });

/** What was done is counted; a refusal is an answer too, and anything else is none. */
const done = async (asked: Promise<Receipt>[]): Promise<number> => {
  const outcomes = await Promise.allSettled(asked);
  const failed = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as Error] : []));
  expect(failed.filter((error) => !(error instanceof Refused) && !(error instanceof RevisionConflict))).toEqual([]);
  return outcomes.length - failed.length;
};

const decidedIn = async (id: string): Promise<string[]> =>
  (await store.readStream(`order-${id}`)).map(({ type }) => type).filter((type) => type !== 'OrderDrafted');

test('1,000 approvals and edits of one order at the same time let it be issued on its last version alone', async () => {
  const id = idOf(0);
  await send(id, the.draft, 'officer');
  for (let lot = 0; lot < 40; lot++) {
    const version = (await handler.load(orders, id)).state.draft;
    const asked = (_: unknown, i: number) =>
      i % 12 === 6 ? send(id, the.edit(), 'officer') : send(id, the.approve(version + (i % 3)), 'lead');
    await done(Array.from({ length: 25 }, asked));
    const { state } = await handler.load(orders, id);
    const last = (await decidedIn(id)).at(-1);
    expect(state.approval !== undefined).toBe(last === 'OrderApproved');
  }
  await send(id, the.edit(), 'officer');
  await expect(send(id, the.issue(), 'lead')).rejects.toThrow(Refused);
  const decided = await decidedIn(id);
  expect(decided.filter((type) => type === 'OrderApproved').length).toBeGreaterThan(30);
  expect(decided.filter((type) => type === 'OrderEdited').length).toBeGreaterThan(30);
}, 60_000);

test('an issue that races with edits comes before them or not at all', async () => {
  const endings = { issued: 0, edited: 0 };
  for (let n = 1; n <= 40; n++) {
    const id = idOf(n);
    await send(id, the.draft, 'officer');
    await send(id, the.approve(), 'lead');
    const edit = () => send(id, the.edit(), 'officer');
    const issue = () => send(id, the.issue(), 'lead');
    await done(Array.from({ length: 8 }, (_, i) => ((i + n) % 2 === 0 ? edit() : issue())));
    const decided = await decidedIn(id);
    const issuedAt = decided.indexOf('OrderIssued');
    if (issuedAt >= 0) expect(decided.slice(0, issuedAt + 1)).toEqual(['OrderApproved', 'OrderIssued']);
    if (issuedAt >= 0) expect(decided).toHaveLength(2);
    endings[issuedAt >= 0 ? 'issued' : 'edited'] += 1;
  }
  // Both happened: neither is what the order of asking makes of it.
  expect(endings.issued).toBeGreaterThan(0);
  expect(endings.edited).toBeGreaterThan(0);
}, 60_000);
