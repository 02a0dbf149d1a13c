// The shape that every aggregate has: commands in, facts or a refusal out, and a fold. Nothing here knows the outside.

/** A provision that an act rests on, cited as in the texts: `DSP 19`, `ARP 25`, `ARP 33 ¶1`; `design` where it is our reading. */
export type Basis = string;

/** A date in Asia/Shanghai, `YYYY-MM-DD`. */
export type LocalDate = string;

/** Who acts: the natural person behind the account (four eyes count persons, not accounts) and, for a regulator, its agency. */
export interface By {
  person: string;
  /** Other persons who count as one with this one: whose authority was delegated to it, or to whom its own was. */
  oneWith?: readonly string[];
  agency?: { kind: string; division: string };
}

/**
 * What is asked of an aggregate. `data` comes from the caller; `facts` were looked up outside before the decision
 * (another aggregate's state, a reserved number, the calendar); `on` is the day of receipt.
 */
export interface Command<Type extends string, Data = Record<never, never>, Facts = undefined> {
  type: Type;
  data: Data;
  facts: Facts;
  on: LocalDate;
  by: By;
}

/** The part of a command that its caller writes. */
export type Request<C> = C extends Command<infer Type, infer Data, infer _Facts> ? { type: Type; data: Data } : never;

/** A legal fact: `effectiveOn` is the day from which it counts in law, which need not be the day of its recording. */
export interface Fact<Type extends string, Data> {
  type: Type;
  basis: readonly Basis[];
  effectiveOn: LocalDate;
  data: Data;
}

/** One thing found wrong in what was handed in; `pointer` is a JSON Pointer into the request's body. */
export interface Finding {
  pointer: string;
  code: string;
  detail: string;
}

/** Why a lawful request was not carried out. With `findings` the content was at fault, without them the state was. */
export interface Refusal {
  refused: string;
  basis: Basis;
  because: string;
  findings?: readonly Finding[];
}

/** Builds a refusal. `refused` is its stable code, `basis` the provision behind it, `because` one sentence for a person. */
export const refuse = (refused: string, basis: Basis, because: string, findings?: readonly Finding[]): Refusal =>
  findings ? { refused, basis, because, findings } : { refused, basis, because };

/** A stored fact as any fold may read it. */
export type AnyFact = Fact<string, unknown>;

/** A pure aggregate. `decide` answers `[]` where there is nothing to change: a repeated command is a success. */
export interface Decider<C, E, S> {
  initial: S;
  decide(command: C, state: S): readonly E[] | Refusal;
  /** Total over the aggregate's own events; no clock and no look-up, so that every replay gives the same state. */
  evolve(state: S, event: E): S;
  /** The commands that this state can answer with a fact, for the `allowed` of a refusal by state. */
  allowed(state: S): readonly string[];
}

/** Whether a person who acts, or one who counts as one with it, is among those who had a hand in what it acts on. */
export const hasHandIn = ({ person, oneWith = [] }: By, ...hands: readonly string[]): boolean =>
  hands.some((hand) => hand === person || oneWith.includes(hand));

export const isRefusal = <E>(outcome: readonly E[] | Refusal): outcome is Refusal => 'refused' in outcome;

/** The state after these events, in order. */
export const fold = <E, S>({ initial, evolve }: Pick<Decider<never, E, S>, 'initial' | 'evolve'>, events: readonly E[]): S =>
  events.reduce(evolve, initial);
