// The few requests that the import makes. Repeated after a lost connection under the same key, so that nothing is done twice.
import { setTimeout as pause } from 'node:timers/promises';

export interface RowResult {
  line: number;
  outcome: 'imported' | 'unchanged' | 'refused';
  /** 21 digits, where they could be read. */
  number?: string;
  code?: string;
  detail?: string;
}

export type Credentials = { token: string } | { client: string; secret: string };

/** The service said no, or nothing; in words for a person. */
export class Declined extends Error {}

/** Without an answer the service has gone; while it answers 503 or 429 it lives and will come round. */
const ATTEMPTS = { unanswered: 8, busy: 120 };

export class ApiClient {
  private token: Promise<string>;

  private constructor(
    private readonly base: string,
    private readonly credentials: Credentials,
  ) {
    this.token = this.signedIn();
  }

  /** With the given token, or one for a client id and secret from the service's own provider. Throws Declined. */
  static async signIn(base: string, credentials: Credentials): Promise<ApiClient> {
    const client = new ApiClient(base, credentials);
    await client.token;
    return client;
  }

  /** Hands in rows; the answer has one result a row. Throws Declined. */
  async import(
    body: { kind: string; batch: string; rows: object[] },
    key: string,
  ): Promise<{ results: RowResult[]; position?: string }> {
    const response = await this.ask('/v1/imports', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
    });
    return (await response.json()) as { results: RowResult[]; position?: string };
  }

  /** Resolves when the public registry, where this number stands, shows what was written up to the position. Throws Declined. */
  async projected(position: string, number: string): Promise<void> {
    await this.ask(`/v1/registry/${number}`, { headers: { 'min-position': position } });
  }

  private async signedIn(): Promise<string> {
    if ('token' in this.credentials) return this.credentials.token;
    const { client, secret } = this.credentials;
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: client, client_secret: secret });
    const response = await fetch(`${this.base}/oidc/token`, { method: 'POST', body }).catch((cause: unknown) => {
      throw new Declined(`${this.base} does not answer`, { cause });
    });
    const answer = (await response.json().catch(() => ({}))) as { access_token?: string; error?: string };
    if (!answer.access_token) throw new Declined(`no token for ${client}: ${answer.error ?? response.status}`);
    return answer.access_token;
  }

  private async ask(path: string, init: RequestInit): Promise<Response> {
    const tries = { unanswered: 0, busy: 0, unknown: 0 };
    for (;;) {
      const authorization = `Bearer ${await this.token}`;
      const response = await fetch(`${this.base}${path}`, { ...init, headers: { ...init.headers, authorization } }).catch(
        (cause: unknown) => {
          tries.unanswered += 1;
          if (tries.unanswered === ATTEMPTS.unanswered) throw new Declined(`${this.base} does not answer`, { cause });
        },
      );
      if (response?.ok) return response;
      if (response?.status === 401 && tries.unknown === 0 && 'client' in this.credentials) {
        // A long list outlives its token.
        tries.unknown += 1;
        this.token = this.signedIn();
        continue;
      }
      if (response) {
        tries.busy += 1;
        const busy = response.status === 503 || response.status === 429;
        if (!busy || tries.busy === ATTEMPTS.busy) throw new Declined(await saidBy(response));
      }
      await pause(Number(response?.headers.get('retry-after') ?? 1) * 1000);
    }
  }
}

const saidBy = async (response: Response): Promise<string> => {
  const { title, detail } = (await response.json().catch(() => ({}))) as { title?: string; detail?: string };
  return `${title ?? response.status}${detail ? `: ${detail}` : ''}`;
};
