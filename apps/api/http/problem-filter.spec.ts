import { Logger, type LoggerService } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Door, openDoor } from '#support/door.js';
import { DoorClient, problemIn } from '#support/door-client.js';

let door: Door;
let client: DoorClient;
beforeAll(async () => {
  door = await openDoor({ publicUrl: 'https://beian.example' });
  client = new DoorClient(door.url);
});
afterAll(() => door.close());

describe('what is thrown', () => {
  test.each([
    ['unavailable', 503, 'unavailable', '2'],
    ['busy', 503, 'busy', '7'],
    ['conflict', 503, 'busy', '1'],
    ['position', 400, 'position-unknown', null],
    ['unstorable', 422, 'invalid', null],
    ['unforeseen', 500, 'internal', null],
    ['text', 500, 'internal', null],
  ])('%s is %d %s', async (kind, status, code, retryAfter) => {
    const response = await client.get(`/v1/faults/${kind}`);
    expect(response.headers.get('retry-after')).toBe(retryAfter);
    const body = await problemIn(response);
    expect(body).toMatchObject({ status, code });
    expect(body.instance).toBe(`urn:uuid:${response.headers.get('request-id')}`);
    expect(JSON.stringify(body)).not.toMatch(/secret|10\.0\.0\.7|filing-1/);
  });

  test('a refusal by state is 409 with its own code, article and what is allowed', async () => {
    expect(await problemIn(await client.get('/v1/faults/refusal'))).toMatchObject({
      type: 'https://beian.example/problems/refused',
      status: 409,
      code: 'filing-exists',
      article: 'DSP 19',
      detail: 'it is on file already',
      allowed: ['CancelFiling'],
    });
  });

  test('a refusal of the content is 422 with its findings', async () => {
    expect(await problemIn(await client.get('/v1/faults/findings'))).toMatchObject({
      status: 422,
      code: 'filing-incomplete',
      article: 'ARP 24',
      errors: [{ pointer: '/name', code: 'missing', detail: 'a name' }],
    });
  });

  test('in the middle of an answer breaks the connection, so that nobody takes half for the whole', async () => {
    await expect(client.get('/v1/half').then((response) => response.text())).rejects.toThrow();
  });

  test('is told in Chinese to those who prefer it', async () => {
    const response = await client.get('/nowhere', { 'accept-language': 'en;q=0.5, zh-CN' });
    expect(response.headers.get('content-language')).toBe('zh');
    expect(await problemIn(response)).toMatchObject({ title: '未找到' });
  });
});

describe('a fault of our own', () => {
  test('is recorded with its stack under the id that the client was given; a fault of the client is not', async () => {
    const lines: string[] = [];
    const record = (...parts: unknown[]): void => void lines.push(parts.join(' '));
    const logger: LoggerService = { log: () => undefined, error: record, warn: record };
    Logger.overrideLogger(logger);
    try {
      const id = (await client.get('/v1/faults/unforeseen')).headers.get('request-id')!;
      await client.get('/v1/faults/position');
      await client.get('/nowhere');
      await client.get('/v1/faults/unavailable');
      expect(lines).toHaveLength(2);
      expect(lines[0]).toContain(`internal GET /v1/faults/:kind request ${id} TypeError: secret of the house\n    at `);
      expect(lines[1]).toContain('connection to 10.0.0.7 lost');
    } finally {
      Logger.overrideLogger(false);
    }
  });
});

describe('the page of a problem', () => {
  test('explains it in both languages', async () => {
    const response = await client.get('/problems/refused', { accept: 'text/html,*/*;q=0.8' });
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const html = await response.text();
    expect(html).toContain('当前状态下不予办理');
    expect(html).toContain('Refused in the present state');
    expect(html).toContain('&#34;code&#34;');
  });

  test('is JSON for a program, 404 for an unknown code, 406 for another form', async () => {
    expect(await (await client.get('/problems/stale', { accept: 'application/json' })).json()).toMatchObject({
      code: 'stale',
      status: 503,
    });
    expect(await problemIn(await client.get('/problems/toString'))).toMatchObject({ status: 404 });
    expect(await problemIn(await client.get('/problems/stale', { accept: 'image/png' }))).toMatchObject({
      status: 406,
      code: 'not-acceptable',
    });
  });
});
