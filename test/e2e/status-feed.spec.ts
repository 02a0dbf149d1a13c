// The status feed as app stores read it: page after page, waiting, from a snapshot on; and what is answered to what makes no sense.
import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LivingRegister, type Told } from '#support/living-register.js';
import { problem } from '#support/problems.js';
import { Random } from '#support/random.js';
import { until } from '#support/read-side.js';
import { type Answered, startTestService, type TestClient, type TestService } from '#support/service.js';

interface Page {
  from: string;
  next: string;
  count: number;
  upTo: string;
  changes: Told[];
}

let service: TestService;
let register: LivingRegister;
let store: TestClient;

beforeAll(async () => {
  service = await startTestService({ environment: { STATUS_FOLLOWERS_PER_CLIENT: '3', STATUS_FOLLOWERS: '5' } });
  register = await LivingRegister.on(service.databaseUrl, 20_261_124);
  await register.live(1_200);
  store = await service.as('store-a');
}, 60_000);
afterAll(async () => {
  await register.close();
  await service.stop();
});

const pageOf = ({ status, body }: Answered): Page => {
  expect({ status, code: body.code }).toEqual({ status: 200, code: undefined });
  return body as Page;
};
/** The page after the cursor, of what was written until now. */
const ask = async (after: string | undefined, { limit = 100, wait = 0, least = '' } = {}): Promise<Page> => {
  const query = new URLSearchParams({ limit: String(limit), ...(after && { after }), ...(wait && { wait: String(wait) }) });
  return pageOf(await store.get(`/v1/status-feed?${query.toString()}`, least === '' ? {} : { 'min-position': least }));
};
const readFrom = async (after: string | undefined, limit = () => 100): Promise<Page[]> => {
  const pages: Page[] = [];
  for (let cursor = after; ; cursor = pages.at(-1)!.next) {
    pages.push(await ask(cursor, { limit: limit() }));
    if (pages.at(-1)!.count === 0) return pages;
  }
};
const changesOf = (pages: readonly Page[]): Told[] => pages.flatMap(({ changes }) => changes);
const caughtUp = async (): Promise<string> => (await ask(undefined, { limit: 1, least: await register.live(1) })).upTo;

describe('the pages of the feed', () => {
  test('are together what the log tells stores, whatever their size, each beginning where the one before ended', async () => {
    await caughtUp();
    const random = new Random(1);
    const pages = await readFrom(undefined, () => 1 + random.below(20));
    expect(changesOf(pages)).toEqual(await register.told());
    expect(changesOf(pages).length).toBeGreaterThan(50);
    for (const [i, { from, count, changes }] of pages.entries()) {
      expect(count).toBe(changes.length);
      if (i > 0) expect(from).toBe(pages[i - 1]!.next);
    }
  });

  test('begin with a cursor that gives the first page again', async () => {
    const [first] = await readFrom(undefined);
    expect(await ask(first!.from)).toEqual(first);
  });

  test('go on after a restart of the service where they had come to', async () => {
    const before = await readFrom(undefined, () => 7);
    await service.restart();
    await register.liveUntilTold();
    await caughtUp();
    const after = await readFrom(before.at(-1)!.next, () => 7);
    expect(changesOf([...before, ...after])).toEqual(await register.told());
  });

  test('are not sent again to who has them', async () => {
    const { next } = await ask(undefined, { limit: 3 });
    const first = await store.get(`/v1/status-feed?after=${next}&limit=3`);
    const etag = first.headers.get('etag')!;
    const again = await store.get(`/v1/status-feed?after=${next}&limit=3`, { 'if-none-match': etag });
    expect([again.status, again.body]).toEqual([304, '']);
  });

  test('show what was written to who names its position', async () => {
    const { next } = (await readFrom(undefined)).at(-1)!;
    const position = await register.liveUntilTold();
    expect((await ask(next, { least: position })).count).toBeGreaterThan(0);
  });
});

