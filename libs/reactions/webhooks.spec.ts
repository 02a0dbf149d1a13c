// What becomes of a webhook while its receiver fails in each way, and the process with it. On a real PostgreSQL, with a clock of its own.
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Pool } from 'pg';
import { UnknownPosition } from '#event-store/event-store.js';
import { createPool } from '#platform/database.js';
import { migratedDatabase, type TestDatabase } from '#support/database.js';
import { until } from '#support/read-side.js';
import { type ReceiverManner, WebhookReceiver } from '#support/webhook-receiver.js';
import { verifiesByKey, verifiesBySecret } from '#support/webhook-verifier.js';
import { type Change, type Watching } from './change-feed.js';
import { GuardedFetch } from './guarded-fetch.js';
import { WebhookDeliveries } from './webhook-deliveries.js';
import { type EndpointSettings, type Issued, WebhookEndpoints } from './webhook-endpoints.js';
import { webhookId } from './webhook-messages.js';
import { WebhookWork } from './webhook-work.js';
import { Webhooks, type WebhookTimes } from './webhooks.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** A second comes back at once, so that the next round tries it. */
const AT_ONCE: Partial<WebhookTimes> = { steps: [0, 0, 0, 0], rest: 0, longestRest: 0 };

let epoch = '0001';
const position = (n: number) => `${epoch}-${String(n).padStart(16, '0')}`;
let told: Change[] = [];
const change = (n: number, status = 'suspended', kinds: string[] = [status]): Change => ({
  ...{ cursor: `${position(n)}.0`, event: `event-${n}`, filingId: 'f-1', recordedAt: now().toISOString() },
  ...{ changes: kinds, number: String(n).padStart(21, '0') },
  status: { status, products: [{ apps: [{ platform: 'android', id: `cn.example.app${n}` }] }] },
});
/** The store s-1 lists the app of the second filing, and one that shows the number of the fourth. */
const watching: Watching = {
  concerned: async (store, filings) =>
    new Set(
      filings
        .filter(
          ({ number, apps }) => store === 's-1' && (Number(number) === 4 || apps.some(({ id }) => id === 'cn.example.app2')),
        )
        .map(({ number }) => number),
    ),
};
const tell = (...changes: Change[]) => told.push(...changes);

let database: TestDatabase;
let pool: Pool;
let receiver: WebhookReceiver;
let endpoints: WebhookEndpoints;
let deliveries: WebhookDeliveries;
let fetch: GuardedFetch;
let elapsed = 0;
let started: Date;
const now = () => new Date(started.getTime() + elapsed);
const logged: unknown[] = [];
const others: { stop(): Promise<void> }[] = [];

beforeAll(async () => {
  receiver = await WebhookReceiver.start();
});
beforeEach(async () => {
  database = await migratedDatabase();
  pool = createPool({ url: database.url });
  [endpoints, deliveries] = [new WebhookEndpoints(pool, now), new WebhookDeliveries(pool)];
  fetch = new GuardedFetch({ loopback: true, timeout: 300 });
  [epoch, told, elapsed, started] = ['0001', [], 0, new Date()];
  for (const path of Object.keys(receiver.manners)) delete receiver.manners[path];
  receiver.received.length = 0;
  logged.length = 0;
});
afterEach(async () => {
  for (const one of others.splice(0)) await one.stop();
  await fetch.close();
  await pool.end();
  await database.drop();
});
afterAll(() => receiver.down());

/** What the feed of statuses would answer. */
const feed = {
  async page(after: string, limit: number) {
    if (!after.startsWith(epoch)) throw new UnknownPosition(after);
    const changes = told.filter(({ cursor }) => cursor > after && cursor.slice(0, 21) !== after).slice(0, limit);
    const upTo = position(told.length);
    return { changes, next: changes.length === limit ? changes.at(-1)!.cursor : upTo, upTo };
  },
  upTo: async () => position(told.length),
  changed: async (upTo: string, timeoutMs: number, signal?: AbortSignal) => {
    const until = performance.now() + timeoutMs;
    while (position(told.length) <= upTo && performance.now() < until && !signal?.aborted) await delay(5);
    return position(told.length) > upTo;
  },
};

