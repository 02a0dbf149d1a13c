import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Door, openDoor } from '#support/door.js';
import { type HostileOutcome, sendHostile } from '#support/hostile-client.js';
import { hostileRequests, type HostileTargets } from '#support/hostile-requests.js';

const targets: HostileTargets = {
  post: '/v1/things',
  body: {
    name: '换脸',
    since: '2024-02-29',
    main: { name: 'M', price: 2 },
    products: [
      { name: 'A', price: 1 },
      { name: 'B', price: 2 },
    ],
  },
  get: '/v1/things/',
  attachment: '/v1/attachments/x',
};

let door: Door;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.close());

describe('two thousand malformed requests', () => {
  test('each get a problem of the 400s, cost no sound connection, and leave the service well', async () => {
    const wrong: string[] = [];
    const seen = new Set<string>();
    const say = ({ request, status, code }: HostileOutcome): string =>
      `${request.name}: ${status} ${code} — ${request.bytes.subarray(0, 300).toString()}`;
    for await (const outcome of sendHostile(door.port, hostileRequests(20260131, 2000, targets))) {
      const { request, status, contentType, code, dropped } = outcome;
      const isProblem =
        status !== undefined && status >= 400 && status < 500 && contentType === 'application/problem+json' && code !== undefined;
      if (!isProblem || dropped || (request.code !== undefined && request.code !== code)) wrong.push(say(outcome));
      seen.add(request.name);
    }
    expect(wrong).toEqual([]);
    expect(seen.size).toBeGreaterThan(30);
    expect((await fetch(`${door.url}/v1/things/1`)).status).toBe(200);
  }, 60_000);

  test('are the same for the same seed', () => {
    const bytes = (seed: number): Buffer =>
      Buffer.concat([...hostileRequests(seed, 50, targets)].map((request) => request.bytes));
    expect(bytes(7).equals(bytes(7))).toBe(true);
    expect(bytes(7).equals(bytes(8))).toBe(false);
  });
});
