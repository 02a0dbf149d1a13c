// The write side on the memory log, with the other rooms played by what a specification can look into.
import { createHash } from 'node:crypto';
import { type Agency, type Role } from '#domain/account.js';
import { FilingsHandler, type FilingRequest, OnFiling } from '#application/filings.js';
import { type SealedText, FreeText } from '#application/free-text.js';
import { type Context, Handler, type Receipt } from '#application/handle.js';
import { Numbers } from '#application/numbers.js';
import { AttachmentIndex, Callers, Clock, DenialLog, DivisionNames, TextKeeper } from '#application/ports.js';
import { OnSubject, type SubjectRequest, SubjectsHandler } from '#application/subjects.js';
import {
  type Appended,
  EventStore,
  type NewEvent,
  type Position,
  type RecordedEvent,
  StoreUnavailable,
} from '#event-store/event-store.js';
import { MemoryEventStore } from '#event-store/memory.js';
import { type Actor, type Matter } from '#policy/rules.js';
import { material } from './filing-examples.js';

/** What happens instead of one append. */
export type Fault = (append: () => Promise<Appended>) => Promise<Appended>;

export const notPersisted: Fault = () => Promise.reject(new StoreUnavailable('no connection'));
export const replyLost: Fault = async (append) => {
  await append();
  throw new StoreUnavailable('the reply was lost');
};
/** The process ends here. */
export class Crash extends Error {}
export const crash: Fault = () => Promise.reject(new Crash());
/** Somebody else is faster. */
export const overtakenBy =
  (other: () => Promise<unknown>): Fault =>
  async (append) => {
    await other();
    return append();
  };

/** A log in memory, or on the engine that it is given; the next append to a stream that matches meets the fault that was set for it. */
export class FaultyLog extends EventStore {
  readonly appends: { stream: string; events: readonly NewEvent[] }[] = [];
  private readonly faults: { stream: RegExp; fault: Fault }[] = [];

  constructor(readonly engine: EventStore = new MemoryEventStore()) {
    super();
  }

  next(stream: RegExp, ...faults: Fault[]): void {
    this.faults.push(...faults.map((fault) => ({ stream, fault })));
  }

  append(stream: string, events: readonly NewEvent[], options: { expected: number }): Promise<Appended> {
    this.appends.push({ stream, events });
    const at = this.faults.findIndex((set) => set.stream.test(stream));
    const append = () => this.engine.append(stream, events, options);
    return at < 0 ? append() : this.faults.splice(at, 1)[0]!.fault(append);
  }
  readStream(stream: string, from?: number): Promise<RecordedEvent[]> {
    return this.engine.readStream(stream, from);
  }
  readLast(stream: string): Promise<RecordedEvent | undefined> {
    return this.engine.readLast(stream);
  }
  readAll(after: Position, limit: number): Promise<RecordedEvent[]> {
    return this.engine.readAll(after, limit);
  }
  head(): Promise<Position> {
    return this.engine.head();
  }
  start(): Promise<Position> {
    return this.engine.start();
  }
  follow(after: Position, options: { signal: AbortSignal; limit?: number }): AsyncIterable<RecordedEvent[]> {
    return this.engine.follow(after, options);
  }

  async all(): Promise<RecordedEvent[]> {
    return this.readAll(await this.start(), 1_000_000);
  }
  async types(stream: string): Promise<string[]> {
    return (await this.readStream(stream)).map(({ type }) => type);
  }
}

export class KeptTexts extends TextKeeper {
  readonly kept = new Map<string, string>();
  /** Called when texts are to be kept, before they are. */
  asked: (texts: readonly SealedText[]) => Promise<void> | void = () => {};

  async keep(texts: readonly SealedText[]): Promise<ReadonlyMap<string, string>> {
    await this.asked(texts);
    for (const { ref, words } of texts) if (!this.kept.has(ref)) this.kept.set(ref, words);
    return new Map(texts.map(({ ref }) => [ref, digestOf(this.kept.get(ref)!)]));
  }
}
export const digestOf = (words: string): string => `hmac-sha256:${createHash('sha256').update(words).digest('hex')}`;

export class WrittenDenials extends DenialLog {
  readonly written: { account: string; action: string; object: string; requestId: string }[] = [];
  failure: Error | undefined;

  async denied({ actor, ...entry }: Parameters<DenialLog['denied']>[0]): Promise<void> {
    if (this.failure) throw this.failure;
    this.written.push({ account: actor.account, ...entry });
  }
}

class NamedCallers extends Callers {
  current(account: string): Promise<Actor | undefined> {
    return Promise.resolve(standingOf(account));
  }
}