const webhooks = (times: Partial<WebhookTimes> = AT_ONCE, work = new WebhookWork(pool, watching)): Webhooks => {
  const log = (...line: unknown[]) => void logged.push(line);
  const made = new Webhooks(
    {
      ...{ pool, feed, fetch, now, work, chance: () => 0 },
      reader: { start: async () => position(0) },
      log: { info: log, warn: log },
    },
    times,
  );
  others.push(made);
  return made;
};
const round = async (sender: Webhooks) => {
  await sender.round(new AbortController().signal);
  await sender.quiet();
};
const open = async (path: string, settings: Partial<EndpointSettings> & { hmac?: boolean } = {}, organisation = 's-1') => {
  const { hmac = false, ...rest } = settings;
  const reached = await feed.upTo();
  return (await endpoints.create(
    organisation,
    { url: receiver.url(path), ownApps: false, ...rest },
    { hmac, reached },
  )) as Issued;
};
const idsOf = ({ endpoint }: Issued, ...changes: number[]) =>
  changes.map((n) => webhookId(endpoint.id, { key: `event-${n} f-1` }));
const listed = async ({ endpoint }: Issued, organisation = 's-1') =>
  (await deliveries.list(organisation, endpoint.id, { limit: 100 })).reverse();
const stateOf = ({ endpoint }: Issued) => endpoints.one('s-1', endpoint.id);

describe('a webhook', () => {
  test('says what changed, with the same id for the same change, and is signed as its receiver was told', async () => {
    const opened = await open('a', { hmac: true });
    tell(change(1), change(2, 'filed'));
    await round(webhooks());
    expect(receiver.taken('a')).toEqual(idsOf(opened, 1, 2));
    const [first] = receiver.of('a');
    expect(JSON.parse(first!.body)).toEqual({ type: 'status.changed', timestamp: told[0]!.recordedAt, data: told[0] });
    for (const received of receiver.of('a')) {
      expect(verifiesByKey(received, opened.endpoint.publicKeys[0]!)).toBe(true);
      expect(verifiesBySecret(received, opened.secret!)).toBe(true);
    }
    expect(await listed(opened)).toMatchObject([
      { status: 'delivered', attempts: 1, responseStatus: 204, type: 'status.changed' },
      { status: 'delivered', attempts: 1 },
    ]);
  });

  test('is sent once, however often one looks for work', async () => {
    await open('a');
    tell(change(1));
    const sender = webhooks();
    for (let i = 0; i < 3; i++) await round(sender);
    expect(receiver.of('a')).toHaveLength(1);
  });

  test('is not sent of what changed before its endpoint was opened', async () => {
    tell(change(1));
    const opened = await open('a');
    tell(change(2));
    await round(webhooks());
    expect(receiver.taken('a')).toEqual(idsOf(opened, 2));
  });

  test('is sent of those changes alone that its endpoint asked for', async () => {
    const both = await open('both', { statuses: ['suspended', 'revoked'] });
    const kinds = await open('kinds', { changes: ['order-changed'] });
    tell(change(1), change(2, 'filed'), change(3, 'revoked'), change(4, 'suspended', ['order-changed']));
    await round(webhooks());
    expect(receiver.taken('both')).toEqual(idsOf(both, 1, 3, 4));
    expect(receiver.taken('kinds')).toEqual(idsOf(kinds, 4));
  });

  test('is sent of the apps that its store lists alone, where that is asked for', async () => {
    const [own, others] = [await open('own', { ownApps: true }), await open('others', { ownApps: true }, 's-2')];
    tell(change(1), change(2), change(3), change(4));
    await round(webhooks());
    expect(receiver.taken('own')).toEqual(idsOf(own, 2, 4));
    expect(receiver.taken('others')).toEqual(idsOf(others));
  });

  test('comes in the order of the feed, also after an outage', async () => {
    const opened = await open('a');
    receiver.manners.a = 'fails';
    const sender = webhooks();
    tell(...Array.from({ length: 5 }, (_, i) => change(i + 1)));
    for (let i = 0; i < 4; i++) await round(sender);
    receiver.manners.a = 'takes';
    tell(change(6));
    await round(sender);
    expect(receiver.taken('a')).toEqual(idsOf(opened, 1, 2, 3, 4, 5, 6));
  });
});

