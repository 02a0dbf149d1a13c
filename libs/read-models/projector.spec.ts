import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Client, type Pool } from 'pg';
import { type RecordedEvent } from '#event-store/event-store.js';
import { MemoryEventStore } from '#event-store/memory.js';
import { migratedDatabase, type TestDatabase } from '#support/database.js';
import { random, tablesOf } from '#support/read-side-checks.js';
import { boxes, endConnections, happen, servicePool, shelves, streamOf, surroundings, until, write } from '#support/read-side.js';
import { liveGeneration } from './checkpoints.js';
import { GenerationWriter } from './generation-writer.js';
import { type Projection } from './projection.js';
import { Projector, type ProjectorOptions } from './projector.js';
import { ReadModels } from './read-models.js';
import { verify } from './verify.js';

const QUICK: ProjectorOptions = { standbyMs: 10, backOffMs: { first: 5, most: 50 } };

let database: TestDatabase;
let pool: Pool;
let log: MemoryEventStore;
let running: Projector[];

beforeEach(async () => {
  database = await migratedDatabase();
  pool = servicePool(database.url);
  log = new MemoryEventStore();
  running = [];
});

afterEach(async () => {
  await Promise.all(running.map((projector) => projector.stop()));
  await pool.end();
  await database.drop();
});

function run(projection: Projection<unknown>, options: ProjectorOptions = {}): Projector {
  const projector = new Projector(surroundings(pool, log), projection, { ...QUICK, ...options });
  running.push(projector);
  projector.start();
  return projector;
}

const positionOf = async (projection: Projection<unknown>): Promise<string> =>
  (await liveGeneration(pool, projection).catch(() => undefined))?.position ?? '';

const reached = (projection: Projection<unknown>, position: string): Promise<void> =>
  until(async () => (await positionOf(projection)) >= position);

