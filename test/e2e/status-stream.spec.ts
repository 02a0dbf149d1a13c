// The status feed as a stream: what is told, where it goes on after any break, and who is let go.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { listen, type Listening, type SentEvent } from '#support/event-source.js';
import { LivingRegister, type Told } from '#support/living-register.js';
import { lossyProxy } from '#support/lossy-proxy.js';
import { until } from '#support/read-side.js';
import { startTestService, type TestClient, type TestService } from '#support/service.js';
import { forge } from '#support/tokens.js';

let service: TestService;
let register: LivingRegister;
let store: TestClient;

beforeAll(async () => {
  service = await startTestService({
    environment: { STATUS_FOLLOWERS_PER_CLIENT: '40', STATUS_FOLLOWERS: '60', STATUS_HEARTBEAT_SECONDS: '1' },
  });
  register = await LivingRegister.on(service.databaseUrl, 20_261_125);
  await register.live(800);
  store = await service.as('store-a');
}, 60_000);
afterAll(async () => {
  await register.close();
  await service.stop();
});

const open = async (
  { after = '', lastId = '', token = store.token!, url = service.url }: { after?: string; lastId?: string; token?: string; url?: string } = {},
): Promise<Listening> =>
  listen(new URL(`/v1/status-stream${after && `?after=${after}`}`, url).href, {
    authorization: `Bearer ${token}`,
    ...(lastId && { 'last-event-id': lastId }),
  }); // prettier-ignore

const changeIn = ({ data }: SentEvent): Told => JSON.parse(data) as Told;
/** So many events of the stream. */
async function take({ events }: Listening, count: number): Promise<SentEvent[]> {
  const taken: SentEvent[] = [];
  while (taken.length < count) {
    const { value, done } = await events.next();
    if (done) throw new Error(`the stream ended after ${taken.length} of ${count} events`);
    taken.push(value);
  }
  return taken;
}
/** All that follows, until the stream ends. */
async function rest({ events }: Listening): Promise<SentEvent[]> {
  const taken: SentEvent[] = [];
  for await (const event of events) taken.push(event);
  return taken;
}
const now = async (): Promise<string> => {
  const position = await register.live(1);
  return (await store.get('/v1/status-feed?limit=1', { 'min-position': position })).body.upTo as string;
};