test('a change that is gathered while its endpoint has just looked for the last time does not wait for the next look', async () => {
  class Overtaken extends WebhookWork {
    override async claim(...asked: Parameters<WebhookWork['claim']>): ReturnType<WebhookWork['claim']> {
      const claimed = await super.claim(...asked);
      if (claimed ?? told.length > 1) return claimed;
      tell(change(2));
      await until(async () => (await pool.query('select from webhook.delivery')).rowCount === 2);
      return undefined;
    }
  }
  const opened = await open('a');
  tell(change(1));
  webhooks({ ...AT_ONCE, poll: HOUR }, new Overtaken(pool, watching)).start();
  await until(() => receiver.taken('a').length === 2);
  expect(receiver.taken('a')).toEqual(idsOf(opened, 1, 2));
}, 15_000);

describe('while its receiver', () => {
  test.each<[ReceiverManner, object]>([
    ['fails', { error: 'status-500', responseStatus: 500 }],
    ['hangs', { error: 'timeout' }],
    ['resets', { error: expect.stringMatching(/^(ECONNRESET|UND_ERR_SOCKET)$/) }],
    ['redirects', { error: 'redirect' }],
    ['busy', { error: 'status-503', responseStatus: 503 }],
  ])('misbehaves (%s), it waits, and comes again under the same id', async (manner, why) => {
    const opened = await open('a');
    receiver.manners.a = manner;
    const sender = webhooks();
    tell(change(1));
    await round(sender);
    expect(await listed(opened)).toMatchObject([{ status: 'pending', attempts: 1, ...why }]);
    expect(await stateOf(opened)).toMatchObject({ failures: 1, failingSince: now() });
    receiver.manners.a = 'takes';
    elapsed += MINUTE;
    await round(sender);
    expect(receiver.of('a').map(({ headers }) => headers['webhook-id'])).toEqual([...idsOf(opened, 1), ...idsOf(opened, 1)]);
    expect(new Set(receiver.of('a').map(({ body }) => body)).size).toBe(1);
    expect(receiver.of('a').every((received) => verifiesByKey(received, opened.endpoint.publicKeys[0]!))).toBe(true);
    expect(await listed(opened)).toMatchObject([{ status: 'delivered', attempts: 2, error: undefined }]);
    expect(await stateOf(opened)).toMatchObject({ failures: 0, failingSince: undefined });
    expect(receiver.followed).toBe(0);
  });

  test('is down, all wait, and come when it is up again', async () => {
    const opened = await open('a');
    await receiver.down();
    const sender = webhooks();
    tell(change(1), change(2));
    await round(sender);
    expect(await listed(opened)).toMatchObject([{ error: 'ECONNREFUSED' }, { status: 'pending' }]);
    await receiver.up();
    await round(sender);
    expect(receiver.taken('a')).toEqual(idsOf(opened, 1, 2));
  });

  test('takes it and breaks off before it says so, it comes again under the same id', async () => {
    const opened = await open('a');
    receiver.manners.a = 'drops';
    const sender = webhooks();
    tell(change(1));
    await round(sender);
    receiver.manners.a = 'takes';
    await round(sender);
    expect(receiver.of('a')).toHaveLength(2);
    expect(receiver.taken('a')).toEqual(idsOf(opened, 1));
  });

  test('has answered, the end of its answer is not waited for', async () => {
    const opened = await open('a');
    receiver.manners.a = 'trickles';
    fetch = new GuardedFetch({ loopback: true, timeout: 10_000 });
    tell(change(1), change(2));
    const from = performance.now();
    await round(webhooks());
    expect(performance.now() - from).toBeLessThan(5_000);
    expect(receiver.taken('a')).toEqual(idsOf(opened, 1, 2));
  });

  test('repeats a secret in its answer, neither the row nor the log does', async () => {
    await open('a');
    receiver.manners.a = 'fails';
    tell(change(1));
    await round(webhooks());
    const { rows } = await pool.query('select * from webhook.delivery');
    expect(JSON.stringify([rows, logged])).not.toContain('secret words');
    expect(JSON.stringify(logged)).toContain('status-500');
  });

  test('asks to be left alone, it is, as long as it asked', async () => {
    await open('a');
    receiver.manners.a = 'busy';
    const sender = webhooks();
    tell(change(1));
    await round(sender);
    for (elapsed of [30 * SECOND, 59 * SECOND]) await round(sender);
    expect(receiver.of('a')).toHaveLength(1);
    elapsed = 60 * SECOND;
    await round(sender);
    expect(receiver.of('a')).toHaveLength(2);
  });
});