describe('who waits', () => {
  test('is answered as soon as there is a change; all with the same bytes', async () => {
    const after = (await readFrom(undefined)).at(-1)!.next;
    const began = performance.now();
    const waiting = [1, 2, 3].map(() => store.get(`/v1/status-feed?after=${after}&wait=30`));
    await register.liveUntilTold();
    const answers = (await Promise.all(waiting)).map(pageOf);
    expect(performance.now() - began).toBeLessThan(15_000);
    const [told] = answers;
    expect(told!.changes).toEqual((await register.told()).slice(-told!.count));
    expect(answers).toEqual([told, told, told]);
    expect((await ask(after)).changes.slice(0, told!.count)).toEqual(told!.changes);
  });

  test('is answered with an empty page when nothing has happened in that time', async () => {
    const after = (await readFrom(undefined)).at(-1)!.next;
    const began = performance.now();
    expect(await ask(after, { wait: 1 })).toMatchObject({ from: after, count: 0, changes: [] });
    expect(performance.now() - began).toBeGreaterThan(990);
  });

  test('is given a page that begins where it asked, also while others follow from a later place', async () => {
    const { changes, next } = (await readFrom(undefined)).at(-2)!;
    const { cursor } = changes.at(-1)!;
    await service.restart();
    // The changes in memory are those after this.
    await ask(next, { wait: 1 });
    expect(await ask(cursor, { wait: 1 })).toMatchObject({ from: cursor, count: 0, next });
    const waiting = ask(cursor, { wait: 30 });
    await register.liveUntilTold();
    const { from, count } = await waiting;
    expect(from).toBe(cursor);
    expect(count).toBeGreaterThan(0);
  });

  test('is answered at once when the service ends', async () => {
    const after = (await readFrom(undefined)).at(-1)!.next;
    const began = performance.now();
    const waiting = ask(after, { wait: 30 });
    await new Promise((resolve) => setTimeout(resolve, 200));
    await service.restart();
    expect(await waiting).toMatchObject({ from: after, count: 0 });
    expect(performance.now() - began).toBeLessThan(20_000);
  });

  test('takes a place, of which an account and all together have so many, and gives it back by leaving', async () => {
    const after = (await readFrom(undefined)).at(-1)!.next;
    const waitingFor = (seconds: number) => `/v1/status-feed?after=${after}&wait=${seconds}`;
    const leaving = new AbortController();
    const refused: Answered[] = [];
    const waitAs = (client: TestClient) =>
      void fetch(`${service.url}${waitingFor(30)}`, {
        headers: { authorization: `Bearer ${client.token}` },
        signal: leaving.signal,
      })
        .then(async ({ status, headers, body }) => refused.push({ status, headers, body: await new Response(body).json() }))
        .catch(() => undefined);
    for (let n = 0; n < 5; n++) waitAs(store);
    await until(() => refused.length === 2);
    const other = await service.as('store-b');
    for (let n = 0; n < 3; n++) waitAs(other);
    await until(() => refused.length === 3);
    expect(refused).toMatchObject([problem(429, 'rate-limited'), problem(429, 'rate-limited'), problem(503, 'busy')]);
    expect(refused.map(({ headers }) => headers.get('retry-after'))).toEqual(['5', '5', '5']);
    expect((await ask(after)).count).toBe(0); // who does not wait needs no place

    leaving.abort();
    await until(async () => (await store.get(waitingFor(1))).status === 200);
  });
});

