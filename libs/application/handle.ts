// The one way in which anything is written: read, look for the key, fold, allow, decide, append. Every aggregate goes through here.
import { randomBytes } from 'node:crypto';
import { type AnyFact, type By, type Decider, isRefusal, type LocalDate, type Refusal } from '#domain/decider.js';
import {
  type Appended,
  type EventStore,
  type Json,
  type NewEvent,
  NO_STREAM,
  type RecordedEvent,
  RevisionConflict,
  StoreUnavailable,
} from '#event-store/event-store.js';
import { type Action, type Actor, authorityLentBy, decide as allow, type Matter } from '#policy/rules.js';
import { dateInShanghai } from './dates.js';
import { type Foldable, type Folded, foldOn, Folds } from './folds.js';
import { takeOut } from './free-text.js';
import { commandKey, eventId, textRef } from './identifiers.js';
import { type Callers, type Clock, type DenialLog, type TextKeeper } from './ports.js';

/** What a request says of itself, whatever it asks. */
export interface Context {
  /** Account id of who asks; its standing is folded anew for every write. */
  account: string;
  idempotencyKey: string;
  /** SHA-256 (hex) over method, route and canonical body. */
  hash: string;
  requestId: string;
  /** The revision that If-Match names. */
  ifMatch?: number;
  dryRun: boolean;
}

/** One matter of an aggregate, as `handle` needs to know it. */
export interface Matters<C, E, S> extends Foldable<E, S> {
  decider: Decider<C, E, S>;
  /** Schema version under which new events of a type are written. */
  versionOf(type: string): number;
  /** What the policy judges, from the state alone. */
  matter(state: S): Matter;
  /** The stream of the matter that this one is about, where it is about another. */
  about?(id: string): string;
}

/** Facts from outside for one decision. `commit`, where there is one, makes them real: it runs only when the look has not been refused. */
export interface Looked {
  facts: unknown;
  commit?: () => Promise<unknown>;
}

export interface Order<S> {
  id: string;
  type: string;
  /** As the caller writes it, FreeText where the command has references. */
  data: unknown;
  action: Action;
  context: Context;
  /** The matter of a stream that does not exist yet; absent where the command needs an existing one. */
  creates?: Matter;
  look?: (state: S, at: { on: LocalDate; actor: Actor }) => Promise<Looked>;
  /** A step inside an act that has been allowed already, or the system's own: who stands behind it and by which rule. */
  within?: { actor: Actor; rule: string; lentBy?: string };
}

export interface ReceiptEvent {
  id: string;
  type: string;
  basis: readonly string[];
  effectiveOn: LocalDate;
  data: Json;
}

export interface Receipt {
  id: string;
  /** Of the stream after this command; −1 for a dry run that would create it. */
  revision: number;
  position?: string;
  events: readonly ReceiptEvent[];
  /** The answer to an earlier request with this key. */
  replayed: boolean;
}

/** The matter does not exist, or not for this actor: the two must not be told apart. */
export class NotFound extends Error {
  constructor() {
    super('no such matter');
    this.name = 'NotFound';
  }
}

/** The actor sees the matter and may not do this. */
export class Forbidden extends Error {
  constructor(readonly action: Action) {
    super(`not allowed: ${action}`);
    this.name = 'Forbidden';
  }
}

/** The decision was no. */
export class Refused extends Error {
  constructor(
    readonly refusal: Refusal,
    readonly allowed: readonly string[],
  ) {
    super(refusal.because);
    this.name = 'Refused';
  }
}

/** The Idempotency-Key has been used for another request. */
export class CommandReused extends Error {
  constructor() {
    super('this Idempotency-Key was used for another request');
    this.name = 'CommandReused';
  }
}

/** If-Match names another revision than the present one. */
export class PreconditionFailed extends Error {
  constructor(readonly actual: number) {
    super('the matter has changed since it was read');
    this.name = 'PreconditionFailed';
  }
}