describe('an endpoint', () => {
  test('that hangs or crawls delays no other', async () => {
    const [slow, crawling, quick] = [await open('slow'), await open('crawling'), await open('quick')];
    Object.assign(receiver.manners, { slow: 'hangs', crawling: 'crawls' });
    fetch = new GuardedFetch({ loopback: true, timeout: 5_000 });
    const sender = webhooks();
    tell(...Array.from({ length: 20 }, (_, i) => change(i + 1)));
    const from = performance.now();
    await sender.round(new AbortController().signal);
    await until(() => receiver.taken('quick').length === 20);
    expect(performance.now() - from).toBeLessThan(1_000);
    expect((await listed(slow))[0]).toMatchObject({ status: 'pending', attempts: 1 });
    expect((await listed(crawling))[0]).toMatchObject({ status: 'pending' });
    expect((await listed(quick)).every(({ status }) => status === 'delivered')).toBe(true);
    // Their answers are not waited for any longer than this test.
    await fetch.close();
    await sender.quiet();
  });

  test('that is gone (410) hears nothing more until it is enabled, and then all that it has missed, in order', async () => {
    const opened = await open('a');
    receiver.manners.a = 'gone';
    const sender = webhooks();
    tell(change(1), change(2));
    await round(sender);
    expect(await stateOf(opened)).toMatchObject({ disabled: { reason: 'gone', at: now() } });
    receiver.manners.a = 'takes';
    tell(change(3));
    elapsed += HOUR;
    await round(sender);
    expect(receiver.of('a')).toHaveLength(1);
    expect(await endpoints.enable('s-1', opened.endpoint.id)).toMatchObject({ disabled: undefined });
    await round(sender);
    expect(receiver.taken('a')).toEqual(idsOf(opened, 1, 2, 3));
  });

  test('that fails for a day is disabled with its reason, and what waited waits on', async () => {
    const opened = await open('a');
    receiver.manners.a = 'fails';
    const sender = webhooks({});
    tell(change(1));
    const attempts: number[] = [];
    for (elapsed = 0; elapsed < 30 * HOUR; elapsed += 5 * MINUTE) {
      if ((await stateOf(opened))!.disabled) break;
      await round(sender);
      const { length } = receiver.of('a');
      if (length > attempts.length) attempts.push(elapsed);
    }
    const expected = [0, 5 * SECOND, 5 * MINUTE, 35 * MINUTE, 2.5 * HOUR, 7.5 * HOUR, 14.5 * HOUR, 21.5 * HOUR];
    expect(attempts).toHaveLength(expected.length);
    for (const [i, at] of attempts.entries()) expect(Math.abs(at - expected[i]!)).toBeLessThan(15 * MINUTE);
    expect(await stateOf(opened)).toMatchObject({ disabled: { reason: 'failing' } });
    expect(await listed(opened)).toMatchObject([{ status: 'pending', attempts: 8 }]);
    receiver.manners.a = 'takes';
    await endpoints.enable('s-1', opened.endpoint.id);
    await round(sender);
    expect(receiver.taken('a')).toEqual(idsOf(opened, 1));
  }, 60_000);

  test('that takes others but never this one loses this one alone, when its time has passed', async () => {
    const opened = await open('a');
    const sender = webhooks();
    tell(change(1));
    receiver.manners.a = 'fails';
    for (let attempt = 1; attempt <= 5; attempt++) {
      await round(sender);
      // Another one is taken in between.
      receiver.manners.a = 'takes';
      await pool.query(`update webhook.delivery set due_at = 'infinity' where done_at is null`);
      tell(change(attempt + 1));
      await round(sender);
      await pool.query('update webhook.delivery set due_at = $1 where done_at is null', [now()]);
      receiver.manners.a = 'fails';
    }
    expect((await listed(opened))[0]).toMatchObject({ status: 'given-up', attempts: 5, error: 'status-500' });
    expect(await stateOf(opened)).toMatchObject({ disabled: undefined });
    expect(receiver.taken('a')).toEqual(idsOf(opened, 2, 3, 4, 5, 6));
  });

  test('rests between its attempts, twice as long each time and five minutes at most', async () => {
    await open('a');
    receiver.manners.a = 'fails';
    const sender = webhooks({ steps: Array.from({ length: 40 }, () => 0) });
    tell(change(1));
    const attempts: number[] = [];
    for (elapsed = 0; elapsed < 20 * MINUTE; elapsed += 5 * SECOND) {
      await round(sender);
      if (receiver.of('a').length > attempts.length) attempts.push(elapsed / SECOND);
    }
    const waits = attempts.slice(1).map((at, i) => at - attempts[i]!);
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 300, 300]);
  });

  test('that takes one again hears at once of all that waits', async () => {
    const opened = await open('a');
    await receiver.down();
    const sender = webhooks({});
    tell(change(1), change(2), change(3));
    for (elapsed = 0; elapsed < 2 * HOUR; elapsed += 5 * MINUTE) await round(sender);
    await receiver.up();
    await round(sender);
    expect(receiver.taken('a')).toEqual([]);
    tell(change(4));
    await round(sender);
    expect(receiver.taken('a')).toEqual(idsOf(opened, 4, 1, 2, 3));
  });

  test('is told a test, which is signed and listed like the rest', async () => {
    const opened = await open('a');
    const id = await endpoints.test('s-1', opened.endpoint.id);
    await round(webhooks());
    const [received] = receiver.of('a');
    expect(received!.headers['webhook-id']).toBe(id);
    expect(JSON.parse(received!.body)).toMatchObject({ type: 'webhook.test' });
    expect(verifiesByKey(received!, opened.endpoint.publicKeys[0]!)).toBe(true);
    expect(await listed(opened)).toMatchObject([{ id, type: 'webhook.test', status: 'delivered' }]);
  });

  test('with new keys signs with both for a day, and with the new ones alone after it', async () => {
    const opened = await open('a', { hmac: true });
    const rotated = (await endpoints.rotate('s-1', opened.endpoint.id, true))!;
    expect(rotated.endpoint.publicKeys).toEqual([expect.stringMatching(/^whpk_/), opened.endpoint.publicKeys[0]]);
    const sender = webhooks();
    tell(change(1));
    await round(sender);
    elapsed += 24 * HOUR;
    tell(change(2));
    await round(sender);
    const verifying = receiver.of('a').map(({ headers }) => headers['webhook-signature']!.split(' ').length);
    expect(verifying).toEqual([4, 2]);
    const [first] = receiver.of('a');
    for (const key of rotated.endpoint.publicKeys) expect(verifiesByKey(first!, key)).toBe(true);
    for (const { secret } of [opened, rotated]) expect(verifiesBySecret(first!, secret!)).toBe(true);
    expect((await stateOf(opened))!.publicKeys).toEqual([rotated.endpoint.publicKeys[0]]);
  });

  test('is its organisation’s alone: another finds neither it nor what was sent to it, and changes nothing', async () => {
    const opened = await open('a');
    tell(change(1));
    await round(webhooks());
    const { id } = opened.endpoint;
    expect(await endpoints.of('s-2')).toEqual([]);
    expect(await listed(opened, 's-2')).toEqual([]);
    expect(await endpoints.one('s-2', id)).toBeUndefined();
    expect(await endpoints.change('s-2', id, { url: 'https://s-2.example/', ownApps: false })).toBeUndefined();
    expect(await endpoints.rotate('s-2', id, true)).toBeUndefined();
    expect(await endpoints.replay('s-2', id, position(0))).toBeUndefined();
    expect(await endpoints.enable('s-2', id)).toBeUndefined();
    expect(await endpoints.test('s-2', id)).toBeUndefined();
    expect(await endpoints.remove('s-2', id)).toBe(false);
    expect(await stateOf(opened)).toEqual(opened.endpoint);
    await round(webhooks());
    expect(receiver.of('a')).toHaveLength(1);
  });

  test('is one of twenty at most, each at another address', async () => {
    const made = await Promise.all(Array.from({ length: 22 }, (_, i) => open(String(i))));
    expect(made.filter((one) => (one as unknown) === 'too-many')).toHaveLength(2);
    const again = await Promise.all(Array.from({ length: 4 }, () => open('same', {}, 's-2')));
    expect(again.filter((one) => (one as unknown) === 'exists')).toHaveLength(3);
    const [first, second] = await endpoints.of('s-1');
    expect(await endpoints.change('s-1', first!.id, { url: second!.url, ownApps: false })).toBe('exists');
  });
});

