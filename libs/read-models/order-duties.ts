// The days of an enforcement order: to serve it, to rectify, to review it, to lift or extend it before its term ends, to take it down
// after it was annulled; and the addressee's time for remedies. Instants for measures, dates for clocks.
import { type Fact, type LocalDate } from '#domain/decider.js';
import { type Duties, type DutyRow, ended, met, onDuty, onMatter, type Touch } from './duties.js';
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
  | Fact<'RemedyRecorded', { kind: RemedyKind; outcome: string; struck: readonly string[] }>;

const EIGHT_HOURS = 28_800_000;

/** The day of an instant in Asia/Shanghai, which has no summer time. */
const dayOf = (instant: string): LocalDate => new Date(Date.parse(instant) + EIGHT_HOURS).toISOString().slice(0, 10);

/** The day on which the first of the measures that stand ends. */
const firstEnd = (ends: Readonly<Record<string, string>>): LocalDate | undefined => Object.values(ends).map(dayOf).sort()[0];

const endsOf = (measures: readonly Measure[]): Record<string, string> =>
  Object.fromEntries(measures.flatMap(({ measureId, until }) => (until === undefined ? [] : [[measureId, until]])));

/** The duty with other ends of measures: closed when none is left to end. */
const withEnds = (duty: DutyRow, ends: Readonly<Record<string, string>>, on: LocalDate): DutyRow => {
  const dueOn = firstEnd(ends);
  return dueOn === undefined ? { ...met(duty, on), ends } : { ...duty, ends, dueOn, metOn: undefined };
};

const without = (ends: Readonly<Record<string, string>> = {}, gone: readonly string[]): Record<string, string> =>
  Object.fromEntries(Object.entries(ends).filter(([id]) => !gone.includes(id)));

/** From the first service on; a later one, of an extension, starts nothing anew. */
const runs = (duty: DutyRow, startedOn: LocalDate): DutyRow => (duty.startedOn ? duty : { ...duty, startedOn });

function touchesOf(stream: string, event: Recorded<OrderFact>): readonly Touch[] {
  const { on, position: at } = event;
  const key = (kind: DutyRow['kind']) => `${stream} ${kind}`;
  const fresh = (kind: DutyRow['kind'], of: DutyRow['of'], rest: Partial<DutyRow> = {}): Omit<DutyRow, 'row'> => ({
    ...{ matter: stream, kind, of, at },
    ...rest,
  });
  /** Starts the duty, or starts it anew. */
  const anew = (kind: DutyRow['kind'], of: DutyRow['of'], rest: Partial<DutyRow>): Touch => ({
    key: key(kind),
    step: () => ({ row: 'duty', ...fresh(kind, of, rest) }),
  });
  const change = (kind: DutyRow['kind'], step: (duty: DutyRow) => DutyRow | undefined): Touch => onDuty(key(kind), step);
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
      /** As the draft has it; nothing runs before service. */
      const drafted = (kind: DutyRow['kind'], of: DutyRow['of'], rest: Partial<DutyRow>): Touch => anew(kind, of, rest);
      return [
        onMatter(stream, (row) => ({ ...row, agency, drafted: { addressee, division: event.data.jurisdiction.division } }), {
          category: 'order',
          id: stream.slice('order-'.length),
          since: at,
        }),
        drafted('rectification', 'subject', { dueOn: rectifyBy }),
        drafted('order-review', 'agency', { dueOn: reviewOn }),
        drafted('order-term', 'agency', { dueOn: firstEnd(ends), ends }),
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
      const right = (kind: 'reconsideration-request' | 'litigation'): Touch =>
        onDuty(key(kind), (duty) => duty, fresh(kind, 'subject', { count: kind, startedOn: servedOn, right: true }));
      return [
        onMatter(stream, (row) => ({ ...row, holder: row.drafted?.addressee })),
        change('order-service', (duty) => met(duty, servedOn)),
        change('order-notice', (duty) => met(duty, servedOn)),
        ...(['rectification', 'order-review', 'order-term'] as const).map((kind) =>
          change(kind, (duty) => (duty.dueOn === undefined ? duty : runs(duty, servedOn))),
        ),
        right('reconsideration-request'),
        right('litigation'),
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
    case 'RemedyRecorded': {
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
