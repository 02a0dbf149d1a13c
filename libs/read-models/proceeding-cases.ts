// What penalty cases and inspections have in common as read models: where the proceeding stands, and every act in its order.
import { type AnyFact, type Decider, type Fact } from '#domain/decider.js';
import { type Projection } from './projection.js';
import { idIn, recorded } from './recorded.js';

/** One act as it stands in the log; free text by reference. */
export interface ProceedingAct {
  type: string;
  on: string;
  data: object;
}

export interface ProceedingCase<State> {
  id: string;
  revision: number;
  openedOn: string;
  /** As the domain itself folds it, so that the two cannot differ. */
  state: State;
  acts: readonly ProceedingAct[];
}

interface ProceedingKind<State> {
  /** Of the streams. */
  category: string;
  name: string;
  version: number;
  status: (state: State) => string;
  /** As the party knows it, where that is not the same. */
  statusToParty?: (state: State) => string;
  /** Against whom it goes, known to the party or not. */
  subject: (state: State) => string | undefined;
  /** The party, from when it has been told. */
  holder: (state: State) => string | undefined;
  division: (state: State) => string | undefined;
}

/** The read model of one kind of proceeding. */
export const proceedingCases = <E extends AnyFact, State>(
  { initial, evolve }: Pick<Decider<never, E, State>, 'initial' | 'evolve'>,
  { category, name, version, status, statusToParty = status, subject, holder, division }: ProceedingKind<State>,
): Projection<ProceedingCase<State>> => ({
  name,
  version,
  critical: false,
  history: false,
  keys({ stream }) {
    const id = idIn(category, stream);
    return id === undefined ? [] : [id];
  },
  project(row, event, key) {
    const { type, data, on } = recorded<Fact<string, object>>(event);
    return {
      id: key,
      revision: event.revision,
      openedOn: row?.openedOn ?? on,
      state: evolve(row?.state ?? initial, { type, data, basis: event.meta.basis, effectiveOn: on } as unknown as E),
      acts: [...(row?.acts ?? []), { type, on, data }],
    };
  },
  columns: [
    { name: 'holder', type: 'text', of: ({ state }) => holder(state) },
    { name: 'division', type: 'text', of: ({ state }) => division(state) },
    { name: 'subject', type: 'text', of: ({ state }) => subject(state) },
    { name: 'status', type: 'text', of: ({ state }) => status(state) },
    { name: 'status_to_party', type: 'text', of: ({ state }) => statusToParty(state) },
  ],
  indexes: [
    'create index on {table} (holder, key)',
    'create index on {table} (division text_pattern_ops, key)',
    'create index on {table} (subject, key)',
    'create index on {table} (status, key)',
  ],
});
