// Asks a door as clients do: by fetch, or by raw bytes where fetch is too well-behaved.
import { connect } from 'node:net';
import { expect } from '@jest/globals';
import { type ProblemBody } from '#platform/problem.js';

type Headers = Record<string, string>;

export const JSON_HEADERS: Headers = { 'content-type': 'application/json', 'idempotency-key': 'k-1' };

/** A form that POST /v1/things takes. */
export const THING = { name: '换脸', since: '2024-02-29', products: [{ name: 'A', price: 1 }] };

export class DoorClient {
  constructor(private readonly url: string) {}

  get(path: string, headers: Headers = {}): Promise<Response> {
    return fetch(this.url + path, { headers });
  }

  /** Texts and bytes are sent as they are, anything else as JSON. */
  post(body: unknown, headers: Headers = JSON_HEADERS, path = '/v1/things'): Promise<Response> {
    const content = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
    return fetch(this.url + path, { method: 'POST', headers, body: content as string });
  }

  put(path: string, headers: Headers, body?: Uint8Array): Promise<Response> {
    return fetch(this.url + path, { method: 'PUT', headers, body: body as never });
  }
}

/** The problem that an answer holds; fails where it holds none. */
export const problemIn = async (response: Response): Promise<ProblemBody> => {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const body = (await response.json()) as ProblemBody;
  expect(body.status).toBe(response.status);
  return body;
};

/** Sends the pieces in turn, and answers what came back when the server closes or `enough` has been found in it. */
export const askRaw = (port: number, pieces: readonly (string | Buffer)[], enough?: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => {
      for (const piece of pieces) socket.write(typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece);
    });
    socket.on('data', (chunk) => {
      answer += chunk.toString();
      if (enough !== undefined && answer.includes(enough)) socket.destroy();
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
