// More than the log can take is turned away at the door, and costs neither memory nor a key.
import { mkdtemp, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CommandBus } from '@nestjs/cqrs';
import { Client } from 'pg';
import { PostgresEventStore } from '#event-store/postgres.js';
import { readConfig } from '#platform/config.js';
import { createPool, serviceConnection } from '#platform/database.js';
import { createLogger } from '#platform/logging.js';
import { ReadModels } from '#read-models/read-models.js';
import { openDemonstrationAccounts } from '#standalone/demonstration.js';
import { readSideHere } from '#standalone/read-side.js';
import { createApi } from '#api/service.js';
import { migratedDatabase } from '#support/database.js';
import { submission, verifiedSubject } from '#support/forms.js';
import { type Answered, freePort, testClock, TestClient } from '#support/service.js';

/** One command in flight and so many that wait: a small log, but one that takes the demonstration accounts, which come all at once. */
const QUEUE = 32;

const closing: (() => Promise<unknown>)[] = [];
let filer: TestClient;
let form: object;
let owner: Client;

beforeAll(async () => {
  const database = await migratedDatabase();
  const { url } = database;
  const dataDir = await mkdtemp(join(tmpdir(), 'beian-busy-'));
  closing.push(() => rm(dataDir, { recursive: true, force: true }), database.drop);
  const port = await freePort();
  const variables = { PORT: String(port), DATA_DIR: dataDir, DATABASE_URL: url, RATE_LIMIT_PER_MINUTE: '0' };
  const [config, logger] = [readConfig(variables), createLogger('fatal')];
  const store = new PostgresEventStore({
    connection: serviceConnection({ url, name: 'beian-log', statementTimeout: 0 }),
    limits: { batchCommands: 1, queueCommands: QUEUE },
  });
  await store.open();
  const pool = createPool({ url, name: 'beian-api', max: 16 });
  const models = new ReadModels(pool, store);
  const readSide = readSideHere({ config, url, store, logger, models });
  closing.push(
    () => pool.end(),
    () => store.close(),
    () => readSide.stop(),
  );
  const api = await createApi({ config, pool, store, models, logger, clock: testClock });
  closing.push(() => api.close());
  await openDemonstrationAccounts(api.app.get(CommandBus), api.logins, api.issuer, config.environment);
  await api.app.listen(port, '127.0.0.1');

  const address = `http://127.0.0.1:${port}`;
  // It listens before the first build of its read models is done.
  while ((await fetch(`${address}/health/ready`)).status !== 200) await new Promise((resolve) => setTimeout(resolve, 50));
  filer = await TestClient.signIn(address, 'filer-a');
  await verifiedSubject(filer, await TestClient.signIn(address, 'cac-beijing-reviewer'));
  form = await submission(filer);
  owner = new Client({ connectionString: url });
  await owner.connect();
  closing.push(() => owner.end());
}, 60_000);
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

const head = async () => Number((await owner.query<{ position: string }>('select position from log.log_head')).rows[0]!.position);

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const heap = () => {
  collectGarbage();
  return process.memoryUsage().heapUsed / 2 ** 20;
};

test('what the log cannot take is answered 503 with a time to come again; nothing of it is written, and its key serves later', async () => {
  const before = await head();
  await owner.query('begin');
  await owner.query('select from log.log_head for update');
  const file = (key: string) => filer.post('/v1/filings', form, { key });
  const answered = new Map<string, Answered>();
  const begin = (key: string) => void file(key).then((answer) => answered.set(key, answer));

  // The log stands still; one is under way, the queue is filled, and the others are told so while the first still wait.
  const first = Array.from({ length: 80 }, () => randomUUID());
  first.forEach(begin);
  while (answered.size < first.length - QUEUE - 1) await new Promise((resolve) => setTimeout(resolve, 10));
  const busy = [...answered.keys()];
  for (const { status, headers, body } of answered.values()) {
    expect({ status, code: body.code }).toEqual({ status: 503, code: 'busy' });
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  }

  // However many more come, what waits does not grow, nor does the memory of it.
  const statuses = new Set<number>();
  const wave = async () => {
    for (const { status } of await Promise.all(Array.from({ length: 100 }, () => file(randomUUID())))) statuses.add(status);
  };
  await wave();
  const at = heap();
  for (let n = 0; n < 10; n++) await wave();
  expect([...statuses]).toEqual([503]);
  expect(heap() - at).toBeLessThan(24);
  expect(answered.size).toBe(busy.length);

  await owner.query('rollback');
  while (answered.size < first.length) await new Promise((resolve) => setTimeout(resolve, 10));
  const taken = first.filter((key) => !busy.includes(key));
  expect(taken.map((key) => answered.get(key)!.status)).toEqual(taken.map(() => 201));
  expect(await head()).toBe(before + QUEUE + 1);

  for (const key of busy) expect(await file(key)).toMatchObject({ status: 201 });
  expect(await head()).toBe(before + first.length);
}, 60_000);
