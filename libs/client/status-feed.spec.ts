// Following, against a service that misbehaves in every way that matters; against the real one in test/e2e/client-kit.spec.ts.
import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { type Interrupted } from './answers.js';
import { apiClient } from './api-client.js';
import { FeedBroken, followStatus, type FollowOptions, type Told } from './status-feed.js';

type Answer = (request: Request) => Response;

/** Answers each path from its own list, and for ever with the last one of it. */
function service(answers: Record<string, Answer[]>) {
  const asked: string[] = [];
  const carry = async (request: Request): Promise<Response> => {
    const { pathname, search } = new URL(request.url);
    asked.push(`${pathname}${search}${request.headers.get('last-event-id') ?? ''}`);
    const left = answers[pathname]!;
    return (left.length > 1 ? left.shift()! : left[0]!)(request);
  };
  return { asked, client: apiClient({ baseUrl: 'https://beian.example', fetch: carry }) };
}

const page =
  (from: string, cursors: string[], next = cursors.at(-1) ?? from, count = cursors.length): Answer =>
  () =>
    Response.json({ from, next, count, upTo: next, changes: cursors.map((cursor) => ({ cursor })) });
const problem =
  (status: number, code: string, headers = {}): Answer =>
  () =>
    Response.json({ code, detail: 'why' }, { status, headers: { 'content-type': 'application/problem+json', ...headers } });
const broken: Answer = () => {
  throw new TypeError('fetch failed');
};
const snapshot = (ids: string[], change: object = {}): Answer => {
  const lines = ids.map((filingId) => `${JSON.stringify({ filingId })}\n`).join('');
  const end = { position: 'p', cursor: 'c0', count: ids.length, sha256: createHash('sha256').update(lines).digest('hex') };
  return () => new Response(`${lines}${JSON.stringify({ end: { ...end, ...change } })}\n`);
};
const stream =
  (...chunks: string[]): Answer =>
  () => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const text of chunks) controller.enqueue(Buffer.from(text));
        controller.close();
      },
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  };

/** So many things that it tells. */
async function told(client: ReturnType<typeof service>['client'], count: number, options: FollowOptions = {}): Promise<Told[]> {
  const all: Told[] = [];
  for await (const one of followStatus(client, options)) if (all.push(one) === count) break;
  return all;
}
const briefly = (one: Told): string => {
  switch (one.kind) {
    case 'changes':
      return `${one.changes.map(({ cursor }) => cursor).join(' ')} → ${one.cursor}`;
    case 'snapshot':
      return one.statuses.map(({ filingId }) => filingId).join(' ');
    case 'snapshot-complete':
      return `${one.count} → ${one.cursor}`;
    case 'snapshot-begins':
      return 'begins';
  }
};

const [FEED, SNAPSHOT, STREAM] = ['/v1/status-feed', '/v1/status-snapshot', '/v1/status-stream'];

