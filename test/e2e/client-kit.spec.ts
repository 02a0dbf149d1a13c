// The client kit against the real service: whoever keeps the cursor hears of everything, whatever is restarted.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ApiClient } from '#client/api-client.js';
import { serviceClient } from '#client/service-client.js';
import { followStatus, type FollowOptions, type StatusChange } from '#client/status-feed.js';
import { Random } from '#support/random.js';
import { LivingRegister } from '#support/living-register.js';
import { startTestService, type TestService } from '#support/service.js';

let service: TestService;
let register: LivingRegister;
let client: ApiClient;

beforeAll(async () => {
  service = await startTestService();
  register = await LivingRegister.on(service.databaseUrl, 20_261_126);
  await register.live(500);
  client = serviceClient({ baseUrl: service.url, clientId: 'store-a', clientSecret: 'demo' });
}, 60_000);
afterAll(async () => {
  await register.close();
  await service.stop();
});

/** A store that keeps what it was told and its place in one step, as in one transaction; it can die at any time. */
class Store {
  private kept: { statuses: ReadonlyMap<string, unknown>; cursor?: string } = { statuses: new Map() };
  /** Every change that it was told, kept or not. */
  readonly heard: StatusChange[] = [];

  get statuses(): ReadonlyMap<string, unknown> {
    return this.kept.statuses;
  }

  /** Follows until it has kept this change, or dies after having been told so many times, before it has kept the last. */
  async follow(until: string, { dies, ...options }: FollowOptions & { dies?: number } = {}): Promise<void> {
    let draft = new Map(this.kept.statuses);
    let times = 0;
    for await (const told of followStatus(client, { ...options, after: this.kept.cursor, waitS: 5 })) {
      if (told.kind === 'snapshot-begins') draft = new Map();
      if (told.kind === 'snapshot') for (const status of told.statuses) draft.set(status.filingId, status);
      if (told.kind === 'changes') for (const { filingId, status } of told.changes) draft.set(filingId, status);
      if (told.kind === 'changes') this.heard.push(...told.changes);
      if (++times === dies) return;
      if ('cursor' in told) this.kept = { statuses: new Map(draft), cursor: told.cursor };
      if ('cursor' in told && placeOf(told.cursor) >= placeOf(until)) return;
    }
  }
}

/** Cursors of one log are in the order of their positions and places. */
const placeOf = (cursor: string): string => {
  const [position = '', place = '9999999'] = cursor.split('.');
  return `${position}.${place.padStart(7, '0')}`;
};
const last = async (): Promise<string> => (await register.told()).at(-1)!.cursor;
const standing = async (): Promise<Map<string, unknown>> =>
  new Map((await register.told()).map(({ filingId, status }) => [filingId, status]));

describe.each(['pages', 'stream'] as const)('a store that follows by %s', (by) => {
  test('knows of each filing what the log tells stores of it, though it dies, and the service is restarted', async () => {
    const store = new Store();
    const random = new Random(7);
    const begun = await last();
    await store.follow(begun, { by });
    expect(store.statuses).toEqual(await standing());
    for (let round = 0; round < 4; round++) {
      await register.live(60);
      await register.liveUntilTold();
      await store.follow(await last(), { by, limit: 1 + random.below(3), dies: 1 + random.below(4) });
      const restarted = round === 2 ? service.restart() : undefined;
      await store.follow(await last(), { by, limit: 10 });
      await restarted;
      expect(store.statuses).toEqual(await standing());
    }
    const since = (await register.told()).filter(({ cursor }) => placeOf(cursor) > placeOf(begun)).map(({ cursor }) => cursor);
    const once = [...new Set(store.heard.map(({ cursor }) => cursor))];
    expect(once).toEqual(since);
    expect(store.heard.length).toBeGreaterThan(once.length); // what it had not kept when it died it was told again
  }, 60_000);
});

test('a snapshot of every filing is proven whole and stands where the feed goes on', async () => {
  const store = new Store();
  await store.follow(await last(), { waitS: 0 });
  expect(store.statuses).toEqual(await standing());
  expect(store.heard).toEqual([]);
});

test('what is sent twice under one key is done once, and the types are those of the service', async () => {
  const header = { 'Idempotency-Key': randomUUID() };
  const asked = () =>
    client.POST('/v1/store-actions', {
      params: { header },
      body: {
        measure: 'refused',
        storeName: '应用商店甲',
        app: { platform: 'android', package: 'example.huanlian', name: '某换脸应用' },
        cause: { kind: 'own-finding' },
        reason: '未备案',
        takenOn: '2026-11-24',
      },
    });
  const [first, second] = [await asked(), await asked()];
  expect([first.response.status, second.response.status]).toEqual([201, 201]);
  expect(second.response.headers.get('idempotency-replayed')).toBe('true');
  const { data, error } = await client.GET('/v1/status/{number}', { params: { path: { number: '1' } } });
  expect({ outcome: data?.outcome, error }).toEqual({ outcome: 'malformed', error: undefined });
});