describe('a replay', () => {
  test('from any position gives the same ids and the same bytes, in order', async () => {
    const opened = await open('a');
    const sender = webhooks();
    tell(...Array.from({ length: 6 }, (_, i) => change(i + 1)));
    await round(sender);
    const first = receiver.received.splice(0);
    for (const [after, from] of [
      [position(0), 0],
      [`${position(2)}.0`, 2],
      [position(4), 4],
    ] as const) {
      await endpoints.replay('s-1', opened.endpoint.id, after);
      await round(sender);
      const again = receiver.received.splice(0);
      const seen = (received: typeof first) => received.map(({ headers, body }) => ({ id: headers['webhook-id'], body }));
      expect(seen(again)).toEqual(seen(first.slice(from)));
      expect(again.every((received) => verifiesByKey(received, opened.endpoint.publicKeys[0]!))).toBe(true);
    }
  });

  test('reaches what changed before the endpoint was opened, and goes on with what comes', async () => {
    tell(change(1), change(2));
    const opened = await open('a');
    await endpoints.replay('s-1', opened.endpoint.id, position(0));
    const sender = webhooks();
    await round(sender);
    tell(change(3));
    await round(sender);
    expect(receiver.taken('a')).toEqual(idsOf(opened, 1, 2, 3));
  });

  test('of more than one page comes to its end, and other endpoints get nothing twice', async () => {
    const [opened, other] = [await open('a'), await open('b')];
    const sender = webhooks();
    tell(...Array.from({ length: 600 }, (_, i) => change(i + 1)));
    for (let i = 0; i < 3; i++) await round(sender);
    expect(receiver.of('a')).toHaveLength(600);
    await endpoints.replay('s-1', opened.endpoint.id, position(0));
    for (let i = 0; i < 4; i++) await round(sender);
    expect(receiver.of('a')).toHaveLength(1_200);
    expect(receiver.of('b')).toHaveLength(600);
    expect(receiver.taken('b')).toEqual(idsOf(other, ...Array.from({ length: 600 }, (_, i) => i + 1)));
  }, 60_000);
});

