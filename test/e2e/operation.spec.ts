// What an operator's probes and Prometheus are told.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readModels } from '#read-models/all.js';
import { startTestService, type TestService } from '#support/service.js';

let service: TestService;
beforeAll(async () => {
  // An alarm is raised on purpose.
  service = await startTestService({ environment: { LOG_LEVEL: 'fatal' } });
}, 60_000);
afterAll(() => service.stop());

const metrics = async (): Promise<Map<string, number>> => {
  const { status, headers, body } = await service.anyone.get('/metrics');
  expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  const lines = (body as string).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]));
};

describe('the metrics', () => {
  test('say where each read model stands beside the head of the log', async () => {
    const figures = await metrics();
    const head = figures.get('beian_log_head')!;
    expect(head).toBeGreaterThan(0);
    for (const { name } of readModels) {
      const position = figures.get(`beian_read_model_position{name="${name}"}`)!;
      expect(position + figures.get(`beian_read_model_lag_events{name="${name}"}`)!).toBe(head);
      expect(figures.get(`beian_read_model_parked_streams{name="${name}"}`)).toBe(0);
    }
  });

  test('say nothing of a pace while there is no way to go', async () => {
    const paces = [...(await metrics()).keys()].filter((name) => /_per_second\{|_seconds_left/.test(name));
    expect(paces.filter((name) => name.startsWith('beian_'))).toEqual([]);
  });
});

describe('the probes', () => {
  test('find the process alive, and ready once every read model answers', async () => {
    expect((await service.anyone.get('/health/live')).body).toEqual({ status: 'live' });
    const { body } = await service.anyone.get('/health/ready');
    expect(body.status).toBe('ready');
    expect(body.readModels.map(({ name }: { name: string }) => name).sort()).toEqual(readModels.map(({ name }) => name).sort());
  });
});

describe('orders in force', () => {
  test('are compared with what is shown when the operator asks, and the probes and the metrics say what was found', async () => {
    const operator = await service.as('operator');
    expect((await operator.get('/v1/reconciliation')).body).toMatchObject({
      inForce: 0,
      downstreams: [
        { name: 'public-registry', behind: false, missing: 0, unexpected: 0, different: 0, findings: [] },
        { name: 'order-board', behind: false, missing: 0, unexpected: 0, different: 0, findings: [] },
      ],
    });
    expect((await metrics()).get('beian_orders_unexpected_downstream{name="order-board"}')).toBe(0);

    await onDatabase(`insert into ${await boardTable()} (key, doc, position, incomplete, status, filings)
      select 'x', '{"order":{}}', position, false, 'in-force', '{}' from read.checkpoint where name = 'order-board'`);
    expect((await operator.get('/v1/reconciliation')).body.downstreams[1]).toMatchObject({
      unexpected: 1,
      findings: [{ kind: 'unexpected', order: 'x', fields: [] }],
    });
    const figures = await metrics();
    expect(figures.get('beian_orders_missing_downstream{name="order-board"}')).toBe(0);
    expect(figures.get('beian_orders_unexpected_downstream{name="order-board"}')).toBe(1);
    expect(figures.get('beian_orders_compared_seconds')).toBe(Date.parse('2026-11-24T02:00:00Z') / 1_000);
    expect((await service.anyone.get('/health/ready')).body.reconciliation).toEqual({
      at: '2026-11-24T02:00:00.000Z',
      missing: 0,
      unexpected: 1,
      behind: [],
    });
  });
});

const boardTable = async (): Promise<string> => {
  const [row] = await onDatabase("select generation from read.pointer where name = 'order-board'");
  return `read.order_board_g${row!.generation}`;
};

async function onDatabase(sql: string): Promise<{ generation?: string }[]> {
  const client = new pg.Client({ connectionString: service.databaseUrl });
  await client.connect();
  try {
    return (await client.query<{ generation?: string }>(sql)).rows;
  } finally {
    await client.end();
  }
}
