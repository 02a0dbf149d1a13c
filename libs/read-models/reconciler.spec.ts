// The log, the registry and the order board in step and out of it: each way in which they can differ is found, and what is merely on its way
// is no finding.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Pool } from 'pg';
import { v5 as uuid } from 'uuid';
import { upcast } from '#application/versions.js';
import { type AnyFact } from '#domain/decider.js';
import { type OrderCommand } from '#domain/order.js';
import { type Json, type Position, type RecordedEvent, UnknownPosition } from '#event-store/event-store.js';
import { MemoryEventStore } from '#event-store/memory.js';
import { migratedDatabase, type TestDatabase } from '#support/database.js';
import * as the from '#support/order-commands.js';
import { KeptLog, newEvent, servicePool, until } from '#support/read-side.js';
import { filingId, published } from '#support/registry-rows.js';
import { liveGeneration } from './checkpoints.js';
import { orderBoard } from './order-board.js';
import { type Projection } from './projection.js';
import { Projector } from './projector.js';
import { publicRegistry } from './public-registry.js';
import { ReadModels } from './read-models.js';
import { type Finding, Reconciler, type Reconciliation } from './reconciler.js';

const registry = publicRegistry as unknown as Projection<unknown>;
const board = orderBoard as unknown as Projection<unknown>;
const now = new Date('2026-11-25T02:00:00Z');

/** Counts what is read of it, and can be restored from a backup: the same events, and none of the positions that were given out before. */
class WatchedLog extends MemoryEventStore {
  readonly read: Position[] = [];
  epoch = '0001';

  override async readAll(after: Position, limit: number): Promise<RecordedEvent[]> {
    this.read.push(after);
    if (!after.startsWith(this.epoch)) throw new UnknownPosition(after);
    const events = await super.readAll(`0001${after.slice(4)}`, limit);
    return events.map((event) => ({ ...event, position: this.ours(event.position) }));
  }
  override async readStream(stream: string, from?: number): Promise<RecordedEvent[]> {
    return (await super.readStream(stream, from)).map((event) => ({ ...event, position: this.ours(event.position) }));
  }
  override head = async (): Promise<Position> => this.ours(await super.head());
  override start = async (): Promise<Position> => this.ours(await super.start());
  private readonly ours = (position: Position): Position => `${this.epoch}${position.slice(4)}`;
}

let database: TestDatabase;
let pool: Pool;
let log: WatchedLog;
let said: KeptLog;
let models: ReadModels;
let projectors: Projector[];
let reconciler: Reconciler;

beforeEach(async () => {
  pasts.clear();
  database = await migratedDatabase();
  pool = servicePool(database.url);
  log = new WatchedLog();
  said = new KeptLog();
  models = new ReadModels(pool, log);
  projectors = [registry, board].map((model) => new Projector({ pool, reader: log, upcast, log: said }, model));
  reconciler = new Reconciler({ reader: log, upcast, models, log: said, now: () => now });
  await write(`filing-${filingId}`, published());
  await happen('a', ...the.served);
  for (const projector of projectors) {
    projector.start();
    await until(async () => (await projector.status()).state === 'live');
  }
});
afterEach(async () => {
  for (const projector of projectors) await projector.stop();
  await pool.end();
  await database.drop();
});

async function write(stream: string, facts: readonly AnyFact[]): Promise<void> {
  const expected = (await log.readLast(stream))?.revision ?? -1;
  const events = facts.map(({ type, basis, effectiveOn, data }, i) => {
    const event = newEvent(`${stream}/${expected + 1 + i}`, type, JSON.parse(JSON.stringify(data)) as Json);
    return { ...event, meta: { ...event.meta, basis: [...basis], effectiveOn } };
  });
  await log.append(stream, events, { expected });
}

const pasts = new Map<string, readonly OrderCommand[]>();
const idOf = (name: string): string => uuid(name, '0b9b4b0e-6f0f-4d0e-8c39-2f7a6f1c9d11');

/** These commands on the order of this name, which touches the one filing. */
async function happen(name: string, ...commands: readonly OrderCommand[]): Promise<void> {
  const before = pasts.get(name) ?? [];
  const all = [...before, ...commands.map(aboutTheFiling)];
  pasts.set(name, all);
  await write(`order-${idOf(name)}`, the.happened(...all).slice(the.happened(...before).length));
}

const draftOn = (filings: readonly string[]): OrderCommand =>
  the.draft.type === 'DraftOrder'
    ? { ...the.draft, data: { ...the.draft.data, content: { ...the.draft.data.content, filings } } }
    : the.draft;
const aboutTheFiling = (command: OrderCommand): OrderCommand => (command === the.draft ? draftOn([filingId]) : command);

/** On the tables of the generation that answers. */
async function tamper(model: Projection<unknown>, sql: (table: string) => string): Promise<void> {
  await pool.query(sql((await liveGeneration(pool, model))!.table));
}

