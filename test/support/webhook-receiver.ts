// Receivers of webhooks in this process, one for each path, that can misbehave and remember what came.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type ReceivedWebhook } from './webhook-verifier.js';

/**
 * takes: every webhook. fails: 500. busy: 503, and asks for a minute. hangs: never answers. resets: breaks the connection. drops: takes it and
 * breaks the connection before it says so. redirects: elsewhere on this server. gone: 410. crawls: takes it after a second. trickles: takes it,
 * and its answer has no end.
 */
export type ReceiverManner =
  'takes' | 'fails' | 'busy' | 'hangs' | 'resets' | 'drops' | 'redirects' | 'gone' | 'crawls' | 'trickles';

export interface Received extends ReceivedWebhook {
  path: string;
  /** Whether it was told that it was taken. */
  taken: boolean;
  at: number;
}

const CRAWLS_MS = 1_000;

export class WebhookReceiver {
  /** Of the receivers that behave otherwise, by path. */
  readonly manners: Record<string, ReceiverManner | undefined> = {};
  /** All attempts, in the order in which they came. */
  readonly received: Received[] = [];
  /** Attempts at the address of the redirect. */
  followed = 0;
  #server: Server | undefined;

  private constructor(private port: number) {}

  static async start(): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver(0);
    await receiver.up();
    return receiver;
  }

  url(path: string): string {
    return `http://127.0.0.1:${this.port}/${path}`;
  }

  of(path: string): Received[] {
    return this.received.filter((one) => one.path === path);
  }

  /** What it took, by the ids that it was given, each once and in the order of its first time. */
  taken(path: string): string[] {
    return [...new Set(this.of(path).flatMap(({ taken, headers }) => (taken ? [headers['webhook-id']!] : [])))];
  }

  async up(): Promise<void> {
    this.#server = createServer((request, response) => void this.#take(request, response).catch(() => undefined));
    await once(this.#server.listen(this.port, '127.0.0.1'), 'listening');
    this.port = (this.#server.address() as AddressInfo).port;
  }

  /** Nobody answers at the port. */
  async down(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url!.slice(1);
    if (path === 'elsewhere') this.followed += 1;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const manner = this.manners[path] ?? 'takes';
    const taken = ['takes', 'drops', 'crawls', 'trickles'].includes(manner);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    this.received.push({ path, headers, body: Buffer.concat(chunks).toString(), taken, at: performance.now() });
    switch (manner) {
      case 'takes':
        return void response.writeHead(204).end();
      case 'fails':
        return void response.writeHead(500).end('secret words of the receiver');
      case 'busy':
        return void response.writeHead(503, { 'retry-after': '60' }).end();
      case 'hangs':
        return;
      case 'resets':
      case 'drops':
        return void request.socket.resetAndDestroy();
      case 'redirects':
        return void response.writeHead(307, { location: this.url('elsewhere') }).end();
      case 'gone':
        return void response.writeHead(410).end();
      case 'crawls':
        return void setTimeout(() => response.writeHead(200).end(), CRAWLS_MS);
      case 'trickles':
        return void response.writeHead(200).write('x');
    }
  }
}
