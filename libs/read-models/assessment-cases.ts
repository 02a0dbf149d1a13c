// A safety assessment as its subject and the authorities that receive its report see it: where it stands, and every act in its order.
import { type Assessment, nothingAssessed } from '#domain/assessment-state.js';
import { assessment, type AssessmentEvent } from '#domain/assessment.js';
import { type Projection } from './projection.js';
import { idIn, recorded } from './recorded.js';

/** One act as it stands in the log; free text by reference. */
export interface AssessmentAct {
  type: AssessmentEvent['type'];
  on: string;
  data: object;
}

export interface AssessmentCase {
  id: string;
  revision: number;
  /** The service or function that is assessed. */
  service: string;
  triggeredOn: string;
  /** As the domain itself folds it, so that the two cannot differ. */
  state: Assessment;
  acts: readonly AssessmentAct[];
}

export const assessmentCases: Projection<AssessmentCase> = {
  name: 'assessment-cases',
  version: 1,
  critical: false,
  history: false,
  keys({ stream }) {
    const id = idIn('assessment', stream);
    return id === undefined ? [] : [id];
  },
  project(row, event) {
    const fact = recorded<AssessmentEvent>(event);
    const { type, data, on } = fact;
    const before =
      row ??
      (type === 'AssessmentTriggered'
        ? { id: idIn('assessment', event.stream) ?? '', service: data.service, triggeredOn: on, state: nothingAssessed, acts: [] }
        : undefined);
    if (before === undefined) return null;
    const state = assessment.evolve(before.state, { ...fact, basis: event.meta.basis, effectiveOn: on });
    return { ...before, state, revision: event.revision, acts: [...before.acts, { type, on, data }] };
  },
  columns: [
    { name: 'holder', type: 'text', of: ({ state }) => state.subject },
    { name: 'division', type: 'text', of: ({ state }) => state.division },
    { name: 'status', type: 'text', of: ({ state }) => state.status },
  ],
  indexes: ['create index on {table} (holder, key)', 'create index on {table} (division, key)'],
};
