// Start and stop of the shipped service as its operator sees them. It ends itself with code 1 where a stop takes ten seconds, so
// that code 0 says both: clean, and in time.
import { once } from 'node:events';
import { rename } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { endProcesses } from '#support/processes.js';
import { TestClient } from '#support/service.js';
import { Filers } from './filers.js';
import { judge, SOUND } from './judge.js';
import {
  databaseOf,
  down,
  freshHome,
  type Home,
  killServer,
  launch,
  postmasterOf,
  processesOn,
  ready,
  settled,
  start,
} from './real-service.js';

let home: Home;
beforeEach(async () => {
  home = await freshHome();
});
afterEach(async () => {
  await endProcesses();
  await home.remove();
});

const nothingLeft = async () => expect(await processesOn(home.dataDir)).toEqual([]);

describe('the service', () => {
  test('says at its first start where it is, where its description is, and as whom one can try it; all of which is true', async () => {
    const service = await start(home);
    await service.says(/operator\n/);
    expect(service.output()).toContain(`ready at ${home.url}\n`);
    expect(service.output()).toContain(`${home.url}/docs\n`);
    for (const client of ['filer-a', 'cac-national-approver', 'police-hangzhou-officer', 'store-b', 'operator'])
      expect(service.output()).toContain(client);
    expect((await fetch(`${home.url}/docs`)).status).toBe(200);
    expect((await (await TestClient.signIn(home.url, 'auditor')).get('/v1/registry')).status).toBe(200);
  }, 60_000);

  test.each(['SIGTERM', 'SIGINT'] as const)(
    'ends with everything it has started at a %s to its whole group, while requests are under way, and forgets none that it answered',
    async (signal) => {
      const service = await start(home);
      const filers = await Filers.at(home.url);
      await filers.begin();
      await filers.acknowledged(20);
      service.signal(signal, 'group');
      expect(await service.exited).toBe(0);
      await filers.end();
      await nothingLeft();

      await start(home);
      await filers.resolve();
      await settled(home);
      expect(await judge(await databaseOf(home), filers.claims)).toEqual(SOUND);
    },
    60_000,
  );

  test('is not kept from ending by a client that never finishes its request', async () => {
    const service = await start(home);
    const socket = connect(home.port, '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    const { token } = await TestClient.signIn(home.url, 'filer-a');
    socket.write(
      `POST /v1/filings HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
    );
    await delay(100); // until the request is under way; if it is not yet, this shows less and fails nothing
    service.signal('SIGTERM');
    expect(await service.exited).toBe(0);
    await nothingLeft();
  }, 60_000);

  test('that is asked to end while it starts ends with everything that it has begun', async () => {
    const service = await launch(home);
    while ((await postmasterOf(home.dataDir)) === undefined) await delay(5);
    service.signal('SIGTERM', 'group');
    expect(await service.exited).toBe(0);
    expect(service.output()).not.toContain('is ready at');
    await nothingLeft();
  }, 60_000);

  test('is the only one on its data directory: a second start says so and ends with code 1', async () => {
    const service = await start(home);
    const second = await launch(home);
    expect(await second.exited).toBe(1);
    expect(second.output()).toContain(`${home.dataDir} is in use by another running service (process ${service.pid})`);
    expect((await fetch(`${home.url}/health/ready`)).status).toBe(200);
  }, 60_000);

  test('starts its database again when that dies, and says meanwhile that it cannot answer', async () => {
    const service = await start(home);
    const version = join(home.dataDir, 'postgres', 'PG_VERSION');
    await rename(version, `${version}.away`); // without it PostgreSQL does not start
    await killServer(home.dataDir);
    await down(home);
    const refused = await fetch(`${home.url}/v1/registry`);
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await refused.json()) as object).toMatchObject({ code: 'unavailable' });
    expect((await fetch(`${home.url}/health/live`)).status).toBe(200);

    await rename(`${version}.away`, version);
    await ready(home);
    expect((await fetch(`${home.url}/v1/registry`)).status).toBe(200);
    expect(service.output()).toMatch(/PostgreSQL ended with SIGKILL; see .*; starting it again/);
  }, 60_000);

  test('that is asked to end while its database is down ends all the same', async () => {
    const service = await start(home);
    await killServer(home.dataDir);
    service.signal('SIGTERM', 'group');
    expect(await service.exited).toBe(0);
    await nothingLeft();
  }, 60_000);
});
