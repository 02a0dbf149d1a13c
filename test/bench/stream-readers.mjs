// Readers of the status feed on bare sockets and long polls, which note for each change how old it was when it came.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';

const RECORDED_AT = /"recordedAt":"([^"]+)"/g;
/** A change may come in two pieces, parted within what is looked for. */
const CARRIED = 64;

/** Notes each `recordedAt` in what comes, once, with its age in milliseconds. */
function noting(take) {
  let carried = '';
  return (chunk) => {
    const at = Date.now();
    const text = carried + chunk.toString('latin1');
    let end = 0;
    for (const match of text.matchAll(RECORDED_AT)) {
      take(at - Date.parse(match[1]));
      end = match.index + match[0].length;
    }
    carried = text.slice(Math.max(end, text.length - CARRIED));
  };
}

/** `count` streams after the cursor; resolves when all are open. `take` is given the age of each change in each stream. */
export async function openStreams({ url, token, after, count, take = () => undefined }) {
  const { port, hostname } = new URL(url);
  const sockets = await Promise.all(
    Array.from({ length: count }, async () => {
      const socket = connect({ port: Number(port), host: hostname });
      await once(socket, 'connect');
      socket.write(
        `GET /v1/status-stream?after=${after} HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${token}\r\nAccept: text/event-stream\r\n\r\n`,
      );
      const [head] = await once(socket, 'data');
      if (!head.toString('latin1').startsWith('HTTP/1.1 200')) throw new Error(head.toString());
      socket.on('data', noting(take)).on('error', () => undefined);
      return socket;
    }),
  );
  return { close: () => sockets.forEach((socket) => socket.destroy()) };
}

/** `count` clients that ask for the next page and wait for it, after the cursor, until they are closed. */
export function openPolls({ url, token, after, count, take }) {
  const leaving = new AbortController();
  const poll = async () => {
    for (let cursor = after; !leaving.signal.aborted;) {
      const response = await fetch(`${url}/v1/status-feed?after=${cursor}&wait=30`, {
        headers: { authorization: `Bearer ${token}` },
        signal: leaving.signal,
      });
      const page = await response.json();
      const at = Date.now();
      if (response.status !== 200) throw new Error(JSON.stringify(page));
      for (const { recordedAt } of page.changes) take(at - Date.parse(recordedAt));
      cursor = page.next;
    }
  };
  const polls = Array.from({ length: count }, poll);
  return {
    async close() {
      leaving.abort();
      for (const { status, reason } of await Promise.allSettled(polls))
        if (status === 'rejected' && reason.name !== 'AbortError') throw reason;
    },
  };
}

/** A receiver of webhooks, which takes them all. */
export async function openReceiver({ take }) {
  const server = createServer((request, response) => {
    request.on('data', noting(take)).on('end', () => response.writeHead(204).end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    /** The first request has come. */
    reached: once(server, 'request'),
    url: `http://127.0.0.1:${server.address().port}/`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