describe('who follows', () => {
  test('begins with a snapshot, and goes on after it, page by page', async () => {
    const { client, asked } = service({
      [SNAPSHOT]: [snapshot(['a', 'b'])],
      [FEED]: [page('c0', ['c1', 'c2']), page('c2', [], 'c5'), page('c5', []), page('c5', ['c6'])],
    });
    expect((await told(client, 6, { limit: 2, waitS: 1 })).map(briefly)).toEqual([
      ...['begins', 'a b', '2 → c0'],
      ...['c1 c2 → c2', ' → c5', 'c6 → c6'],
    ]);
    expect(asked[1]).toBe('/v1/status-feed?after=c0&limit=2&wait=1');
  });

  test('goes on after the cursor that was kept, without a snapshot', async () => {
    const { client, asked } = service({ [FEED]: [page('c2', ['c3'])] });
    expect((await told(client, 1, { after: 'c2' })).map(briefly)).toEqual(['c3 → c3']);
    expect(asked).toHaveLength(1);
  });

  test.each([
    ['a digest', snapshot(['a', 'b'], { sha256: '0'.repeat(64) })],
    ['a count', snapshot(['a', 'b'], { count: 3 })],
    ['an end', () => new Response('{"filingId":"a"}\n{"filingId":"b"}\n')],
  ])('is given no snapshot for whole that has not %s to prove it, and takes another', async (_, bad) => {
    const { client } = service({ [SNAPSHOT]: [bad, snapshot(['a', 'b'])] });
    const interruptions: Interrupted[] = [];
    const all = await told(client, 4, { onInterruption: (error) => interruptions.push(error) });
    expect(all.map(briefly)).toEqual(['begins', 'begins', 'a b', '2 → c0']);
    expect(interruptions.map(({ message }) => message)).toEqual(['the snapshot is not whole']);
  });

  test('waits out what passes, as long as it is asked to', async () => {
    const busy = problem(503, 'busy', { 'retry-after': '1' });
    const { client } = service({ [FEED]: [busy, broken, () => new Response('<html>', { status: 502 }), page('c2', ['c3'])] });
    const interruptions: Interrupted[] = [];
    const began = performance.now();
    const all = await told(client, 1, { after: 'c2', onInterruption: (error) => interruptions.push(error) });
    expect(all.map(briefly)).toEqual(['c3 → c3']);
    expect(interruptions.map(({ message, afterMs }) => [message, afterMs])).toEqual([
      ['the answer was 503', 1_000],
      ['nothing was answered', undefined],
      ['the answer was 502', undefined],
    ]);
    expect(performance.now() - began).toBeGreaterThan(990);
  });

  test('is told where asking again helps nothing', async () => {
    const { client } = service({ [FEED]: [problem(403, 'forbidden')] });
    await expect(told(client, 1, { after: 'c2' })).rejects.toMatchObject({ status: 403, code: 'forbidden' });
  });

  test('begins anew where the service does not know the place any more', async () => {
    const { client } = service({ [FEED]: [problem(400, 'position-unknown')], [SNAPSHOT]: [snapshot(['a'])] });
    expect((await told(client, 3, { after: 'c9' })).map(briefly)).toEqual(['begins', 'a', '1 → c0']);
  });

  test.each([
    ['begins elsewhere', page('c1', ['c3'])],
    ['has fewer changes than it says', page('c2', ['c3'], 'c3', 2)],
  ])('is told where a page %s', async (_, bad) => {
    const { client } = service({ [FEED]: [bad] });
    await expect(told(client, 1, { after: 'c2' })).rejects.toThrow(FeedBroken);
  });

  test('is told no more once he has left', async () => {
    const leaving = new AbortController();
    const { client } = service({ [FEED]: [page('c2', ['c3']), page('c3', ['c4'])] });
    const all: Told[] = [];
    for await (const one of followStatus(client, { after: 'c2', signal: leaving.signal })) {
      all.push(one);
      leaving.abort();
    }
    expect(all.map(briefly)).toEqual(['c3 → c3']);
  });
});

test('a stream is read however it is cut into pieces, and goes on with the last id', async () => {
  const { client, asked } = service({
    [STREAM]: [
      stream('retry: 2000\n\n', 'id: c3\nevent: status\ndata: {"cursor":', '"c3"}\n', '\nid: c4\nevent: status\ndata: {"cursor":"c4"}\n\n'),
      stream(': heartbeat\nid: c7\n\n', 'id: c8\nevent: status\nda'),
      stream('id: c8\nevent: status\ndata: {"cursor":"c8"}\n\n'),
    ],
  }); // prettier-ignore
  const all = await told(client, 3, { after: 'c2', by: 'stream' });
  expect(all.map(briefly)).toEqual(['c3 c4 → c4', ' → c7', 'c8 → c8']);
  expect(asked).toEqual(['/v1/status-streamc2', '/v1/status-streamc4', '/v1/status-streamc7']);
});
