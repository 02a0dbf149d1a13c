// Sixteen filers at once and an authority that accepts some of what they file, both as clients that may lose any answer.
import { randomUUID } from 'node:crypto';
import { submission, verifiedSubject } from '#support/forms.js';
import { type Answered, TestClient } from '#support/service.js';
import { type Claims } from './judge.js';

interface Request {
  by: TestClient;
  path: string;
  body: unknown;
  key: string;
  etag?: string;
}

/** What became of a request: answered, or nobody knows. A definite no is neither, for none is expected here. */
async function ask({ by, path, body, key, etag }: Request): Promise<Answered | 'unknown'> {
  const answer = await by.post(path, body, { key, etag }).catch(() => undefined);
  if (answer === undefined || answer.status >= 500) return 'unknown';
  if (answer.status > 201) throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
}

interface Acceptance {
  filing: string;
  etag: string;
  step: 'stages' | 'acceptance';
}

const DAY = 86_400_000;
const WRITERS = 16;
/** One filing in so many is accepted, as long as the entity has numbers: it gets 999. */
const ACCEPTED_ONE_IN = 12;
const NUMBERS = 999;

interface People {
  filer: TestClient;
  reviewer: TestClient;
  approver: TestClient;
}

async function signIn(url: string): Promise<People> {
  const names = ['filer-a', 'cac-beijing-reviewer', 'cac-beijing-approver'];
  const [filer, reviewer, approver] = await Promise.all(names.map((name) => TestClient.signIn(url, name)));
  return { filer: filer!, reviewer: reviewer!, approver: approver! };
}

export class Filers {
  /** Acknowledged: the filing's id by Idempotency-Key, and its number where it was accepted. */
  readonly claims = { filings: new Map<string, string>(), numbers: new Map<string, string>() } satisfies Claims;
  private readonly unknown: Request[] = [];
  private readonly acceptances: Acceptance[] = [];
  private stopping = false;
  private running: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly url: string,
    private people: People,
    private readonly form: object,
  ) {}

  /** Signs in, has the subject verified and uploads the attachments. */
  static async at(url: string): Promise<Filers> {
    const people = await signIn(url);
    const { filer, reviewer } = people;
    await verifiedSubject(filer, reviewer);
    // The service takes today for today.
    const on = new Date(Date.now() - 2 * DAY).toISOString().slice(0, 10);
    return new Filers(url, people, await submission(filer, { serviceStart: { state: 'started', on } }));
  }

  /** Begins to file and, if asked, to accept. Whoever loses an answer stops: what it asked for is resolved later. */
  async begin({ accepting = true } = {}): Promise<void> {
    // A run of many rounds outlives a token.
    this.people = await signIn(this.url);
    this.stopping = false;
    this.running = Promise.all([accepting && this.accept(), ...Array.from({ length: WRITERS }, () => this.file())]);
  }

  /** Resolves when everyone has stopped. Throws what was answered with a definite no. */
  async end(): Promise<void> {
    this.stopping = true;
    await this.running;
  }

  /** Resolves when `count` more filings have been acknowledged. */
  async acknowledged(count: number): Promise<void> {
    const wanted = this.claims.filings.size + count;
    while (this.claims.filings.size < wanted) {
      const ended = await Promise.race([this.running.then(() => true), new Promise((resolve) => setTimeout(resolve, 2))]);
      if (ended) throw new Error('the filers stopped before anything was killed');
    }
  }

  /**
   * Repeats every request whose answer was lost, with its key, until it is answered; then once more, which must be the replay of that
   * answer. Finishes what acceptances were under way. Returns how many could not be resolved.
   */
  async resolve(): Promise<{ asked: number; unresolved: number }> {
    const lost = this.unknown.splice(0);
    const resolved = [...(await Promise.all(lost.map((request) => this.resolveOne(request)))), await this.acceptAll()];
    return { asked: lost.length, unresolved: resolved.filter((known) => !known).length };
  }

  private async resolveOne(request: Request): Promise<boolean> {
    const first = await ask(request);
    if (first === 'unknown') return false;
    this.claims.filings.set(request.key, first.body.id as string);
    const again = await ask(request);
    return again !== 'unknown' && again.headers.get('idempotency-replayed') === 'true' && again.body.id === first.body.id;
  }

  private async file(): Promise<void> {
    while (!this.stopping) {
      const request = { by: this.people.filer, path: '/v1/filings', body: this.form, key: randomUUID() };
      const answer = await ask(request);
      if (answer === 'unknown') {
        this.unknown.push(request);
        return;
      }
      const filing = answer.body.id as string;
      this.claims.filings.set(request.key, filing);
      const taken = this.claims.numbers.size + this.acceptances.length;
      if (this.claims.filings.size % ACCEPTED_ONE_IN === 0 && taken < NUMBERS)
        this.acceptances.push({ filing, etag: answer.headers.get('etag')!, step: 'stages' });
    }
  }

  private async accept(): Promise<void> {
    while (!this.stopping) {
      if (!(await this.acceptAll())) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Goes through the acceptances in order. False where an answer was lost: the step stays first, and is repeated with its key. */
  private async acceptAll(): Promise<boolean> {
    for (let next = this.acceptances[0]; next; next = this.acceptances[0]) {
      const { filing, etag, step } = next;
      const [by, body] =
        step === 'stages'
          ? [this.people.reviewer, { stage: 'final', result: 'passed' }]
          : [this.people.approver, { assessments: [] }];
      const answer = await ask({ by, path: `/v1/filings/${filing}/${step}`, body, key: `${step}-${filing}`, etag });
      if (answer === 'unknown') return false;
      this.acceptances.shift();
      if (step === 'stages') this.acceptances.unshift({ filing, etag: answer.headers.get('etag')!, step: 'acceptance' });
      else this.claims.numbers.set(filing, answer.body.events[0].data.number as string);
    }
    return true;
  }
}