const findingsIn = ({ downstreams }: Reconciliation): Record<string, readonly Finding[]> =>
  Object.fromEntries(downstreams.flatMap(({ name, findings }) => (findings.length > 0 ? [[name, findings]] : [])));
const found = async () => findingsIn(await reconciler.reconcile());
const alarms = () => said.lines.filter(({ level }) => level === 'error');

const a = idOf('a');
const onEntry = { order: a, filing: filingId };

describe('where all that is in force is shown', () => {
  test('nothing is found, through the whole course of an order', async () => {
    for (const command of [
      the.acknowledge,
      the.lift(['m1']),
      the.approveLift(),
      the.escalate,
      the.approveEscalation(),
      the.serve(),
    ]) {
      await happen('a', command);
      expect(await found()).toEqual({});
    }
    await happen('a', the.lift(), the.approveLift());
    const last = await reconciler.reconcile();
    expect(last).toMatchObject({ inForce: 0, at: now.toISOString(), position: await log.head() });
    expect(findingsIn(last)).toEqual({});
    expect(alarms()).toEqual([]);
  });

  test('an order for stores, for the parties, or on a filing that is no entry is demanded of the board alone', async () => {
    const unseen = the.ask('ApproveOrder', { draft: 1, publication: 'parties' }, { by: the.lead });
    await happen('a', the.publish('stores'));
    await happen('b', the.draft, unseen, the.issue(), the.serve());
    await write('filing-f-2', published().slice(0, -1));
    await happen('c', draftOn(['f-2']), the.approve(), the.issue(), the.serve());
    expect(await found()).toEqual({});
    expect((await reconciler.reconcile()).inForce).toBe(3);
  });
});

describe('what is found', () => {
  test('an order that the registry lacks', async () => {
    await tamper(registry, (table) => `update ${table} set doc = (doc::jsonb - 'orders')::text, orders = '{}', status = 'filed'`);
    expect(await found()).toEqual({ 'public-registry': [{ ...onEntry, kind: 'missing', fields: [] }] });
  });

  test('an entry that is not there at all', async () => {
    await tamper(registry, (table) => `delete from ${table}`);
    expect(await found()).toEqual({ 'public-registry': [{ ...onEntry, kind: 'missing', fields: [] }] });
  });

  test('an order that was in force before its filing became an entry', async () => {
    await write('filing-f-2', published().slice(0, -1));
    await happen('b', draftOn(['f-2']), the.approve(), the.issue(), the.serve());
    expect(await found()).toEqual({});
    await write('filing-f-2', published().slice(-1));
    expect(await found()).toEqual({});
    await tamper(registry, (table) => `delete from ${table} where key = 'f-2'`);
    expect(await found()).toEqual({ 'public-registry': [{ order: idOf('b'), filing: 'f-2', kind: 'missing', fields: [] }] });
  });

  test('an order that was lifted and is shown still, in the registry and on the board', async () => {
    const kept = await Promise.all([registry, board].map(async (model) => [model, await stored(model)] as const));
    await happen('a', the.lift(), the.approveLift());
    expect(await found()).toEqual({});
    for (const [model, { doc, status, orders }] of kept)
      await tamper(model, (table) => {
        const column = orders === undefined ? '' : `, orders = '{${orders.join()}}'`;
        return `update ${table} set doc = '${doc}', status = '${status}'${column}`;
      });
    expect(await found()).toEqual({
      'public-registry': [{ ...onEntry, kind: 'unexpected', fields: [] }],
      'order-board': [{ order: a, kind: 'unexpected', fields: [] }],
    });
  });

  test('measures that are not those of the order, and what the entry makes of them', async () => {
    const otherwise = `jsonb_set(doc::jsonb, '{orders,0,measures,0,stopsService}', 'false')::text`;
    await tamper(registry, (table) => `update ${table} set doc = ${otherwise}`);
    expect(await found()).toEqual({ 'public-registry': [{ ...onEntry, kind: 'different', fields: ['measures', 'status'] }] });
  });

  test('an entry that a search would find under another status', async () => {
    await tamper(registry, (table) => `update ${table} set status = 'filed'`);
    expect(await found()).toEqual({ 'public-registry': [{ ...onEntry, kind: 'different', fields: ['listed'] }] });
  });

  test('an entry that is called suspended and shows no order', async () => {
    await happen('a', the.lift(), the.approveLift());
    expect(await found()).toEqual({});
    await tamper(registry, (table) => `update ${table} set status = 'suspended'`);
    expect(await found()).toEqual({ 'public-registry': [{ filing: filingId, kind: 'different', fields: ['listed'] }] });
  });

  test('an order that the board lacks, and one that it says is over', async () => {
    await happen('b', ...the.served);
    expect(await found()).toEqual({});
    await tamper(board, (table) => `delete from ${table} where key = '${a}'`);
    await tamper(board, (table) => `update ${table} set status = 'lifted' where key = '${idOf('b')}'`);
    const { 'order-board': findings, ...others } = await found();
    expect(others).toEqual({});
    expect(findings).toHaveLength(2);
    expect(findings).toEqual(expect.arrayContaining([a, idOf('b')].map((order) => ({ order, kind: 'missing', fields: [] }))));
  });

  test('an order on the board of which the log knows nothing', async () => {
    const columns = 'doc, position, incomplete, holder, division, agency_kind, agency_division, status, filings';
    await tamper(board, (table) => `insert into ${table} (key, ${columns}) select '${idOf('x')}', ${columns} from ${table}`);
    expect(await found()).toEqual({ 'order-board': [{ order: idOf('x'), kind: 'unexpected', fields: [] }] });
  });

  test('what the board says otherwise of an order', async () => {
    await tamper(board, (table) => `update ${table} set doc = jsonb_set(doc::jsonb, '{order,acknowledged}', 'true')::text`);
    expect(await found()).toEqual({ 'order-board': [{ order: a, kind: 'different', fields: ['acknowledged'] }] });
  });

  test('raises the alarm, and its end is told', async () => {
    await tamper(board, (table) => `update ${table} set status = 'lifted'`);
    await reconciler.reconcile();
    expect(alarms()).toMatchObject([
      { values: { readModel: 'order-board', missing: 1, findings: [{ order: a, kind: 'missing' }] } },
    ]);
    await tamper(board, (table) => `update ${table} set status = 'in-force'`);
    await reconciler.reconcile();
    expect(alarms()).toHaveLength(1);
    expect(said.lines.at(-1)).toMatchObject({ level: 'info', message: 'orders in force are shown as they are again' });
  });
});

