// The few requests that the import makes. Repeated after a lost connection under the same key, so that nothing is done twice.
import { setTimeout as pause } from 'node:timers/promises';

export interface RowResult {
  line: number;
  outcome: 'imported' | 'unchanged' | 'refused';
  code?: string;
  detail?: string;
}

/** The service said no, in words for a person. */
export class Declined extends Error {}

const ATTEMPTS = 8;

export class ApiClient {
  private constructor(
    private readonly base: string,
    private readonly token: string,
  ) {}

  /** With the given token, or one for a client id and secret from the service's own provider. Throws Declined. */
  static async signIn(base: string, credentials: { token: string } | { client: string; secret: string }): Promise<ApiClient> {
    if ('token' in credentials) return new ApiClient(base, credentials.token);
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: credentials.client,
      client_secret: credentials.secret,
    });
    const response = await fetch(`${base}/oidc/token`, { method: 'POST', body }).catch((cause: unknown) => {
      throw new Declined(`${base} does not answer`, { cause });
    });
    const answer = (await response.json()) as { access_token?: string; error?: string };
    if (!answer.access_token) throw new Declined(`no token for ${credentials.client}: ${answer.error ?? response.status}`);
    return new ApiClient(base, answer.access_token);
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

  /** Resolves when the public registry shows what stands at the position. Throws Declined. */
  async projected(position: string): Promise<void> {
    await this.ask('/v1/registry?limit=1', { headers: { 'min-position': position } });
  }

  private async ask(path: string, init: RequestInit): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      const response = await fetch(`${this.base}${path}`, {
        ...init,
        headers: { ...init.headers, authorization: `Bearer ${this.token}` },
      }).catch((cause: unknown) =>
        attempt === ATTEMPTS ? Promise.reject(new Declined(`${this.base} does not answer`, { cause })) : undefined,
      );
      if (response?.ok) return response;
      const again = response === undefined || response.status === 503 || response.status === 429;
      if (!again || attempt === ATTEMPTS) {
        const problem = (await response?.json().catch(() => ({}))) as { title?: string; detail?: string };
        throw new Declined(`${problem.title ?? response?.status ?? 'no answer'}${problem.detail ? `: ${problem.detail}` : ''}`);
      }
      await pause(Number(response?.headers.get('retry-after') ?? 1) * 1000);
    }
  }
}
