// A load generator on bare sockets: on two cores, every microsecond of the client is taken from the server that is measured.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { percentile } from './measured.mjs';

const END_OF_HEAD = Buffer.from('\r\n\r\n');

/** The bytes of a POST whose Idempotency-Key can be written in place. */
function template({ port, path, headers, body }) {
  const lines = Object.entries({ host: `127.0.0.1:${port}`, ...headers, 'content-length': Buffer.byteLength(body) });
  const head = `POST ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}idempotency-key: `;
  const bytes = Buffer.from(`${head}${randomUUID()}\r\n\r\n${body}`);
  return { bytes, keyAt: Buffer.byteLength(head) };
}

/** Collects chunks to whole answers: status line, headers with a Content-Length, body. Each byte is copied once, however long the answer. */
function answers(take) {
  let chunks = [];
  let size = 0;
  let head;
  let whole = 0;
  return (chunk) => {
    chunks.push(chunk);
    size += chunk.length;
    if (head === undefined) {
      if (chunks.length > 1) chunks = [Buffer.concat(chunks)];
      const end = chunks[0].indexOf(END_OF_HEAD);
      if (end < 0) return;
      head = chunks[0].toString('latin1', 0, end);
      const length = head.startsWith('HTTP/1.1 304') ? [, 0] : /\r\ncontent-length: (\d+)/i.exec(head);
      if (!length) throw new Error(`an answer without Content-Length: ${head}`);
      whole = end + END_OF_HEAD.length + Number(length[1]);
    }
    if (size < whole) return;
    const [answered, answer] = [head, chunks.length > 1 ? Buffer.concat(chunks) : chunks[0]];
    [chunks, size, head] = [[], 0, undefined];
    take(answered, answer);
  };
}

/**
 * Sends one POST after the other on each of `connections`, every one under a fresh Idempotency-Key, for `milliseconds`.
 * Answers requests per second and latencies in milliseconds. Throws at the first answer that is not 201.
 */
export async function post({ port, connections, milliseconds, ...request }) {
  const latencies = [];
  const begin = performance.now();
  const worker = async () => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    const { bytes, keyAt } = template({ port, ...request });
    let sentAt = 0;
    const send = () => {
      bytes.write(randomUUID(), keyAt, 'latin1');
      sentAt = performance.now();
      socket.write(bytes);
    };
    await new Promise((resolve, reject) => {
      const receive = answers((head, answer) => {
        const now = performance.now();
        latencies.push(now - sentAt);
        if (!head.startsWith('HTTP/1.1 201')) throw new Error(`not 201: ${answer.toString()}`);
        if (now - begin < milliseconds) send();
        else resolve();
      });
      socket.on('data', (chunk) => {
        try {
          receive(chunk);
        } catch (error) {
          reject(error);
        }
      });
      socket.on('error', reject).on('close', () => reject(new Error('the server ended the connection')));
      send();
    }).finally(() => socket.destroy());
  };
  await Promise.all(Array.from({ length: connections }, worker));
  const seconds = (performance.now() - begin) / 1000;
  return { perS: latencies.length / seconds, p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) };
}

/**
 * Sends these requests (whole, as bytes) in turn, one after the other on each of `connections`, for `milliseconds`. Answers requests per
 * second and latencies in milliseconds. Throws at the first answer of another status.
 */
export async function ask({ port, connections, milliseconds, requests, status = 200 }) {
  const latencies = [];
  let next = 0;
  const begin = performance.now();
  const worker = async () => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    let sentAt = 0;
    const send = () => {
      next = (next + 1) % requests.length;
      sentAt = performance.now();
      socket.write(requests[next]);
    };
    await new Promise((resolve, reject) => {
      const receive = answers((head, answer) => {
        const now = performance.now();
        latencies.push(now - sentAt);
        if (!head.startsWith(`HTTP/1.1 ${status}`)) throw new Error(`not ${status}: ${answer.toString()}`);
        if (now - begin < milliseconds) send();
        else resolve();
      });
      socket.on('data', (chunk) => {
        try {
          receive(chunk);
        } catch (error) {
          reject(error);
        }
      });
      socket.on('error', reject).on('close', () => reject(new Error('the server ended the connection')));
      send();
    }).finally(() => socket.destroy());
  };
  await Promise.all(Array.from({ length: connections }, worker));
  const seconds = (performance.now() - begin) / 1000;
  return { perS: latencies.length / seconds, latencies };
}
