// Against an order there is reconsideration (ARL) and litigation (ALL). Neither stays it by itself; an annulment ends it, and what is
// varied loses the measures that were struck. Those are acts of the reviewing authority or the court; two persons stand behind their record.
import { type Slice } from './aggregate.js';
import { type Command, type Fact, hasHandIn, type LocalDate, refuse } from './decider.js';
import { filingsOf, mayEnd, notTheirs, type Order, over, type RemedyEntry, type RemedyOutcome, stands } from './order-state.js';

export interface OrderRemedy {
  kind: 'reconsideration' | 'litigation';
  /** The reviewing authority or court. */
  body: string;
  documentNo: string;
  /** Execution is stayed for the time of the remedy; by default it is not (ARL 42, ALL 56). */
  stay: boolean;
  outcome: RemedyOutcome;
  /** Measures that a varied order loses. */
  struck: readonly string[];
}

export type OrderRemedyCommand =
  | Command<'FileRemedy', { kind: OrderRemedy['kind']; body: string; documentNo: string; filedOn: LocalDate }>
  | Command<'RecordRemedy', OrderRemedy>;

export type OrderRemedyEvent =
  | Fact<
      'RemedyFiled',
      { filings: readonly string[]; kind: OrderRemedy['kind']; body: string; documentNo: string; filedBy: string }
    >
  | Fact<'OrderRemedyRecorded', OrderRemedy & { filings: readonly string[]; recordedBy: string }>
  | Fact<'OrderAnnulled', { filings: readonly string[]; kind: OrderRemedy['kind']; body: string; documentNo: string }>;

const contestable = ({ status }: Order): boolean => status === 'issued' || status === 'in-force' || status === 'lifted';

const remedyBasis = (kind: OrderRemedy['kind']) => [kind === 'reconsideration' ? 'ARL 20' : 'ALL 46'];

const known = (state: Order, { kind, documentNo }: Pick<RemedyEntry, 'kind' | 'documentNo'>): RemedyEntry | undefined =>
  state.remedies.find((entry) => entry.kind === kind && entry.documentNo === documentNo);

const entered = (state: Order, entry: RemedyEntry): Order['remedies'] => [
  ...state.remedies.filter(({ kind, documentNo }) => kind !== entry.kind || documentNo !== entry.documentNo),
  entry,
];

export const orderRemedies: Slice<OrderRemedyCommand, OrderRemedyEvent, Order> = {
  acts: {
    FileRemedy: {
      basis: 'ARL 20',
      already: ({ data }, state) => known(state, data) !== undefined,
      when: contestable,
      otherwise: ['no-decision', 'there is nothing here that a remedy could be against'],
      decide({ data, on, by }, state) {
        if (data.filedOn > on || data.filedOn < (state.issuedOn ?? ''))
          return refuse('incomplete', 'ARL 20', 'a remedy is against what was issued', [
            { pointer: '/filedOn', code: 'not-since-issue', detail: 'a day from the issue up to now' },
          ]);
        return [
          {
            type: 'RemedyFiled',
            basis: remedyBasis(data.kind),
            effectiveOn: data.filedOn,
            data: {
              filings: filingsOf(state),
              kind: data.kind,
              body: data.body,
              documentNo: data.documentNo,
              filedBy: by.person,
            },
          },
        ];
      },
    },
    RecordRemedy: {
      basis: 'ARL 20',
      already: ({ data }, state) => {
        const entry = known(state, data);
        return (
          state.status !== 'none' &&
          entry !== undefined &&
          entry.outcome === data.outcome &&
          entry.stay === data.stay &&
          data.struck.length === 0
        );
      },
      when: contestable,
      otherwise: ['no-decision', 'there is nothing here that a remedy could be against'],
      decide({ data, on, by }, state) {
        if (!mayEnd(state.agency, by)) return notTheirs();
        const entry = known(state, data);
        if (data.stay || data.outcome !== 'pending') {
          if (entry === undefined)
            return refuse('remedy-not-entered', 'design', 'a remedy is entered before its stay or its outcome is recorded');
          if (hasHandIn(by, entry.enteredBy))
            return refuse('four-eyes', 'design', 'who entered a remedy records neither its stay nor its outcome');
        }
        const findings = data.struck.flatMap((id, i) =>
          data.outcome === 'varied' && state.measures.some((measure) => measure.measureId === id && stands(measure))
            ? []
            : [{ pointer: `/struck/${i}`, code: 'no-such-measure', detail: 'a varied order loses measures that it has' }],
        );
        if (findings.length > 0) return refuse('incomplete', 'ARL 64', 'the outcome does not fit the order', findings);
        const filings = filingsOf(state);
        const { kind, body, documentNo } = data;
        return [
          {
            type: 'OrderRemedyRecorded',
            basis: remedyBasis(kind),
            effectiveOn: on,
            data: {
              filings,
              kind,
              body,
              documentNo,
              stay: data.stay,
              outcome: data.outcome,
              struck: [...new Set(data.struck)],
              recordedBy: by.person,
            },
          },
          ...(data.outcome === 'annulled'
            ? [
                {
                  type: 'OrderAnnulled' as const,
                  basis: [kind === 'reconsideration' ? 'ARL 64' : 'ALL 70'],
                  effectiveOn: on,
                  data: { filings, kind, body, documentNo },
                },
              ]
            : []),
        ];
      },
    },
  },
  facts: {
    RemedyFiled: (state, { data }) => ({
      ...state,
      remedies: entered(state, {
        kind: data.kind,
        documentNo: data.documentNo,
        stay: false,
        outcome: 'pending',
        enteredBy: data.filedBy,
      }),
    }),
    OrderRemedyRecorded: (state, { data }) => ({
      ...state,
      remedies: entered(state, {
        kind: data.kind,
        documentNo: data.documentNo,
        stay: data.stay,
        outcome: data.outcome,
        enteredBy: known(state, data)?.enteredBy ?? data.recordedBy,
      }),
      measures: state.measures.map((measure) =>
        data.struck.includes(measure.measureId) ? { ...measure, state: 'struck' } : measure,
      ),
    }),
    OrderAnnulled: (state) => over(state, 'annulled'),
  },
};