describe('a snapshot', () => {
  const snapshot = async (least = '') => {
    const answer = await store.get('/v1/status-snapshot', least === '' ? {} : { 'min-position': least });
    const lines = (answer.body as string).split('\n').slice(0, -1);
    const { end } = JSON.parse(lines.at(-1)!) as { end: { position: string; cursor: string; count: number; sha256: string } };
    return { ...answer, lines: lines.slice(0, -1), end };
  };

  test('has a line for each filing, and proves at its end that it is whole', async () => {
    const { status, headers, lines, end } = await snapshot(await register.live(10));
    expect([status, headers.get('content-type')]).toEqual([200, 'application/x-ndjson; charset=utf-8']);
    expect([headers.get('position'), headers.get('as-of')]).toEqual([end.position, end.position]);
    expect(end.count).toBe(lines.length);
    expect(end.sha256).toBe(
      createHash('sha256')
        .update(lines.map((line) => `${line}\n`).join(''))
        .digest('hex'),
    );
    expect(new Set((await register.told()).map(({ filingId }) => filingId)).size).toBe(lines.length);
  });

  test('is followed by the digest of all its bytes', async () => {
    const { trailers, body } = await new Promise<{ trailers: NodeJS.Dict<string>; body: Buffer }>((resolve, reject) => {
      request(`${service.url}/v1/status-snapshot`, { headers: { authorization: `Bearer ${store.token}` } }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => resolve({ trailers: answer.trailers, body: Buffer.concat(chunks) }));
      })
        .on('error', reject)
        .end();
    });
    expect(trailers['content-digest']).toBe(`sha-256=:${createHash('sha256').update(body).digest('base64')}:`);
  });

  test('and the feed from there give the same state as the feed from the beginning', async () => {
    const state = new Map<string, unknown>();
    const { lines, end } = await snapshot();
    for (const line of lines) {
      const status = JSON.parse(line) as { filingId: string };
      state.set(status.filingId, status);
    }
    await register.takeOver(3, 2, 900);
    await register.live(100);
    await caughtUp();
    const later = changesOf(await readFrom(end.cursor));
    expect(later.length).toBeGreaterThan(10);
    for (const { filingId, status } of later) state.set(filingId, status);
    const fromTheBeginning = new Map(changesOf(await readFrom(undefined)).map(({ filingId, status }) => [filingId, status]));
    expect(state).toEqual(fromTheBeginning);
  });
});

describe('what makes no sense is refused', () => {
  const beyond = '0001-9999999999999999';
  const place = '0001-0000000000000001';
  const shapeless = [
    '',
    'x',
    '0001-1',
    `${place}.`,
    `${place}.-1`,
    `${place}.9999999`,
    ` ${place}`,
    `${place}\n`,
    '٠',
    'a'.repeat(9_000),
  ];

  test.each(shapeless)('a cursor %p', async (cursor) => {
    const answer = await store.get(`/v1/status-feed?after=${encodeURIComponent(cursor)}`);
    expect(answer).toMatchObject(problem(400, 'parameter-malformed'));
  });

  test.each([
    ['beyond the head', beyond],
    ['beyond the head, with a place', `${beyond}.0`],
    ['of an earlier log', '0000-0000000000000001.0'],
    ['of a later log', '0009-0000000000000001'],
  ])('a cursor %s', async (_, cursor) => {
    for (const path of ['/v1/status-feed?', '/v1/status-feed?limit=1&', '/v1/status-feed?wait=1&', '/v1/status-stream?'])
      expect(await store.get(`${path}after=${cursor}`)).toMatchObject(problem(400, 'position-unknown'));
  });

  test.each(['limit=0', 'limit=1001', 'limit=-1', 'limit=x', 'limit=1.5', 'limit=', 'wait=-1', 'wait=31', 'wait=1.5', 'wait=x', 'wait=', 'more=1', 'wait=1&wait=2'])(
    'the question %s',
    async (query) => expect(await store.get(`/v1/status-feed?${query.toString()}`)).toMatchObject(problem(400, 'parameter-malformed')),
  ); // prettier-ignore

  test('a Last-Event-ID that nobody gave', async () => {
    const asked = (id: string) => store.get('/v1/status-stream', { 'last-event-id': id });
    expect(await asked('x')).toMatchObject(problem(400, 'header-malformed'));
    expect(await asked(beyond)).toMatchObject(problem(400, 'position-unknown'));
  });

  test('parameters that a stream and a snapshot do not have', async () => {
    expect(await store.get('/v1/status-stream?limit=1')).toMatchObject(problem(400, 'parameter-malformed'));
    expect(await store.get('/v1/status-stream?after=')).toMatchObject(problem(400, 'parameter-malformed'));
  });
});