describe('a read model that is behind', () => {
  test('by less than a second is no finding', async () => {
    const [first] = projectors;
    await first!.stop();
    await happen('b', ...the.served);
    log.read.length = 0;
    const asked = reconciler.reconcile();
    await until(() => log.read.length > 0);
    first!.start();
    expect(findingsIn(await asked)).toEqual({});
  });

  test('by more than a second is one, with everything that it lacks by then', async () => {
    const [first] = projectors;
    await first!.stop();
    await happen('b', ...the.served);
    const { downstreams } = await reconciler.reconcile();
    expect(downstreams).toMatchObject([
      { name: 'public-registry', behind: true, missing: 1, findings: [{ order: idOf('b'), filing: filingId, kind: 'missing' }] },
      { name: 'order-board', behind: false, missing: 0 },
    ]);
    first!.start();
    expect(await found()).toEqual({});
  });

  test('because an earlier version answers is not looked into', async () => {
    await pool.query("update read.pointer set version = version - 1 where name = 'public-registry'");
    const { downstreams } = await reconciler.reconcile();
    expect(downstreams[0]).toMatchObject({ behind: true, missing: 0, findings: [] });
  });

  test('because it was never built lacks every order', async () => {
    await pool.query("delete from read.pointer where name = 'order-board'");
    const { downstreams } = await reconciler.reconcile();
    expect(downstreams[1]).toMatchObject({ position: undefined, behind: true, missing: 1 });
  });
});

describe('from one run to the next', () => {
  test('only what the log has gained is read', async () => {
    await reconciler.reconcile();
    const reached = await log.head();
    for (const projector of projectors) await projector.stop();
    log.read.length = 0;
    await reconciler.reconcile();
    expect(log.read).toEqual([]);
    for (const projector of projectors) projector.start();
    await happen('a', the.acknowledge);
    await reconciler.reconcile();
    expect(log.read.every((after) => after >= reached)).toBe(true);
  });

  test('those who ask while one is under way share the one that follows, which sees what they wrote', async () => {
    const first = reconciler.reconcile();
    await happen('b', ...the.served);
    const [second, third] = [reconciler.reconcile(), reconciler.reconcile()];
    expect(second).toBe(third);
    expect((await second).inForce).toBe(2);
    await first;
  });

  test('an order that was over is read anew when it is heard of again', async () => {
    await happen('a', the.enterRemedy(), the.lift(), the.approveLift());
    expect(await found()).toEqual({});
    await happen('a', the.remedy());
    expect(await found()).toEqual({});
  });

  test.each(['0002', '0000'])(
    'a log that was restored is read from its beginning (epoch %s), and its followers are behind',
    async (epoch) => {
      await reconciler.reconcile();
      for (const projector of projectors) await projector.stop();
      log.epoch = epoch;
      log.read.length = 0;
      const { inForce, downstreams } = await reconciler.reconcile();
      expect(log.read).toContain(await log.start());
      expect(inForce).toBe(1);
      expect(downstreams.map(({ behind }) => behind)).toEqual([true, true]);
    },
  );
});

async function stored(model: Projection<unknown>): Promise<{ doc: string; status: string; orders?: string[] }> {
  const { table } = (await liveGeneration(pool, model))!;
  const { rows } = await pool.query<{ doc: string; status: string; orders?: string[] }>(`select * from ${table}`);
  return rows[0]!;
}
