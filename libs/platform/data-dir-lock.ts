import { createHash } from 'node:crypto';
import { stat, unlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';

/** Another living service works on this data directory. The caller says so and exits with 1. */
export class DataDirInUse extends Error {
  constructor(
    readonly dataDir: string,
    readonly pid: number | undefined,
  ) {
    super(
      `${dataDir} is in use by another running service${pid ? ` (process ${pid})` : ''}. Stop it, or choose another DATA_DIR.`,
    );
    this.name = 'DataDirInUse';
  }
}

export interface DataDirLock {
  release(): Promise<void>;
}

/**
 * Claims a data directory for this process. The lock is a listening local socket, which the operating system closes however the process dies:
 * after a kill -9 nothing needs cleaning up, and no process id can be mistaken for a later process's. (PostgreSQL's own lock does not serve:
 * it may be held by a server that outlived its service.)
 *
 * @throws DataDirInUse
 */
export async function lockDataDir(dataDir: string): Promise<DataDirLock> {
  const { dev, ino } = await stat(dataDir, { bigint: true });
  const address = addressOf(createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 24));
  for (let attempt = 1; ; attempt++) {
    const server = await listen(address);
    if (server) return { release: () => new Promise((resolve) => server.close(() => resolve())) };
    const holder = await askHolder(address);
    if (holder !== 'nobody' || attempt === 3) throw new DataDirInUse(dataDir, holder === 'nobody' ? undefined : holder);
    // A socket file left behind by a process that died: only where sockets are files.
    if (!address.startsWith('\0')) await unlink(address).catch(() => undefined);
  }
}

function addressOf(key: string): string {
  if (process.platform === 'linux') return `\0beian-${key}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\beian-${key}`;
  return join(tmpdir(), `beian-${key}.lock`);
}

async function listen(address: string): Promise<Server | undefined> {
  const server = createServer((socket) => socket.on('error', () => undefined).end(String(process.pid)));
  server.listen(address);
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined;
    throw error;
  }
  return server.unref();
}

/** Process id of who listens there, undefined if he does not tell. */
function askHolder(address: string): Promise<number | 'nobody' | undefined> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(address);
    socket.setTimeout(1_000, () => socket.destroy());
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') resolve('nobody');
    });
    socket.on('close', () => resolve(Number(answer) || undefined));
  });
}
