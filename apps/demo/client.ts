// A good client of the service, for all the identities of a story. It gives each write its Idempotency-Key and repeats it under the
// same key, so that nothing is done twice; it names with If-Match the version that was read; it reads what it has written.
import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

/** The service cannot be reached, or gives no token; says so in a sentence. */
export class NoService extends Error {}

export interface Answer {
  status: number;
  body: unknown;
}

const ATTEMPTS = 3;
const PAUSE_MS = 300;

/** `/v1/filings/{id}` of `/v1/filings/{id}/stages`: what an ETag belongs to. */
const matterOf = (path: string): string => path.split('?', 1)[0]!.split('/').slice(0, 4).join('/');

export class Client {
  private readonly tokens = new Map<string, string>();
  /** Of each matter, as last read or written. */
  private readonly etags = new Map<string, string>();
  /** Of the last write: later reads wait until they can show it. */
  private position = '';
  /** When the last write was sent, in milliseconds of this process. */
  private sentAt = 0;

  constructor(private readonly url: string) {}

  /** Asks as this client of the token endpoint, or as `anyone` without a token. Throws NoService. */
  async send(as: string, method: string, path: string, body?: unknown): Promise<Answer> {
    const writes = method !== 'GET';
    const etag = writes ? this.etags.get(matterOf(path)) : undefined;
    if (writes) this.sentAt = performance.now();
    const { headers, ...answer } = await this.ask(path, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
      headers: {
        ...(await this.authorization(as)),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(writes && { 'idempotency-key': randomUUID() }),
        ...(etag && { 'if-match': etag }),
        ...(!writes && this.position && { 'min-position': this.position }),
      },
    });
    const seen = headers.get('etag');
    if (seen) this.etags.set(headers.get('location') ?? matterOf(path), seen);
    if (writes) this.position = headers.get('position') ?? this.position;
    return answer;
  }

  /**
   * Asks like somebody who knows nothing of the last write, again and again until the answer shows it or `seconds` have gone by since it was
   * sent. Answers how many did. Throws NoService.
   */
  async untilShown(as: string, path: string, seconds: number): Promise<Answer & { seconds: number }> {
    const headers = await this.authorization(as);
    for (;;) {
      const answer = await this.ask(path, { method: 'GET', headers });
      const passed = (performance.now() - this.sentAt) / 1_000;
      const shown = (answer.headers.get('position') ?? '') >= this.position;
      if (shown || passed > seconds) return { status: answer.status, body: answer.body, seconds: passed };
    }
  }

  /** Hands in a one-line document as PDF. Answers with its SHA-256 beside the status. Throws NoService. */
  async upload(as: string, text: string): Promise<Answer & { sha256: string }> {
    const bytes = Buffer.from(`%PDF-1.4\n% ${text}\n%%EOF\n`);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const headers = { ...(await this.authorization(as)), 'content-type': 'application/pdf' };
    return { sha256, ...(await this.ask(`/v1/attachments/${sha256}`, { method: 'PUT', body: bytes, headers })) };
  }

  private async authorization(as: string): Promise<Record<string, string>> {
    if (as === 'anyone') return {};
    const token = this.tokens.get(as) ?? (await this.signIn(as));
    this.tokens.set(as, token);
    return { authorization: `Bearer ${token}` };
  }

  private async signIn(as: string): Promise<string> {
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: as, client_secret: 'demo' });
    const { status, body } = await this.ask('/oidc/token', { method: 'POST', body: form });
    const { access_token: token } = (body ?? {}) as { access_token?: string };
    if (!token)
      throw new NoService(
        `${this.url} gives no token to the demonstration identity ${as} (${status}): is this the service, without OIDC_ISSUER and not in production?`,
      );
    return token;
  }

  /** The same request again, its key included, where no whole answer came or the service asks for patience. */
  private async ask(path: string, init: RequestInit): Promise<Answer & { headers: Headers }> {
    for (let attempt = 1; ; attempt++) {
      const last = attempt === ATTEMPTS;
      try {
        const answer = await read(await fetch(`${this.url}${path}`, init));
        if (last || (answer.status !== 503 && answer.status !== 429)) return answer;
        await pause(1000 * Number(answer.headers.get('retry-after') ?? 1));
      } catch (cause) {
        if (last) throw new NoService(`${this.url} does not answer: start the service with npm start`, { cause });
        await pause(PAUSE_MS);
      }
    }
  }
}

async function read(response: Response): Promise<Answer & { headers: Headers }> {
  const { status, headers } = response;
  const text = await response.text();
  try {
    return { status, headers, body: text === '' ? undefined : JSON.parse(text) };
  } catch {
    return { status, headers, body: text };
  }
}