describe('a read model', () => {
  test('is what a fold of the log makes of it, with its columns and history', async () => {
    await happen(log, random(1));
    for (const projection of [boxes, shelves]) {
      run(projection);
      await reached(projection, await log.head());
    }
    const later = await happen(log, random(2));
    for (const projection of [boxes, shelves]) {
      await reached(projection, later);
      expect(await verify(surroundings(pool, log), projection)).toEqual({ position: later, differences: [] });
      expect((await tablesOf(pool, projection)).rows.length).toBeGreaterThan(0);
    }
  });

  test('takes an event once for each row, however often its keys name it', async () => {
    const repeated = { ...boxes, keys: (event: RecordedEvent) => [...boxes.keys(event), ...boxes.keys(event)] };
    run(repeated);
    const last = await happen(log, random(20));
    await reached(repeated, last);
    expect(await verify(surroundings(pool, log), repeated)).toEqual({ position: last, differences: [] });
  });

  test.each([boxes, shelves])('$name has the same tables whatever the size of a batch', async (projection) => {
    // The generation is built on an empty log, so that every event goes through batches of the size in question.
    const tables: object[] = [];
    for (const batch of [1, 7, 5_000]) {
      const one = await migratedDatabase();
      const its = servicePool(one.url);
      const events = new MemoryEventStore();
      const projector = new Projector(surroundings(its, events), projection, { ...QUICK, batch });
      projector.start();
      try {
        await until(async () => (await projector.status()).state === 'live');
        await projector.stop();
        const last = await happen(events, [...random(3), ...random(4)]);
        projector.start();
        await until(async () => (await projector.status()).position === last);
        tables.push(await tablesOf(its, projection));
      } finally {
        await projector.stop();
        await its.end();
        await one.drop();
      }
    }
    expect(tables[1]).toEqual(tables[0]);
    expect(tables[2]).toEqual(tables[0]);
  });

  test('is the same after its projector was stopped, cut off or overtaken at random', async () => {
    let seed = 10;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('stop', 'cut', 'second', 'nothing'), fc.nat({ max: 30 }), async (event, share) => {
        const events = random(++seed);
        const projector = running.at(-1) ?? run(boxes, { batch: 3 });
        await happen(log, events.slice(0, share));
        if (event === 'stop') await running.pop()?.stop();
        if (event === 'cut') await endConnections(database.url);
        if (event === 'second') run(boxes, { batch: 2 });
        await happen(log, events.slice(share));
        projector.start();
        running.push(projector);
      }),
      { numRuns: 25, seed: 7, endOnFailure: true },
    );
    const head = await log.head();
    await reached(boxes, head);
    expect(await verify(surroundings(pool, log), boxes)).toEqual({ position: head, differences: [] });
  });

  test('stands before a batch or after it when the connection is lost in the middle of one', async () => {
    run(boxes);
    await reached(boxes, await log.start());
    const before = await happen(log, random(5));
    await reached(boxes, before);
    // A lock on the checkpoint holds the next batch's statement until its connection is ended.
    const holder = new Client({ connectionString: database.url });
    await holder.connect();
    await holder.query('begin');
    await holder.query('lock table read.checkpoint in exclusive mode');
    const head = await happen(log, random(6));
    await until(async () => (await holder.query('select 1 from pg_locks where not granted')).rowCount === 1);
    await holder.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    expect((await holder.query('select position from read.checkpoint')).rows).toEqual([{ position: before }]);
    await holder.query('rollback');
    await holder.end();
    await reached(boxes, head);
    expect(await verify(surroundings(pool, log), boxes)).toEqual({ position: head, differences: [] });
  });

  test('is never searched from end to end, though its plans were made while it was empty', async () => {
    const projector = run(boxes, { batch: 1 });
    await until(async () => (await projector.status()).state === 'live');
    const last = await happen(log, [...random(16), ...random(17)]);
    await reached(boxes, last);
    await projector.stop(); // a session hands in its counts when it ends
    const { table } = (await liveGeneration(pool, boxes))!;
    const scans = async () =>
      (
        await pool.query<{ seq_scan: number; idx_scan: number }>(
          'select seq_scan::int, idx_scan::int from pg_stat_user_tables where relid = $1::regclass',
          [table],
        )
      ).rows[0]!;
    await until(async () => (await scans()).idx_scan > 50);
    // One look each for the two indexes that were built on the empty table.
    expect((await scans()).seq_scan).toBeLessThanOrEqual(boxes.indexes.length + 1);
  });

  test('goes past events of types that it does not know', async () => {
    run(boxes);
    await happen(log, [{ stream: 1, type: 'BoxOpened', label: 'a' }]);
    const last = await write(log, 'moon-1', 'MoonRisen', null);
    await reached(boxes, last);
    expect((await tablesOf(pool, boxes)).rows).toMatchObject([{ key: streamOf(1), label: 'a' }]);
  });
});

describe('two projectors of one read model', () => {
  test('take turns: one works, the other stands by and takes over when it is gone', async () => {
    const first = run(boxes);
    await until(async () => (await first.status()).state === 'live');
    let turns = 0;
    pool.on('acquire', () => turns++);
    const second = run(boxes);
    await until(() => turns >= 3);
    const one = await happen(log, random(7));
    await reached(boxes, one);
    expect(await first.status()).toMatchObject({ state: 'live', generation: expect.any(String) });
    expect(await second.status()).toMatchObject({ state: 'standby', generation: undefined });
    await first.stop();
    const two = await happen(log, random(8));
    await reached(boxes, two);
    expect((await second.status()).state).toBe('live');
  });

  test('do no harm when both believe that they may write: the checkpoint lets one through', async () => {
    const projector = run(boxes);
    await until(async () => (await projector.status()).state === 'live');
    await projector.stop();
    const clients = await Promise.all([pool.connect(), pool.connect()]);
    const { pool: _pool, reader, upcast } = surroundings(pool, log);
    const live = (await liveGeneration(pool, boxes))!;
    const writers = await Promise.all(clients.map((client) => GenerationWriter.open(client, reader, boxes, upcast, live)));
    await happen(log, random(9));
    const events = await log.readAll(await log.start(), 1_000);
    const outcomes = await Promise.allSettled(writers.map((writer) => writer.apply(events)));
    clients.forEach((client) => client.release(true));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { name: 'Fenced' } });
    expect(await verify(surroundings(pool, log), boxes)).toEqual({ position: await log.head(), differences: [] });
  });
});

