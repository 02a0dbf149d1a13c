import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, chown, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { endProcesses, freePort, startNode, type TestProcess } from '#support/processes.js';
import { DataDirInUse, type PostgresServer, runningPostgres, startPostgres } from './postgres-server.js';
import { processState } from './process-state.js';
import { canReach, postgresUser } from './system-user.js';

const SERVICE = new URL('../../test/support/postgres-service.ts', import.meta.url).pathname;
const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;
const nobody = await postgresUser(NOBODY).catch(() => undefined);
// From a checkout in root's home nobody else can run anything.
const ordinary = nobody && (await canReach(SERVICE, nobody)) ? nobody : undefined;

let parent: string;
let dataDir: string;
/** A stopped server's directory, which most tests start from: making one takes longer than all that they do with it. */
let made: string;
const servers: PostgresServer[] = [];
const others: ChildProcess[] = [];

beforeAll(async () => {
  made = await mkdtemp(join(tmpdir(), 'beian-server-made-'));
  const server = await startPostgres({ dataDir: made });
  await write(server.url);
  await server.stop();
});
afterAll(() => rm(made, { recursive: true, force: true }));

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'beian-server-'));
  await chmod(parent, 0o755);
  dataDir = join(parent, 'data');
});
afterEach(async () => {
  await endProcesses();
  for (const other of others.splice(0)) other.kill('SIGKILL');
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  await endLeftover();
  await rm(parent, { recursive: true, force: true });
});

/** A server's directory with what `write` wrote: whoever copies it as root owns it, as after a restored backup. */
const givenData = () => cp(made, dataDir, { recursive: true });

