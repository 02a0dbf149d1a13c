// An aggregate is a table of acts and a table of facts. A large one is several slices over one stream, put together here.
import { type Basis, type Decider, type Refusal, refuse } from './decider.js';

/** One thing that can be asked: when it may be asked, when it already holds, and what then follows. */
export type Act<C, E, S> = {
  /** The provision that lets it be asked. */
  basis: Basis;
  /** Asking again for what already holds is a success that changes nothing. Judged before `when`. */
  already?(command: C, state: S): boolean;
  decide(command: C, state: S): readonly E[] | Refusal;
} & (
  | {
      /** The states in which it can be asked; it can always be asked where this is absent. */
      when(state: S): boolean;
      /** Code and sentence of the refusal in every other state, which may say what each of them lacks. */
      otherwise: Otherwise | ((state: S) => Otherwise);
    }
  | { when?: undefined; otherwise?: undefined }
);

type Otherwise = readonly [refused: string, because: string];

interface Typed {
  type: string;
}

/**
 * The acts and facts of one legal matter, or of one side of it. A type without an entry is a compile error. `Also` are
 * facts that its acts can bring about and that another slice of the same stream folds.
 */
export interface Slice<C extends Typed, E extends Typed, S, Also extends Typed = never> {
  acts: { [T in C['type']]: Act<Extract<C, { type: T }>, E | Also, S> };
  facts: { [T in E['type']]: (state: S, event: Extract<E, { type: T }>) => S };
}

/** Puts slices together. Throws RangeError for a type that none of them knows: the caller took a stream or command of another kind. */
export function aggregate<C extends Typed, E extends Typed, S>(initial: S, slice: Slice<C, E, S>): Decider<C, E, S> {
  const acts = slice.acts as unknown as Record<string, Act<C, E, S>>;
  const facts = slice.facts as unknown as Record<string, (state: S, event: E) => S>;
  const known = <V>(table: Record<string, V>, type: string): V => {
    const entry = Object.hasOwn(table, type) ? table[type] : undefined;
    if (entry === undefined) throw new RangeError(`not of this aggregate: ${type}`);
    return entry;
  };
  return {
    initial,
    decide(command, state) {
      const act = known(acts, command.type);
      if (act.already?.(command, state)) return [];
      if (act.when && !act.when(state)) {
        const [code, because] = typeof act.otherwise === 'function' ? act.otherwise(state) : act.otherwise;
        return refuse(code, act.basis, because);
      }
      return act.decide(command, state);
    },
    evolve: (state, event) => known(facts, event.type)(state, event),
    allowed: (state) => Object.keys(acts).filter((type) => acts[type]?.when?.(state) ?? true),
  };
}