class FixedClock extends Clock {
  constructor(private readonly instant: string) {
    super();
  }
  now(): Date {
    return new Date(this.instant);
  }
}

class EverythingUploaded extends AttachmentIndex {
  unknown(): Promise<string[]> {
    return Promise.resolve([]);
  }
}

class AllDivisions extends DivisionNames {
  knows(): boolean {
    return true;
  }
}

/** `cac-110000-reviewer`, `telecom-000000-approver`, `filer-s-1`, `store`. */
const standingOf = (account: string): Actor => {
  const [, kind, division, role] = /^([a-z]+)-(\d{6})-([a-z-]+)$/.exec(account) ?? [];
  const agency: Agency | undefined = kind === undefined || division === undefined ? undefined : { kind, division };
  if (agency) return { account, person: `person of ${account}`, roles: [role as Role], agency };
  if (account === 'store') return { account, person: 'person of store', roles: ['store'] };
  return { account, person: `person of ${account}`, roles: ['filer-admin'], subject: account.replace(/^filer-/, '') };
};

let requests = 0;

export class WriteSide {
  readonly texts: KeptTexts;
  readonly denials = new WrittenDenials();
  readonly handler: Handler;
  readonly numbers: Numbers;
  private readonly filings: FilingsHandler;
  private readonly subjects: SubjectsHandler;

  constructor(
    readonly log = new FaultyLog(),
    {
      callers = new NamedCallers(),
      texts = new KeptTexts(),
      at = '2026-03-02T02:00:00Z',
    }: { callers?: Callers; texts?: KeptTexts; at?: string } = {},
  ) {
    this.texts = texts;
    this.handler = new Handler(log, callers, texts, this.denials, new FixedClock(at));
    this.numbers = new Numbers(this.handler);
    const attachments = new EverythingUploaded();
    this.filings = new FilingsHandler(this.handler, this.numbers, attachments, new AllDivisions());
    this.subjects = new SubjectsHandler(this.handler, this.numbers, attachments);
  }

  filing(id: string, request: FilingRequest, by: Partial<Context> & { account: string }, creates?: Matter): Promise<Receipt> {
    return this.filings.execute(new OnFiling(id, request, context(by), creates));
  }

  subject(id: string, request: SubjectRequest, by: Partial<Context> & { account: string }, creates?: Matter): Promise<Receipt> {
    return this.subjects.execute(new OnSubject(id, request, context(by), creates));
  }

  /** A registered and verified subject; answers the seven digits of its numbers. */
  async verified(id: string, claimEntity?: string): Promise<string> {
    const account = `filer-${id}`;
    const details = { name: `${id}公司`, creditCode: '91110108MA00DEM06X' as never, division: '110108', address: '某路1号' };
    await this.subject(
      id,
      { type: 'RegisterSubject', data: { kind: 'organisation', details, documents: [], contacts: new FreeText('联系人') } },
      { account },
      { holder: id, division: '110108' },
    );
    const { events } = await this.subject(id, { type: 'VerifySubject', data: { claimEntity } }, { account: REVIEWER });
    return (events[0]!.data as { entity: string }).entity;
  }

  async submitted(id: string, holder: string): Promise<void> {
    await this.filing(id, submission, { account: `filer-${holder}` }, { holder });
  }

  async reviewed(id: string, holder: string): Promise<void> {
    await this.submitted(id, holder);
    await this.filing(id, { type: 'RecordStage', data: { stage: 'final', result: 'passed' } }, { account: REVIEWER });
  }

  /** Accepts, and answers the number. */
  async accepted(id: string, by: Partial<Context> = {}): Promise<string> {
    const { events } = await this.filing(id, acceptance, { account: APPROVER, ...by });
    return (events[0]!.data as { number: string }).number;
  }
}

export const REVIEWER = 'cac-110000-reviewer';
export const APPROVER = 'cac-110000-approver';
export const submission: FilingRequest = {
  type: 'SubmitFiling',
  data: { content: material(), serviceStart: { state: 'started', on: '2026-02-20' } },
};
export const acceptance: FilingRequest = { type: 'AcceptFiling', data: { assessments: [] } };
export const takeUp = (words: string): FilingRequest => ({ type: 'TakeUpCase', data: { reason: new FreeText(words) } });

/** A request of its own, unless it is told to be another's repetition. */
export const context = (change: Partial<Context> & { account: string }): Context => ({
  idempotencyKey: `key-${++requests}`,
  hash: 'hash',
  requestId: `request-${requests}`,
  dryRun: false,
  ...change,
});