const ATTEMPTS = 8;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export class Handler {
  private readonly folds: Folds;

  constructor(
    private readonly store: EventStore,
    private readonly callers: Callers,
    private readonly texts: TextKeeper,
    private readonly denials: DenialLog,
    private readonly clock: Clock,
  ) {
    this.folds = new Folds(store);
  }

  /** The state of a matter now, and the revision at which it stands (−1: it does not exist). Throws StoreUnavailable. */
  load<C, E, S>(matters: Matters<C, E, S>, id: string): Promise<Folded<S>> {
    return this.folds.now(matters, id);
  }

  /**
   * Carries out one command, once: a repetition with the same key finds its own events in the stream and answers the first
   * receipt from them. Throws NotFound, Forbidden, Refused, CommandReused, PreconditionFailed; StoreUnavailable and StoreBusy
   * where the caller should come again with the same key.
   */
  async handle<C, E, S>(matters: Matters<C, E, S>, order: Order<S>): Promise<Receipt> {
    const { context, id } = order;
    const stream = `${matters.category}-${id}`;
    const about = matters.about?.(id) ?? stream;
    const key = commandKey(context.account, stream, context.idempotencyKey);
    // Drawn once, so that a retry after a lost reply repeats the same bytes.
    const salts: Uint8Array[] = [];
    for (let attempt = 1; ; attempt++) {
      try {
        const [actor, events] = await Promise.all([
          order.within?.actor ?? this.callers.current(context.account, about),
          this.store.readStream(stream),
        ]);
        const earlier = events.filter(({ meta }) => meta.command === key);
        if (earlier.length > 0) return replay(id, earlier, context.hash);
        const { state, revision } = foldOn(matters, events);
        if (actor === undefined) throw new Forbidden(order.action);
        const { rule, lentBy } = order.within ?? (await this.authorise(matters, order, about, state, revision, actor));
        if (context.ifMatch !== undefined && context.ifMatch !== revision) throw new PreconditionFailed(revision);

        const decided = await this.decide(matters, order, key, stream, state, actor);
        const last = events.at(-1);
        if (decided.length === 0 || context.dryRun)
          return {
            id,
            revision,
            position: last?.position,
            replayed: false,
            events: decided.map((fact, i) => ({ ...fact, id: eventId(key, context.hash, i), data: fact.data as Json })),
          };
        const written = decided.map((fact, i): NewEvent => ({
          id: eventId(key, context.hash, i),
          type: fact.type,
          version: matters.versionOf(fact.type),
          data: fact.data as Json,
          salt: (salts[i] ??= randomBytes(16)),
          meta: {
            actor: context.account,
            onBehalfOf: actor.subject ?? lentBy,
            agency: actor.agency && `${actor.agency.kind}-${actor.agency.division}`,
            command: key,
            commandHash: context.hash,
            rule,
            correlation: context.requestId,
            basis: fact.basis,
            effectiveOn: fact.effectiveOn,
          },
        }));
        // If the process dies after the next line the events stand: a request with the same key finds them above.
        const appended = await this.store.append(stream, written, { expected: revision });
        return receipt(id, written, appended);
      } catch (error) {
        const again = error instanceof RevisionConflict || error instanceof StoreUnavailable;
        if (!again || attempt === ATTEMPTS) throw error;
        // Whether the append took place is unknown after StoreUnavailable: the loop reads again before it decides again.
        if (error instanceof StoreUnavailable) await pause(25 * 2 ** attempt);
      }
    }
  }

  private async authorise<C, E, S>(
    matters: Matters<C, E, S>,
    { action, creates, context }: Order<S>,
    stream: string,
    state: S,
    revision: number,
    actor: Actor,
  ): Promise<{ rule: string; lentBy?: string }> {
    const exists = revision !== NO_STREAM;
    if (!exists && creates === undefined) throw new NotFound();
    const matter = { stream, ...(exists ? matters.matter(state) : creates) };
    const decision = allow(action, actor, matter);
    if (decision.allowed) return { rule: decision.rule, lentBy: authorityLentBy(action, actor, matter) };
    await this.denials.denied({ actor, action, object: stream, requestId: context.requestId });
    // Who would create a matter is told the same whether it exists or not; what is about another matter is hidden with it.
    const creating = creates !== undefined && matters.about === undefined;
    const visible = creating || allow(`${matters.category}.read` as Action, actor, matter).allowed;
    throw visible ? new Forbidden(action) : new NotFound();
  }

  private async decide<C, E, S>(
    { decider, category }: Matters<C, E, S>,
    { type, data, context, look }: Order<S>,
    key: string,
    stream: string,
    state: S,
    actor: Actor,
  ): Promise<readonly AnyFact[]> {
    const on = dateInShanghai(this.clock.now());
    const by: By = { person: actor.person, agency: actor.agency, oneWith: actor.oneWith };
    const refOf = (pointer: string) => textRef(key, context.hash, pointer);
    const judge = (sealed: unknown, facts: unknown) => {
      // The one place where a request becomes a command: type and data are of one union, facts were looked up for that type.
      const outcome = decider.decide({ type, data: sealed, facts, on, by } as C, state);
      if (isRefusal(outcome)) throw new Refused(outcome, decider.allowed(state));
      return outcome as unknown as readonly AnyFact[];
    };
    const { data: looked, texts } = takeOut(data, refOf);
    const { facts, commit } = (await look?.(state, { on, actor })) ?? { facts: undefined };
    const outcome = judge(looked, facts);
    if (context.dryRun || outcome.length === 0 || (commit === undefined && texts.length === 0)) return outcome;
    // What follows is kept for good before the event that speaks of it: a crash in between leaves a text or a reserved
    // number that a repetition finds again, never an event without them.
    const digests = texts.length > 0 ? await this.texts.keep(texts, { kind: category, stream }) : undefined;
    return judge(takeOut(data, refOf, digests).data, commit ? await commit() : facts);
  }
}

const replay = (id: string, events: readonly RecordedEvent[], hash: string): Receipt => {
  if (events.some(({ meta }) => meta.commandHash !== hash)) throw new CommandReused();
  const last = events.at(-1)!;
  return { ...receipt(id, events, last), replayed: true };
};

const receipt = (id: string, events: readonly NewEvent[], { revision, position }: Appended): Receipt => ({
  id,
  revision,
  position,
  replayed: false,
  events: events.map(({ id, type, meta, data }) => ({ id, type, basis: meta.basis, effectiveOn: meta.effectiveOn, data })),
});