describe('ninety days after it was done with', () => {
  const DAY = 24 * HOUR;
  const rows = async () => {
    const { rows } = await pool.query<{ deliveries: number; messages: number }>(
      `select (select count(*)::int from webhook.delivery) as deliveries, (select count(*)::int from webhook.message) as messages`,
    );
    return rows[0];
  };

  test('a webhook is forgotten; a message goes with the last delivery of it, and what waits to be sent stays', async () => {
    const [opened, other] = [await open('a'), await open('b', { statuses: ['filed'] })];
    receiver.manners.b = 'gone';
    const sender = webhooks();
    tell(change(1), change(2, 'filed'));
    await round(sender);
    expect(await rows()).toEqual({ deliveries: 3, messages: 2 });
    elapsed = 90 * DAY;
    await round(sender);
    expect(await listed(opened)).toHaveLength(2);
    elapsed += 2 * HOUR;
    await round(sender);
    expect(await listed(opened)).toEqual([]);
    expect(await listed(other)).toMatchObject([{ status: 'pending' }]);
    expect(await rows()).toEqual({ deliveries: 1, messages: 1 });
    await endpoints.remove('s-1', other.endpoint.id);
    elapsed += 2 * HOUR;
    await round(sender);
    expect(await rows()).toEqual({ deliveries: 0, messages: 0 });
  });

  test('it is made anew by a replay, with the same id, and in the same bytes as long as the feed tells the same', async () => {
    const opened = await open('a');
    const sender = webhooks();
    tell(change(1), change(2));
    await round(sender);
    const first = receiver.received.splice(0).map(({ headers, body }) => ({ id: headers['webhook-id'], body }));
    elapsed = 91 * DAY;
    await round(sender);
    expect(await rows()).toEqual({ deliveries: 0, messages: 0 });
    await endpoints.replay('s-1', opened.endpoint.id, position(0));
    await round(sender);
    expect(receiver.received.map(({ headers, body }) => ({ id: headers['webhook-id'], body }))).toEqual(first);
  });

  test('it does not come again when the log is restored under another epoch', async () => {
    const opened = await open('a');
    const sender = webhooks();
    tell(change(1));
    await round(sender);
    elapsed = 91 * DAY;
    tell(change(2));
    await round(sender);
    epoch = '0002';
    told = told.map((one) => ({ ...one, cursor: one.cursor.replace('0001-', '0002-') }));
    for (let i = 0; i < 3; i++) await round(sender);
    expect(receiver.of('a').map(({ headers }) => headers['webhook-id'])).toEqual(idsOf(opened, 1, 2));
  });

  test('of many a lot goes in each round', async () => {
    const opened = await open('a');
    tell(...Array.from({ length: 3 }, (_, i) => change(i + 1)));
    await round(webhooks());
    elapsed = 91 * DAY;
    const work = new WebhookWork(pool, watching);
    const before = new Date(now().getTime() - 90 * DAY);
    expect(await work.forget(before, 2)).toBe(4);
    expect(await listed(opened)).toHaveLength(1);
    expect(await work.forget(before, 2)).toBe(2);
    expect(await rows()).toEqual({ deliveries: 0, messages: 0 });
  });
});