/** What a test that failed half-way has left running. */
async function endLeftover(): Promise<void> {
  const pid = Number.parseInt(await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').catch(() => ''), 10);
  if (pid && (await processState(pid)) === 'postgres') process.kill(pid, 'SIGQUIT');
}

async function start(options: { dataDir?: string; port?: number; log?: (line: string) => void } = {}): Promise<PostgresServer> {
  const server = await startPostgres({ dataDir, ...options });
  servers.push(server);
  return server;
}

/** The service in a process of its own, as soon as its database is ready. */
async function startService(identity?: {
  uid: number;
  gid: number;
}): Promise<{ service: TestProcess; pid: number; url: string }> {
  const service = startNode(SERVICE, {
    args: [dataDir],
    env: { PGHOST: 'nowhere.invalid', PGSSLMODE: 'require', PGDATA: '/nonexistent' },
    ...identity,
  });
  const [, pid, url] = await service.says(/ready (\d+) (\S+)/);
  return { service, pid: Number(pid), url: url! };
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

const write = (url: string) => query(url, 'create table kept as select 42 as answer');
const expectKept = async (url: string) => expect(await query(url, 'select answer from kept')).toEqual([{ answer: 42 }]);

async function gone(pid: number): Promise<void> {
  while ((await processState(pid)) !== 'gone') await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('the embedded PostgreSQL', () => {
  test('starts on an empty directory, stops without a trace, and starts again with its data', async () => {
    const first = await start();
    await write(first.url);
    await first.stop();
    expect(await processState(first.pid)).toBe('gone');
    expect(await first.exited).toMatchObject({ expected: true });
    expect(await readdir(dataDir)).toEqual(['postgres', 'postgres.log', 'postgres.password']);
    await expect(stat(join(dataDir, 'postgres', 'postmaster.pid'))).rejects.toMatchObject({ code: 'ENOENT' });

    await expectKept((await start()).url);
  });

  test('is durable, checks its pages, and sorts as bytes', async () => {
    await givenData();
    const { url } = await start();
    const names = ['fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums', 'server_encoding', 'password_encryption'];
    expect(await query(url, `select ${names.map((name) => `current_setting('${name}') as ${name}`).join()}`)).toEqual([
      {
        fsync: 'on',
        full_page_writes: 'on',
        synchronous_commit: 'on',
        data_checksums: 'on',
        server_encoding: 'UTF8',
        password_encryption: 'scram-sha-256',
      },
    ]);
    expect(await query(url, `select datcollate from pg_database where datname = current_database()`)).toEqual([
      { datcollate: 'C' },
    ]);
  });

  test('lets in nobody without the password, which only its owner can read, and listens on loopback alone', async () => {
    await givenData();
    const server = await start();
    const url = new URL(server.url);
    url.password = 'guess';
    await expect(query(url.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    expect((await stat(join(dataDir, 'postgres.password'))).mode & 0o777).toBe(0o600);
    const outside = Object.values(networkInterfaces()).flatMap((list) =>
      (list ?? []).filter(({ internal, family }) => !internal && family === 'IPv4'),
    );
    for (const { address } of outside) await expect(reach(address, server.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('takes the port that it is given', async () => {
    await givenData();
    const port = await freePort();
    expect((await start({ port })).port).toBe(port);
  });

  test('says so when it dies, and the next start recovers what was acknowledged', async () => {
    await givenData();
    const server = await start();
    await query(server.url, 'update kept set answer = 43');
    process.kill(server.pid, 'SIGKILL');
    expect(await server.exited).toMatchObject({ expected: false, reason: expect.stringContaining('SIGKILL') });
    await server.stop();
    expect(await query((await start()).url, 'select answer from kept')).toEqual([{ answer: 43 }]);
  });

  test('that outlived its killed service is taken over by the next', async () => {
    await givenData();
    const { service, pid } = await startService();
    service.signal('SIGKILL');
    await service.exited;
    expect(await processState(pid)).toBe('postgres');

    const said: string[] = [];
    const next = await start({ log: (line) => said.push(line) });
    expect(next.pid).toBe(pid);
    expect(said).toEqual([expect.stringContaining('took over')]);
    await expectKept(next.url);
    await next.stop();
    expect(await processState(pid)).toBe('gone');
    expect(await next.exited).toMatchObject({ expected: true });
  });

  test('that was killed after its service starts again, even where nobody reaps the dead', async () => {
    await givenData();
    const { service, pid } = await startService();
    service.signal('SIGKILL');
    await service.exited;
    process.kill(pid, 'SIGKILL');
    await gone(pid);
    const next = await start();
    expect(next.pid).not.toBe(pid);
    await expectKept(next.url);
  });

  test('is not kept from starting by a process that was given the id of its dead server', async () => {
    await givenData();
    const first = await start();
    process.kill(first.pid, 'SIGKILL');
    await first.exited;
    await first.stop();
    const file = join(dataDir, 'postgres', 'postmaster.pid');
    const { uid, gid } = await stat(file);
    const stranger = spawn('sleep', ['600'], { stdio: 'ignore', ...(isRoot && { uid, gid }) });
    others.push(stranger);
    await writeFile(file, (await readFile(file, 'utf8')).replace(/^\d+/, String(stranger.pid)));

    await expectKept((await start()).url);
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  });

  test('is not kept from starting by the file of a server that died while writing it', async () => {
    await givenData();
    await writeFile(join(dataDir, 'postgres', 'postmaster.pid'), '');
    await expectKept((await start()).url);
  });

  test('is not taken for the server of a copy of its directory', async () => {
    await givenData();
    const original = await start();
    const copyDir = join(parent, 'copy');
    await cp(dataDir, copyDir, { recursive: true });
    const copy = await start({ dataDir: copyDir });
    expect(copy.pid).not.toBe(original.pid);
    await query(copy.url, 'drop table kept');
    await expectKept(original.url);
  });

  test('is given to one living service only, beside which a command may find it', async () => {
    await givenData();
    expect(await runningPostgres(dataDir)).toBeUndefined();
    const server = await start();
    expect(await runningPostgres(dataDir)).toBe(server.url);
    const refused = startPostgres({ dataDir });
    await expect(refused).rejects.toThrow(DataDirInUse);
    await expect(refused).rejects.toThrow(`process ${process.pid}`);
    const second = startNode(SERVICE, { args: [dataDir] });
    expect(await second.exited).toBe(1);
    expect(second.output()).toContain(`${dataDir} is in use by another running service (process ${process.pid})`);
    await server.stop();
    await start();
  });

  test('makes its cluster anew where the making was cut off', async () => {
    const draft = join(dataDir, 'postgres.draft-cut');
    await mkdir(join(draft, 'data', 'base'), { recursive: true });
    await write((await start()).url);
    await expect(stat(draft)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('ends with the service that is asked to end, and not with a Ctrl-C to its group', async () => {
    await givenData();
    const { service, pid } = await startService();
    service.signal('SIGINT', 'group');
    await service.exited;
    expect(await processState(pid)).toBe('postgres');

    const next = await startService();
    expect(next.pid).toBe(pid);
    next.service.signal('SIGTERM');
    expect(await next.service.exited).toBe(0);
    expect(await processState(pid)).toBe('gone');
  });

  if (isRoot) {
    test('runs on a directory in a private home, though root hands it to a user who cannot go there', async () => {
      await chmod(parent, 0o700);
      const first = await start();
      await write(first.url);
      await first.stop();
      await expectKept((await start()).url);
    });
  }

  if (ordinary) {
    test('runs for an ordinary user as himself', async () => {
      const user = ordinary;
      await chown(parent, user.uid, user.gid);
      const { service, pid, url } = await startService({ uid: user.uid, gid: user.gid });
      await write(url);
      expect((await stat(join(dataDir, 'postgres.password'))).uid).toBe(user.uid);
      service.signal('SIGTERM');
      expect(await service.exited).toBe(0);
      expect(await processState(pid)).toBe('gone');

      // Root leaves it to its owner, who must be able to start it again.
      await (await start()).stop();
      expect((await stat(join(dataDir, 'postgres'))).uid).toBe(NOBODY);
      const again = await startService({ uid: user.uid, gid: user.gid });
      await expectKept(again.url);
      again.service.signal('SIGTERM');
      await again.service.exited;
    });
  }
});

function reach(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port }, () => resolve(void socket.destroy()));
    socket.on('error', reject);
  });
}
