// States that were folded before, so that only what came since is read. Events never change, and neither does what follows from them.
import { type AnyFact, type Decider } from '#domain/decider.js';
import { type EventReader, NO_STREAM, type RecordedEvent } from '#event-store/event-store.js';
import { type Upcast } from '#event-store/upcast.js';

/** What a fold needs to know of an aggregate. */
export interface Foldable<E, S> {
  /** First part of the stream's name: `filing` of `filing-{id}`. */
  category: string;
  decider: Pick<Decider<never, E, S>, 'initial' | 'evolve'>;
  upcast: Upcast;
}

/** A state, and the revision at which the matter stands (−1: it does not exist). */
export interface Folded<S> {
  state: S;
  revision: number;
}

const MAX_KNOWN = 2_000;

/** A stored event as the fold sees it. */
export const factOf = (event: RecordedEvent, upcast: Upcast): AnyFact => {
  const { type, data } = upcast(event);
  return { type, basis: event.meta.basis, effectiveOn: event.meta.effectiveOn, data };
};

/** The state after these events, which follow upon `before`. */
export const foldOn = <E, S>(
  { decider, upcast }: Foldable<E, S>,
  events: readonly RecordedEvent[],
  before: Folded<S> = { state: decider.initial, revision: NO_STREAM },
): Folded<S> => ({
  state: events.reduce((state, event) => decider.evolve(state, factOf(event, upcast) as E), before.state),
  revision: events.at(-1)?.revision ?? before.revision,
});

/** For matters that many writes look at and few change: accounts, subjects, entities. */
export class Folds {
  private readonly known = new Map<string, Folded<unknown>>();

  constructor(private readonly reader: EventReader) {}

  /** How the matter stands now: whatever was acknowledged before the call is in it. Throws StoreUnavailable. */
  async now<E, S>(matters: Foldable<E, S>, id: string): Promise<Folded<S>> {
    const stream = `${matters.category}-${id}`;
    const before = this.known.get(stream) as Folded<S> | undefined;
    const events = await this.reader.readStream(stream, (before?.revision ?? NO_STREAM) + 1).catch((error: unknown) => {
      this.known.clear(); // the log that comes back may have been restored from a backup
      throw error;
    });
    const after = foldOn(matters, events, before);
    if (after.revision > (this.known.get(stream)?.revision ?? NO_STREAM)) this.remember(stream, after);
    return after;
  }

  private remember(stream: string, folded: Folded<unknown>): void {
    this.known.delete(stream);
    if (this.known.size >= MAX_KNOWN) this.known.delete(this.known.keys().next().value!);
    this.known.set(stream, folded);
  }
}