describe('after its process ended', () => {
  test('in the middle of an attempt, the webhook comes again under the same id, at once where it was stopped in good order', async () => {
    const opened = await open('a');
    receiver.manners.a = 'hangs';
    fetch = new GuardedFetch({ loopback: true, timeout: 60_000 });
    const sender = webhooks({});
    tell(change(1));
    sender.start();
    await until(() => receiver.of('a').length === 1);
    await sender.stop();
    expect(await listed(opened)).toMatchObject([{ status: 'pending', attempts: 0 }]);
    receiver.manners.a = 'takes';
    await round(webhooks({}));
    expect(receiver.taken('a')).toEqual(idsOf(opened, 1));
  });

  test('after it had claimed one, that one comes again when its first wait is over, and not before', async () => {
    const opened = await open('a');
    tell(change(1));
    const work = new WebhookWork(pool, watching);
    const waits = { steps: [5 * SECOND], rest: 0, longestRest: 0, patience: HOUR };
    for (const walk of await work.walks()) await work.gather(walk, told, position(1), true, now());
    // The process dies here: claimed, and neither delivered nor failed.
    expect(await work.claim(opened.endpoint.id, waits, 1, now())).toMatchObject({ attempts: 1 });
    expect(await work.claim(opened.endpoint.id, waits, 1, now())).toBeUndefined();
    elapsed = 5 * SECOND;
    expect(await work.claim(opened.endpoint.id, waits, 1, now())).toMatchObject({ attempts: 2, id: idsOf(opened, 1)[0] });
  });

  test('another process sends; while it lives, one sends and the others stand by', async () => {
    await open('a');
    const senders = Array.from({ length: 4 }, () => webhooks());
    tell(...Array.from({ length: 50 }, (_, i) => change(i + 1)));
    await Promise.all(senders.map(round));
    expect(receiver.of('a')).toHaveLength(50);
    for (const sender of senders) await sender.stop();
    tell(change(51));
    await round(webhooks());
    expect(receiver.of('a')).toHaveLength(51);
  });
});

test('a log that was restored under another epoch is looked at again: nothing is missed, and nothing that was delivered comes again', async () => {
  tell(change(1));
  elapsed += MINUTE;
  const opened = await open('a');
  const sender = webhooks();
  tell(change(2), change(3));
  await round(sender);
  epoch = '0002';
  const restored = told.map((one) => ({ ...one, cursor: one.cursor.replace('0001-', '0002-') }));
  told = [...restored, change(4)];
  for (let i = 0; i < 3; i++) await round(sender);
  expect(receiver.of('a').map(({ headers }) => headers['webhook-id'])).toEqual(idsOf(opened, 2, 3, 4));
});
