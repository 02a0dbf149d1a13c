// Clients of the status feed that keep nothing but a cursor, whatever becomes of the service: one turns pages, one listens to the stream.
import { setTimeout as delay } from 'node:timers/promises';
import { listen } from '#support/event-source.js';
import { type Told } from '#support/living-register.js';
import { type Random } from '#support/random.js';
import { TestClient } from '#support/service.js';

/** What was heard, as far as the cursor: both are stored at once. */
export interface Stored {
  cursor: string | undefined;
  heard: Told[];
  /** Answers that can never be right, in words. */
  wrong: string[];
}

interface Page {
  from: string;
  next: string;
  count: number;
  changes: Told[];
}

const AGAIN_MS = 50;

/** Signed in for as long as its token is taken; throws while the service cannot be reached. */
class Client {
  private token: string | undefined;

  constructor(private readonly url: string) {}

  async authorization(): Promise<string> {
    this.token ??= (await TestClient.signIn(this.url, 'store-a')).token;
    return `Bearer ${this.token}`;
  }

  /** Whether an answer that is none may become one; a client's own mistake never does. */
  mayAskAgain(status: number): boolean {
    if (status === 401) this.token = undefined;
    return status === 401 || status === 429 || status === 503;
  }
}

/** Turns pages of random sizes, waiting where there is none, until `signal` aborts. */
export async function turnPages(url: string, stored: Stored, random: Random, signal: AbortSignal): Promise<void> {
  const client = new Client(url);
  while (!signal.aborted) {
    const { cursor } = stored;
    const query = new URLSearchParams({ limit: String(1 + random.below(9)), wait: '5', ...(cursor && { after: cursor }) });
    try {
      const headers = { authorization: await client.authorization() };
      const response = await fetch(`${url}/v1/status-feed?${query.toString()}`, { headers, signal });
      const body = (await response.json()) as Page;
      if (response.status === 200) {
        const { from, next, count, changes } = body;
        if (cursor !== undefined && from !== cursor) stored.wrong.push(`asked after ${cursor}, the page begins at ${from}`);
        if (count !== changes.length) stored.wrong.push(`${changes.length} changes in a page of ${count}`);
        // From one stored state to the next: a crash in between asks for the same page again.
        Object.assign(stored, { cursor: next, heard: [...stored.heard, ...changes] });
        continue;
      }
      if (!client.mayAskAgain(response.status)) stored.wrong.push(`${response.status} ${JSON.stringify(body)}`);
    } catch {
      // The service is gone; it comes back.
    }
    await delay(AGAIN_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** Listens, and comes again with the last id whenever the stream ends, until `signal` aborts. */
export async function keepListening(url: string, stored: Stored, signal: AbortSignal): Promise<void> {
  const client = new Client(url);
  while (!signal.aborted) {
    try {
      const headers = { authorization: await client.authorization(), ...(stored.cursor && { 'last-event-id': stored.cursor }) };
      const stream = await listen(`${url}/v1/status-stream`, headers);
      const leave = (): void => stream.leave();
      signal.addEventListener('abort', leave);
      if (stream.status !== 200 && !client.mayAskAgain(stream.status))
        stored.wrong.push(`${stream.status} ${JSON.stringify(stream.problem)}`);
      try {
        for await (const { id, event, data } of stream.events) {
          const change = JSON.parse(data) as Told;
          if (event !== 'status' || change.cursor !== id) stored.wrong.push(`${event} ${id} for ${change.cursor}`);
          Object.assign(stored, { cursor: id, heard: [...stored.heard, change] });
        }
      } finally {
        signal.removeEventListener('abort', leave);
      }
    } catch {
      // Cut off, or nobody there.
    }
    await delay(AGAIN_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** The feed from its beginning, page by page. */
export async function replay(url: string): Promise<Told[]> {
  const store = await TestClient.signIn(url, 'store-b');
  const changes: Told[] = [];
  for (let after = ''; ;) {
    const { status, body } = await store.get(`/v1/status-feed?limit=200${after && `&after=${after}`}`);
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
    const page = body as Page;
    if (page.count === 0) return changes;
    changes.push(...page.changes);
    after = page.next;
  }
}