describe('an event that cannot be projected', () => {
  /** The boxes of a release that does not know what to do with a label, until it is mended. */
  const fragile = (mended: () => boolean): typeof boxes => ({
    ...boxes,
    project(row, event, key) {
      if (!mended() && (event.data as { label?: string }).label === 'poison') throw new Error('what is this label');
      return boxes.project(row, event, key);
    },
  });

  test('stops a critical read model just before it, with a reason that every process sees', async () => {
    const projector = run(fragile(() => false));
    const before = await happen(log, [{ stream: 1, type: 'BoxOpened', label: 'a' }]);
    const poison = await happen(log, [{ stream: 2, type: 'BoxOpened', label: 'poison' }]);
    await happen(log, [{ stream: 1, type: 'BoxClosed' }]);
    await until(async () => (await projector.status()).state === 'stopped');
    expect(await projector.status()).toMatchObject({ position: before, lag: 2, reason: expect.stringContaining(poison) });
    await until(async () => (await new ReadModels(pool, log).status([boxes]))[0]?.stopped !== undefined);
    expect(await new ReadModels(pool, log).status([boxes])).toMatchObject([
      { position: before, lag: 2, stopped: expect.stringContaining('what is this label') },
    ]);
    expect((await tablesOf(pool, boxes)).rows).toMatchObject([{ key: streamOf(1) }]);
  });

  test('leaves what stands before it to be read where nothing was built before', async () => {
    const before = await happen(log, random(18));
    await happen(log, [{ stream: 2, type: 'BoxOpened', label: 'poison' }, ...random(19)]);
    const projector = run(fragile(() => false));
    await until(async () => (await projector.status()).state === 'stopped');
    expect(await verify(surroundings(pool, log), boxes)).toEqual({ position: before, differences: [] });
    expect((await tablesOf(pool, boxes)).rows.length).toBeGreaterThan(0);
  });

  test('no longer stops it once the release is mended', async () => {
    let mended = false;
    const projector = run(fragile(() => mended));
    const last = await happen(log, [...random(11), { stream: 2, type: 'BoxOpened', label: 'poison' }, ...random(12)]);
    await until(async () => (await projector.status()).state === 'stopped');
    mended = true;
    await reached(boxes, last);
    expect(await new ReadModels(pool, log).status([boxes])).toMatchObject([{ lag: 0, stopped: undefined }]);
    expect((await verify(surroundings(pool, log), boxes)).differences).toEqual([]);
  });

  test('parks its stream in a read model that is not critical: its rows are marked, the others go on', async () => {
    const projector = run(shelves);
    await until(async () => (await projector.status()).state === 'live');
    const last = await happen(log, [
      { stream: 1, type: 'BoxFilled', items: ['a'], shelves: [1] },
      { stream: 2, type: 'BoxFilled', items: ['b'], shelves: [2] },
      { stream: 3, type: 'BoxFilled', items: ['c'], shelves: [3] },
      { stream: 1, type: 'BoxFilled', items: ['poison'], shelves: [2, 4] },
      { stream: 1, type: 'BoxFilled', items: ['d', 'e'], shelves: [3] },
      { stream: 2, type: 'BoxFilled', items: ['f', 'g'], shelves: [2] },
    ]);
    await reached(shelves, last);
    expect((await tablesOf(pool, shelves)).rows).toMatchObject([
      { key: '1', incomplete: true, doc: JSON.stringify({ boxes: { 'box-1': 1 }, touched: 1 }) },
      { key: '2', incomplete: true, doc: JSON.stringify({ boxes: { 'box-2': 2 }, touched: 2 }) },
      { key: '3', incomplete: true, doc: JSON.stringify({ boxes: { 'box-3': 1 }, touched: 1 }) },
    ]);
    const { rows } = await pool.query('select stream, error from read.parked');
    expect(rows).toEqual([{ stream: streamOf(1), error: 'Error: no shelf can bear this' }]);
    expect(await projector.status()).toMatchObject({ state: 'live', parkedStreams: 1 });
    await projector.stop();
    projector.start(); // it has to know the stream that it left out also after that
    const { rows: before } = await tablesOf(pool, shelves);
    await reached(shelves, await happen(log, [{ stream: 1, type: 'BoxFilled', items: ['h'], shelves: [1, 4] }]));
    expect((await tablesOf(pool, shelves)).rows).toEqual(before);
    expect((await verify(surroundings(pool, log), shelves)).differences).toEqual([]);
  });

  test('is also one whose version is newer than the release', async () => {
    const projector = run(boxes);
    run(shelves);
    await happen(log, [{ stream: 1, type: 'BoxFilled', items: ['a'], shelves: [1] }]);
    const last = await write(log, streamOf(1), 'BoxFilled', { crates: 7 }, 2);
    await reached(shelves, last);
    await until(async () => (await projector.status()).state === 'stopped');
    expect((await projector.status()).reason).toContain('no shape is known for BoxFilled version 2');
    expect((await tablesOf(pool, shelves)).rows).toMatchObject([{ key: '1', incomplete: true }]);
  });

  test('is also one that the database refuses, found among the many of its batch', async () => {
    const dated: Projection<{ on: string }> = {
      name: 'test-dated',
      version: 1,
      critical: false,
      history: false,
      keys: ({ stream }) => [stream],
      project: (_row, { data }) => ({ on: (data as { label: string }).label }),
      columns: [{ name: 'on_day', type: 'date', of: ({ on }) => on }],
      indexes: [],
    };
    const opened = (stream: number, label: string) => ({ stream, type: 'BoxOpened' as const, label });
    const good = Array.from({ length: 20 }, (_, at) => opened(at, '2026-02-28'));
    const bad = [opened(30, '2026-02-30'), opened(31, 'never')];
    const mixed = [...good.slice(0, 9), bad[0]!, ...good.slice(9, 17), bad[1]!, ...good.slice(17)];
    // Once while the generation is filled, and once in a batch of the running projector.
    for (const version of [1, 2]) {
      const last = await happen(log, version === 1 ? mixed : mixed.map((event) => ({ ...event, stream: event.stream + 40 })));
      if (version === 1) run(dated);
      await reached(dated, last);
    }
    const parked = await pool.query<{ stream: string }>('select stream from read.parked order by position');
    expect(parked.rows.map(({ stream }) => stream)).toEqual([30, 31, 70, 71].map(streamOf));
    expect((await tablesOf(pool, dated)).rows).toHaveLength(40);
  });
});

describe('a projector says how it goes', () => {
  test('with its rate and the time left while it catches up', async () => {
    const first = run(boxes);
    await until(async () => (await first.status()).state === 'live');
    await first.stop();
    await happen(log, [...random(13), ...random(14), ...random(15)]);
    const around = surroundings(pool, log);
    const projector = new Projector(around, boxes, { ...QUICK, batch: 10, progressMs: 0 });
    running.push(projector);
    projector.start();
    await until(async () => (await projector.status()).state === 'live');
    const said = around.log.lines.filter(({ message }) => message === 'catching up with the log');
    expect(said.length).toBeGreaterThan(3);
    expect(said[0]!.values).toMatchObject({
      readModel: boxes.name,
      head: await log.head(),
      eventsPerSecond: expect.any(Number),
      secondsLeft: expect.any(Number),
    });
    expect(await projector.status()).toMatchObject({ state: 'live', secondsLeft: 0, generation: expect.any(String) });
  });
});
