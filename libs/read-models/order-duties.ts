// The days of an enforcement order: to serve it, to rectify, to review it, to lift or extend it before its term ends, to take it down
// after it was annulled; and the addressee's time for remedies. Instants for measures, dates for clocks.
import { type Fact, type LocalDate } from '#domain/decider.js';
import {
  type Duties,
  dutiesOf,
  ended,
  type Ends,
  firstEnd,
  met,
  onMatter,
  runs,
  type Touch,
  withEnds,
  without,
} from './duties.js';
import { type Recorded, recorded } from './recorded.js';

interface Measure {
  measureId: string;
  until?: string;
}

interface Draft {
  agency: { kind: string; division: string };
  addressee: string;
  jurisdiction: { division: string };
  measures: readonly Measure[];
  reviewOn?: LocalDate;
  rectifyBy?: LocalDate;
}

type RemedyKind = 'reconsideration' | 'litigation';

/** As much of the facts of an order as its days need. */
type OrderFact =
  | Fact<'OrderDrafted', Draft>
  | Fact<'OrderEdited', Draft>
  | Fact<'OrderIssued', object>
  | Fact<'PublicNoticeStarted', { startedOn: LocalDate }>
  | Fact<'OrderServed', { servedOn: LocalDate }>
  | Fact<'RectificationReported', object>
  | Fact<'RectificationRejected', { rectifyBy: LocalDate }>
  | Fact<'OrderExtended', { until?: string; reviewOn?: LocalDate }>
  | Fact<'OrderEscalated', { measures: readonly Measure[] }>
  | Fact<'MeasuresLifted', { measures: readonly string[] }>
  | Fact<'OrderLifted', object>
  | Fact<'OrderWithdrawn', object>
  | Fact<'OrderAnnulled', object>
  | Fact<'OrderPublished', object>
  | Fact<'PublicationWithdrawn', object>
  | Fact<'RemedyFiled', { kind: RemedyKind }>
  | Fact<'OrderRemedyRecorded', { kind: RemedyKind; outcome: string; struck: readonly string[] }>;

const endsOf = (measures: readonly Measure[]): Ends =>
  Object.fromEntries(measures.flatMap(({ measureId, until }) => (until === undefined ? [] : [[measureId, until]])));

function touchesOf(stream: string, event: Recorded<OrderFact>): readonly Touch[] {
  const { on, position: at } = event;
  const { anew, change, right } = dutiesOf(stream, at);
  /** Service of what was issued, extended or escalated. */
  const toServe = anew('order-service', 'agency', { count: 'order-service', startedOn: on });
  /** Nothing of the order is waited for any more. */
  const over: Touch[] = (['order-service', 'order-notice', 'rectification', 'order-review', 'order-term'] as const).map((kind) =>
    change(kind, (duty) => ended(duty, on)),
  );
  const takenDown = change('publication-withdrawal', (duty) => ({ ...duty, startedOn: on }));
  switch (event.type) {
    case 'OrderDrafted':
    case 'OrderEdited': {
      const { agency, addressee, measures, rectifyBy, reviewOn } = event.data;
      const ends = endsOf(measures);
      return [
        onMatter(stream, (row) => ({ ...row, agency, drafted: { addressee, division: event.data.jurisdiction.division } }), {
          category: 'order',
          id: stream.slice('order-'.length),
          since: at,
        }),
        anew('rectification', 'subject', { dueOn: rectifyBy }),
        anew('order-review', 'agency', { dueOn: reviewOn }),
        anew('order-term', 'agency', { dueOn: firstEnd(ends), ends }),
      ];
    }
    case 'OrderIssued':
      // Other authorities of the place learn of it now, its addressee when it reaches it.
      return [onMatter(stream, (row) => ({ ...row, division: row.drafted?.division })), toServe];
    case 'PublicNoticeStarted': {
      const { startedOn } = event.data;
      return [
        onMatter(stream, (row) => ({ ...row, holder: row.drafted?.addressee })),
        change('order-service', (duty) => met(duty, startedOn)),
        anew('order-notice', 'agency', { count: 'public-notice-service', startedOn }),
      ];
    }
    case 'OrderServed': {
      const { servedOn } = event.data;
      return [
        onMatter(stream, (row) => ({ ...row, holder: row.drafted?.addressee })),
        change('order-service', (duty) => met(duty, servedOn)),
        change('order-notice', (duty) => met(duty, servedOn)),
        ...(['rectification', 'order-review', 'order-term'] as const).map((kind) =>
          change(kind, (duty) => (duty.dueOn === undefined ? duty : runs(duty, servedOn))),
        ),
        right('reconsideration-request', servedOn),
        right('litigation', servedOn),
      ];
    }
    case 'RectificationReported':
      return [change('rectification', (duty) => met(duty, on))];
    case 'RectificationRejected': {
      const { rectifyBy } = event.data;
      return [anew('rectification', 'subject', { startedOn: on, dueOn: rectifyBy })];
    }
    case 'OrderExtended': {
      const { until, reviewOn } = event.data;
      return [
        toServe,
        change('order-review', (duty) => (reviewOn === undefined ? duty : { ...runs(duty, on), dueOn: reviewOn })),
        change('order-term', (duty) => {
          if (until === undefined) return duty;
          return withEnds(duty, Object.fromEntries(Object.keys(duty.ends ?? {}).map((id) => [id, until])), on);
        }),
      ];
    }
    case 'OrderEscalated': {
      const more = endsOf(event.data.measures);
      return [toServe, change('order-term', (duty) => runs(withEnds(duty, { ...duty.ends, ...more }, on), on))];
    }
    case 'MeasuresLifted': {
      const { measures } = event.data;
      return [change('order-term', (duty) => withEnds(duty, without(duty.ends, measures), on))];
    }
    case 'OrderLifted':
      return [
        change('order-service', (duty) => ended(duty, on)),
        change('rectification', (duty) => ended(duty, on)),
        change('order-review', (duty) => met(duty, on)),
        change('order-term', (duty) => met(duty, on)),
      ];
    case 'OrderWithdrawn':
    case 'OrderAnnulled':
      return [...over, takenDown];
    case 'OrderPublished':
      return [anew('publication-withdrawal', 'agency', { count: 'order-publication-withdrawal' })];
    case 'PublicationWithdrawn':
      return [change('publication-withdrawal', (duty) => (duty.startedOn ? met(duty, on) : undefined))];
    case 'RemedyFiled': {
      const used = event.data.kind === 'litigation' ? (['litigation', 'litigation-after-reconsideration'] as const) : null;
      return (used ?? (['reconsideration-request'] as const)).map((kind) => change(kind, (duty) => met(duty, on)));
    }
    case 'OrderRemedyRecorded': {
      const { kind, outcome, struck } = event.data;
      const decided = kind === 'reconsideration' && (outcome === 'upheld' || outcome === 'varied');
      return [
        ...(struck.length > 0 ? [change('order-term', (duty) => withEnds(duty, without(duty.ends, struck), on))] : []),
        ...(decided
          ? [
              anew('litigation-after-reconsideration', 'subject', {
                count: 'litigation-after-reconsideration',
                startedOn: on,
                right: true,
              }),
              change('litigation', (duty) => ended(duty, on)),
            ]
          : []),
      ];
    }
    default:
      return [];
  }
}

export const orderDuties: Duties = {
  category: 'order',
  touches: (event) => touchesOf(event.stream, recorded<OrderFact>(event)),
};
