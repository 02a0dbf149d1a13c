// What an order or an assessment tells of a filing before it is accepted: kept, shown to nobody, and carried into the entry.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Pool } from 'pg';
import { type AnyFact } from '#domain/decider.js';
import { MemoryEventStore } from '#event-store/memory.js';
import * as assessing from '#support/assessment-examples.js';
import { type TestDatabase, migratedDatabase } from '#support/database.js';
import * as filing from '#support/filing-commands.js';
import { number } from '#support/filing-examples.js';
import * as ordering from '#support/order-commands.js';
import { newEvent, servicePool, surroundings, until } from '#support/read-side.js';
import { asStored, entryAfter, filingId } from '#support/registry-rows.js';
import { foldProjection } from './projection.js';
import { Projector } from './projector.js';
import { PublicRegistry } from './public-registry-queries.js';
import { publicRegistry } from './public-registry.js';
import { publicStatus } from './registry-row.js';
import { ReadModels } from './read-models.js';

const now = '2026-11-25T00:00:00.000Z';
const life = filing.happened(...filing.filed);
/** All that precedes the acceptance. */
const handedIn = life.slice(0, -1);
const acceptance = life.slice(-1);
const suspending = [ordering.draftOf({ filings: [filingId] }), ordering.approve(), ordering.issue(), ordering.serve()];
const ordered = ordering.happened(...suspending);
const assessed = assessing.happened(...assessing.reported, assessing.link(filingId), assessing.open('cac'), assessing.open('public-security'), assessing.close('cac'), assessing.close('public-security')); // prettier-ignore

const ofOrder = asStored(ordered, 'order-1');
const ofAssessment = asStored(assessed, 'assessment-1');
const [before, accepted] = [asStored(handedIn), asStored(life).slice(handedIn.length)];

describe('an order that was published before its filing was accepted', () => {
  test('stands on the entry from the first day', () => {
    const early = entryAfter([...before, ...ofOrder, ...accepted])!;
    expect(publicStatus(early, now)).toBe('suspended');
    expect(early.orders).toEqual(entryAfter([...before, ...accepted, ...ofOrder])?.orders);
  });

  test('leaves nothing where it was lifted before', () => {
    const lifted = asStored(ordering.happened(...suspending, ordering.lift(), ordering.approveLift()), 'order-1');
    expect(foldProjection(publicRegistry, [...before, ...lifted]).rows.size).toBe(0);
    expect(publicStatus(entryAfter([...before, ...lifted, ...accepted])!, now)).toBe('filed');
  });

  test('stays on an entry that was taken over from a list and is printed anew', () => {
    const listed = asStored(filing.happened(filing.importRow(), filing.importRow({ remarks: '2024年更新' })));
    const [first, again] = [listed.slice(0, 1), listed.slice(1)];
    expect(entryAfter([...first, ...ofOrder, ...again])?.orders).toEqual(entryAfter([...listed, ...ofOrder])?.orders);
  });
});

describe('an assessment that was linked before its filing was accepted', () => {
  test('stands on the entry from the first day, with what has become of it, also where acceptance does not name it', () => {
    const known = { reportSubmitted: true, concluded: false, reviewPassed: true };
    expect(entryAfter([...before, ...ofAssessment, ...accepted])?.assessments).toEqual({ 1: known });
    expect(entryAfter([...before, ...accepted, ...ofAssessment])?.assessments).toEqual({ 1: known });
  });
});

describe('before a filing is accepted', () => {
  let database: TestDatabase;
  let pool: Pool;
  let log: MemoryEventStore;
  let projector: Projector;
  let registry: PublicRegistry;

  const write = (stream: string, facts: readonly AnyFact[], expected = -1) =>
    log.append(
      stream,
      facts.map(({ type, effectiveOn, data }, i) => {
        const event = newEvent(`${stream}/${expected + i}`, type, JSON.parse(JSON.stringify(data)));
        return { ...event, meta: { ...event.meta, effectiveOn } };
      }),
      { expected },
    );
  beforeAll(async () => {
    database = await migratedDatabase();
    pool = servicePool(database.url);
    log = new MemoryEventStore();
    registry = new PublicRegistry(new ReadModels(pool, log));
    projector = new Projector(surroundings(pool, log), publicRegistry);
    projector.start();
    await write(`filing-${filingId}`, handedIn);
    await write('order-1', ordered);
    await write('assessment-1', assessed);
  });
  afterAll(async () => {
    await projector.stop();
    await pool.end();
    await database.drop();
  });

  test('nobody finds what awaits its entry: by number, in a search, among the changes, in a list or at an earlier moment', async () => {
    const nothing = { entries: [], total: 0 };
    const head = await log.head();
    await until(async () => (await projector.status()).state === 'live');
    expect(await registry.search({}, { limit: 10 }, { least: { position: head, timeoutMs: 5_000 } })).toMatchObject(nothing);
    expect(await registry.search({}, { limit: 10 }, { at: { position: head } })).toMatchObject(nothing);
    expect((await registry.changes(10)).rows).toEqual([]);
    expect((await registry.one(number)).rows).toEqual([]);
    const printed: unknown[] = [];
    await registry.printed(undefined, async (rows) => void printed.push(...rows));
    await registry.cancellations(async (rows) => void printed.push(...rows));
    expect(printed).toEqual([]);
  });

  test('and once it is, its entry says what awaited it, while its history begins with the acceptance', async () => {
    const { position } = await write(`filing-${filingId}`, acceptance, handedIn.length - 1);
    const found = await registry.search({}, { limit: 10 }, { least: { position, timeoutMs: 5_000 } });
    expect(found).toMatchObject({ total: 1, facets: { status: { suspended: 1 } } });
    const assessments = { 1: { reviewPassed: true } };
    expect((await registry.versions(number)).rows).toMatchObject([{ row: { orders: [{ order: '1' }], assessments } }]);
    expect((await registry.changes(10)).rows).toHaveLength(1);
  });
});