describe('a stream', () => {
  test('tells every change from the first one on, and then each as it happens, under the cursors of the feed', async () => {
    const stream = await open();
    expect([stream.status, stream.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    expect(stream.headers.get('cache-control')).toBe('no-cache, no-transform');
    expect(stream.headers.get('x-accel-buffering')).toBe('no');
    expect(stream.headers.get('content-encoding')).toBeNull();
    const past = await register.told();
    const events = await take(stream, past.length);
    await register.liveUntilTold();
    const whole = await register.told();
    events.push(...(await take(stream, whole.length - past.length)));
    stream.leave();
    expect(events.map(changeIn)).toEqual(whole);
    expect(events.map(({ id, event }) => `${event} ${id}`)).toEqual(whole.map(({ cursor }) => `status ${cursor}`));
  });

  test('begins after a cursor, or after the last event that was read, which counts more', async () => {
    const told = await register.told();
    const [first] = await take(await open({ after: told[4]!.cursor }), 1);
    expect(changeIn(first!)).toEqual(told[5]);
    const [other] = await take(await open({ after: told[4]!.cursor, lastId: told[9]!.cursor }), 1);
    expect(changeIn(other!)).toEqual(told[10]);
  });

  test('says that it lives, and moves the id on over what stores are not told', async () => {
    const after = await now();
    const stream = await open({ after });
    void stream.events.next().catch(() => undefined);
    await until(() => stream.comments.length > 1);
    await register.live(3);
    await until(() => stream.lastId() > after);
    expect(new Set(stream.comments)).toEqual(new Set(['heartbeat']));
    stream.leave();
  });

  test('is refused without a token, to who may not follow, and where a head is all that is wanted it ends with it', async () => {
    expect((await open({ token: 'x' })).problem).toMatchObject({ code: 'token-invalid' });
    expect((await open({ token: (await service.as('filer-a')).token! })).problem).toMatchObject({ code: 'forbidden' });
    const head = await fetch(`${service.url}/v1/status-stream`, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${store.token}` },
    });
    expect([head.status, head.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
  });
});

describe('a reader that comes again', () => {
  test('goes on where its connection was cut, again and again, and misses nothing and has nothing twice', async () => {
    const proxy = await lossyProxy(service.url);
    const heard: Told[] = [];
    let lastId = await now();
    const before = (await register.told()).length;
    for (let round = 0; round < 8; round++) {
      proxy.heal();
      const stream = await open({ lastId, url: proxy.url });
      const reading = (async () => {
        for await (const event of stream.events) heard.push(changeIn(event));
      })().catch(() => undefined);
      await register.live(40);
      await register.liveUntilTold();
      const wanted = (await register.told()).length - before;
      if (round % 2 === 0) await until(() => heard.length === wanted);
      proxy.loseReplies();
      await register.liveUntilTold(); // cut off in the midst of this one
      await reading;
      lastId = stream.lastId();
    }
    proxy.heal();
    const wanted = (await register.told()).slice(before);
    const last = await open({ lastId, url: proxy.url });
    heard.push(...(await take(last, wanted.length - heard.length)).map(changeIn));
    last.leave();
    await proxy.close();
    expect(heard).toEqual(wanted);
    expect(heard.length).toBeGreaterThan(30);
  }, 60_000);

  test('finds the service again after its end, which ends each stream whole', async () => {
    const streams = [await open({ after: await now() }), await open()];
    const reading = Promise.all(streams.map(rest));
    await until(() => streams.every(({ comments }) => comments.length > 0));
    const began = performance.now();
    await service.restart();
    const told = await reading;
    expect(performance.now() - began).toBeLessThan(20_000);
    expect(told[1]!.map(changeIn)).toEqual(await register.told());
    await register.liveUntilTold();
    const again = await open({ lastId: streams[1]!.lastId() });
    expect(changeIn((await take(again, 1))[0]!)).toEqual((await register.told()).at(-1));
    again.leave();
  }, 40_000);
});

describe('who is let go', () => {
  test('is whose token expires, at that moment', async () => {
    const { sign } = await forge(service);
    const seconds = Math.floor(Date.now() / 1000) + 3;
    const token = await sign({ sub: 'store-b', client_id: 'store-b', exp: seconds });
    const stream = await open({ after: await now(), token });
    expect(await rest(stream)).toEqual([]);
    expect(Date.now()).toBeGreaterThanOrEqual(seconds * 1000 - 50);
    expect(Date.now()).toBeLessThan(seconds * 1000 + 5_000);
  });

  test('is whose account is closed: nothing is told to it a second later', async () => {
    const admin = await service.as('cac-national-admin');
    const { sign } = await forge(service);
    const opened = await admin.post('/v1/accounts', { signIn: 'store-x', roles: ['store'] });
    expect(opened.status).toBe(201);
    const stream = await open({ after: await now(), token: await sign({ sub: 'store-x', client_id: 'store-x' }) });
    expect(stream.status).toBe(200);
    const reading = rest(stream);
    expect((await admin.act(opened.headers.get('location')!, 'closure')).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await register.liveUntilTold();
    expect(await reading).toEqual([]);
  });

  test('is who comes when its account, or all together, follow as often as they may', async () => {
    const many = await Promise.all(Array.from({ length: 41 }, () => open({ after: '' })));
    expect(many.filter(({ problem }) => problem?.code === 'rate-limited')).toHaveLength(1);
    const { token = '' } = await service.as('store-b');
    const more = await Promise.all(Array.from({ length: 21 }, () => open({ token })));
    expect(more.filter(({ problem }) => problem?.code === 'busy')).toHaveLength(1);
    for (const stream of [...many, ...more]) stream.leave();
    await until(async () => {
      const again = await open();
      again.leave();
      return again.status === 200;
    });
  });
});

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const megabytes = (): number => {
  collectGarbage();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return (heapUsed + external + arrayBuffers) / 2 ** 20;
};

describe('a reader that does not read', () => {
  /** Opens a stream and takes nothing of it but what the kernel takes. */
  const openDeaf = async (): Promise<Socket> => {
    const socket = connect({ port: Number(new URL(service.url).port), host: '127.0.0.1' });
    socket.pause();
    await once(socket, 'connect');
    socket.write(`GET /v1/status-stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${store.token}\r\n\r\n`);
    return socket;
  };

  test('is cut off with what it has not read, while others are told at once and memory stays as it is', async () => {
    // More than the buffers between two sockets hold.
    await register.takeOver(1_500, 300);
    const hearing = await open({ after: await now() });
    await register.liveUntilTold();
    await take(hearing, 1);
    // By now whatever the service keeps once for all of them is there.
    const before = megabytes();
    const deaf = await Promise.all(Array.from({ length: 10 }, openDeaf));
    await register.liveUntilTold();
    await take(hearing, 1);
    const held = megabytes() - before;

    const received = await Promise.all(
      deaf.map(async (socket) => {
        let text = '';
        await new Promise((resolve) => setTimeout(resolve, 11_000)); // longer than a reader may take
        socket.on('data', (chunk) => (text += chunk.toString('latin1')));
        socket.on('error', () => undefined);
        socket.resume();
        await once(socket, 'close');
        return text;
      }),
    );
    const told = await register.told();
    const queues = (deaf.length * Buffer.byteLength(JSON.stringify(told))) / 2 ** 20;
    expect(held).toBeLessThan(queues / 2);
    for (const text of received.slice(0, 3)) {
      const ids = [...text.matchAll(/id: (\S+)\nevent/g)].map((match) => match[1]!);
      expect(ids.length).toBeLessThan(told.length);
      // What it has is the beginning, and by the last of it the stream goes on.
      const [next] = await take(await open({ lastId: ids.at(-2)! }), 1);
      expect(next!.id).toBe(told[ids.length - 1]!.cursor);
    }
    await register.liveUntilTold();
    await take(hearing, 1);
    hearing.leave();
  }, 90_000);
});
