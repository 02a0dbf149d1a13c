import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A wire that can be cut at a chosen moment: before what was asked arrives, or after it arrived and before the answer does. */
export interface LossyProxy {
  /** The server's URL, by way of this wire. */
  url: string;
  /** From now on each connection breaks when its client sends something: not persisted. */
  loseRequests(): void;
  /** From now on each connection breaks when the server answers something: persisted, but the reply was lost. */
  loseReplies(): void;
  /** From now on each answer of the server is replaced by the loss of the connection under this SQLSTATE: persisted, and told otherwise. */
  answer(sqlstate: string): void;
  heal(): void;
  close(): Promise<void>;
}

/** Listens on a free port of 127.0.0.1 in front of the server of `url`. */
export async function lossyProxy(url: string): Promise<LossyProxy> {
  const { port, hostname } = new URL(url);
  const sockets = new Set<Socket>();
  let lost: 'nothing' | 'requests' | 'replies' = 'nothing';
  let answered: string | undefined;

  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    const cut = () => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', cut).on('close', () => {
        sockets.delete(socket);
        cut();
      });
    }
    client.on('data', (bytes) => (lost === 'requests' ? cut() : upstream.write(bytes)));
    upstream.on('data', (bytes) => {
      if (answered !== undefined) client.end(fatal(answered));
      else if (lost === 'replies') cut();
      else client.write(bytes);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  const wire = new URL(url);
  wire.host = `127.0.0.1:${address.port}`;

  return {
    url: wire.href,
    loseRequests: () => void (lost = 'requests'),
    loseReplies: () => void (lost = 'replies'),
    answer: (sqlstate) => void (answered = sqlstate),
    heal() {
      lost = 'nothing';
      answered = undefined;
    },
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

/** PostgreSQL's ErrorResponse with severity FATAL. */
function fatal(sqlstate: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${sqlstate}\0Mpretended by a test\0\0`);
  const head = Buffer.from('E\0\0\0\0');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}
