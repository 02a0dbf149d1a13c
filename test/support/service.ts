// The whole service on a database of its own, and clients that speak to it over HTTP with real tokens.
import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock } from '#application/ports.js';
import { readConfig } from '#platform/config.js';
import { createLogger } from '#platform/logging.js';
import { type ServiceOptions, startService } from '#standalone/service.js';
import { migratedDatabase } from './database.js';
import { testPress } from './press.js';

export interface TestService {
  url: string;
  databaseUrl: string;
  dataDir: string;
  /** Signs in as a demonstration identity. */
  as(client: string): Promise<TestClient>;
  /** Asks without a token. */
  anyone: TestClient;
  /** Ends the service, and starts it again on what it has written; `prepare` is for the first start alone. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

/** The day on which tests take place, so that they read the same in every year. */
export const testClock: Clock = { now: () => new Date('2026-11-24T02:00:00.000Z') };

/** Starts it on 127.0.0.1, and answers when it is ready. `environment` overrides variables. */
export async function startTestService({
  clock = testClock,
  environment = {},
  prepare,
  stylesheet,
  mailTimes,
  webhookTimes,
}: { clock?: Clock; environment?: Record<string, string> } & Pick<
  ServiceOptions,
  'prepare' | 'stylesheet' | 'mailTimes' | 'webhookTimes'
> = {}): Promise<TestService> {
  const database = await migratedDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'beian-service-'));
  const port = await freePort();
  const config = readConfig({
    PORT: String(port),
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    RATE_LIMIT_PER_MINUTE: '0',
    LOG_LEVEL: 'error',
    ...environment,
  });
  const url = `http://127.0.0.1:${port}`;
  const start = async (prepare?: ServiceOptions['prepare']) => {
    const started = await startService({
      config,
      logger: createLogger(config.logLevel),
      clock,
      prepare,
      stylesheet,
      mailTimes,
      webhookTimes,
      pdfs: testPress(),
    });
    // It listens before the first build of its read models is done.
    while ((await fetch(`${url}/health/ready`)).status !== 200) await new Promise((resolve) => setTimeout(resolve, 50));
    return started;
  };
  let service = await start(prepare);
  return {
    url,
    databaseUrl: database.url,
    dataDir,
    as: (client) => TestClient.signIn(url, client),
    anyone: new TestClient(url),
    async restart() {
      await service.stop();
      service = await start();
    },
    async stop() {
      await service.stop();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export interface Answered {
  status: number;
  headers: Headers;
  /** JSON where it is JSON, otherwise the text. */
  body: any;
}

export interface Asking {
  body?: unknown;
  headers?: Record<string, string>;
  /** Revision tag for If-Match. */
  etag?: string;
  key?: string;
  dryRun?: boolean;
}

/** One identity. It reads its own writes: every read carries the highest Position it has seen. */
export class TestClient {
  /** What this client has written last, or been shown. */
  position = '';

  constructor(
    private readonly url: string,
    readonly token?: string,
  ) {}

  static async signIn(url: string, client: string): Promise<TestClient> {
    const response = await fetch(`${url}/oidc/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials', client_id: client, client_secret: 'demo' }),
    });
    const { access_token: token } = (await response.json()) as { access_token?: string };
    if (!token) throw new Error(`no token for ${client}: ${response.status}`);
    return new TestClient(url, token);
  }

  /** Takes over what another client has written, so that reads wait for it. */
  after(other: TestClient): this {
    if (other.position > this.position) this.position = other.position;
    return this;
  }

  /** Takes over how far an answer had come, so that later reads show no less. */
  afterAnswer({ headers }: Pick<Answered, 'headers'>): this {
    const position = headers.get('position') ?? '';
    if (position > this.position) this.position = position;
    return this;
  }

  /** Comes again where the answer says when to: on a busy machine a view may need longer than the service waits for it. */
  async get(path: string, headers: Record<string, string> = {}): Promise<Answered> {
    for (let attempt = 1; ; attempt++) {
      const answered = await this.send('GET', path, {
        headers: { ...(this.position && { 'min-position': this.position }), ...headers },
      });
      if (answered.body?.code !== 'not-projected-yet' || attempt === 5) return answered;
      await new Promise((resolve) => setTimeout(resolve, 1000 * Number(answered.headers.get('retry-after') ?? 1)));
    }
  }

  /** How an answer begins that does not end by itself; a problem is answered whole. */
  async begin(path: string): Promise<Answered> {
    const leaving = new AbortController();
    const headers = { ...(this.token && { authorization: `Bearer ${this.token}` }) };
    const response = await fetch(`${this.url}${path}`, { headers, signal: leaving.signal });
    const { status } = response;
    const body: unknown = status === 200 ? undefined : await response.json();
    leaving.abort();
    return { status, headers: response.headers, body };
  }

  async post(path: string, body?: unknown, { key = randomUUID(), etag, dryRun, headers = {} }: Asking = {}): Promise<Answered> {
    return this.send('POST', path, {
      body,
      headers: { 'idempotency-key': key, ...(etag && { 'if-match': etag }), ...(dryRun && { prefer: 'dry-run' }), ...headers },
    });
  }

  /** Reads the matter for its ETag, then acts on it. */
  async act(matter: string, act: string, body?: unknown, asking: Asking = {}): Promise<Answered> {
    const etag = (await this.get(matter)).headers.get('etag') ?? undefined;
    return this.post(`${matter}/${act}`, body, { etag, ...asking });
  }

  /** Uploads a small document; answers its digest. */
  async upload(text: string): Promise<string> {
    const bytes = Buffer.from(`%PDF-1.4\n% ${text}\n%%EOF\n`);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const { status, body } = await this.send('PUT', `/v1/attachments/${sha256}`, {
      raw: bytes,
      headers: { 'content-type': 'application/pdf' },
    });
    if (status !== 200 && status !== 201) throw new Error(`upload: ${status} ${JSON.stringify(body)}`);
    return sha256;
  }

  async send(
    method: string,
    path: string,
    { body, raw, headers = {} }: { body?: unknown; raw?: Buffer; headers?: Record<string, string> } = {},
  ): Promise<Answered> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      body: raw ? new Uint8Array(raw) : body === undefined ? undefined : JSON.stringify(body),
      headers: {
        ...(this.token && { authorization: `Bearer ${this.token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
    });
    const position = response.headers.get('position') ?? '';
    if (method !== 'GET' && position > this.position) this.position = position;
    const text = await response.text();
    const json = /[/+]json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: json && text ? JSON.parse(text) : text };
  }
}
