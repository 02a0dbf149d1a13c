// What an operator's probes and Prometheus are told.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readModels } from '#read-models/all.js';
import { startTestService, type TestService } from '#support/service.js';

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
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
