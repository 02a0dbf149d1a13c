// DSP 21 ¶2: who is ordered takes the measures, rectifies, and removes the hidden dangers; the authority sees whether it is so.
import { type Slice } from './aggregate.js';
import { type Officer } from './agency.js';
import { type Command, type Fact, type Finding, type LocalDate, type Refusal, refuse } from './decider.js';
import {
  type Agency,
  type At,
  endedByItsTerms,
  filingsOf,
  type Instant,
  isOf,
  notTheIssuer,
  type Order,
  stands,
} from './order-state.js';
import { type TextRef } from './text-ref.js';

export interface InspectionFacts extends At {
  officers: readonly Officer[];
}

export type ComplianceCommand =
  | Command<'AcknowledgeOrder'>
  | Command<'RecordServiceRefusal', { refusedOn: LocalDate; circumstances: TextRef }>
  | Command<'ReportMeasuresApplied', { measures: readonly string[]; appliedAt: Instant }, At>
  | Command<
      'ReportRectification',
      { report: TextRef; attachments: readonly string[] },
      At & { unknownAttachments: readonly string[] }
    >
  | Command<'RejectRectification', { reason: TextRef; rectifyBy: LocalDate }, At>
  | Command<'ScheduleInspection', { on: LocalDate; jointly: readonly Agency[] }, At>
  | Command<
      'RecordInspection',
      {
        on: LocalDate;
        result: 'rectified' | 'not-rectified';
        officers: readonly string[];
        jointly: readonly Agency[];
        findings: TextRef;
        /** The inspection's own stream, where there is one. */
        inspection?: string;
      },
      InspectionFacts
    >;

interface Touching {
  filings: readonly string[];
}

export type ComplianceEvent =
  | Fact<'OrderAcknowledged', Touching>
  | Fact<'ServiceRefusedRecorded', Touching & { refusedOn: LocalDate; circumstances: TextRef }>
  | Fact<'MeasuresApplied', Touching & { measures: readonly string[]; appliedAt: Instant }>
  | Fact<'RectificationReported', Touching & { report: TextRef; attachments: readonly string[] }>
  | Fact<'RectificationRejected', Touching & { reason: TextRef; rectifyBy: LocalDate; rejectedBy: string }>
  | Fact<'OrderInspectionScheduled', Touching & { on: LocalDate; jointly: readonly Agency[] }>
  | Fact<
      'OrderInspectionRecorded',
      Touching & {
        on: LocalDate;
        result: 'rectified' | 'not-rectified';
        jointly: readonly Agency[];
        findings: TextRef;
        inspection?: string;
        inspectedBy: readonly Officer[];
      }
    >;

const inForce = (state: Order): boolean => state.status === 'in-force';
const notInForce = ['not-in-force', 'the order is not in force'] as const;

const incomplete = (because: string, ...findings: Finding[]): Refusal => refuse('incomplete', 'DSP 21', because, findings);

const named = (agencies: readonly Agency[]): Agency[] => agencies.map(({ kind, division }) => ({ kind, division }));

export const compliance: Slice<ComplianceCommand, ComplianceEvent, Order> = {
  acts: {
    AcknowledgeOrder: {
      basis: 'DSP 21 ¶2',
      already: (_, state) => state.acknowledged,
      when: (state) => inForce(state) && !state.acknowledged,
      otherwise: notInForce,
      decide: ({ on }, state) => [
        { type: 'OrderAcknowledged', basis: ['DSP 21 ¶2'], effectiveOn: on, data: { filings: filingsOf(state) } },
      ],
    },
    RecordServiceRefusal: {
      basis: 'APL 61',
      already: (_, state) => state.refusedService,
      when: (state) => state.status === 'issued',
      otherwise: ['not-to-be-served', 'service can be refused between issue and service'],
      decide({ data, on, by }, state) {
        if (!isOf(state.agency, by)) return notTheIssuer();
        if (data.refusedOn > on || data.refusedOn < (state.issuedOn ?? ''))
          return incomplete('an order is refused after it was issued', {
            pointer: '/refusedOn',
            code: 'not-since-issue',
            detail: 'a day from the issue up to now',
          });
        return [
          {
            type: 'ServiceRefusedRecorded',
            basis: ['CPL 89'],
            effectiveOn: data.refusedOn,
            data: { filings: filingsOf(state), refusedOn: data.refusedOn, circumstances: data.circumstances },
          },
        ];
      },
    },
    ReportMeasuresApplied: {
      basis: 'DSP 21 ¶2',
      already: ({ data }, state) =>
        inForce(state) &&
        data.measures.length > 0 &&
        data.measures.every((id) => state.measures.some((m) => m.measureId === id && m.state === 'applied')),
      when: (state) => inForce(state) && state.measures.some((measure) => measure.state === 'in-force'),
      otherwise: (state) => (inForce(state) ? ['nothing-to-apply', 'every measure served is applied or has ended'] : notInForce),
      decide({ data, facts, on }, state) {
        const ended = endedByItsTerms(state, facts.at);
        if (ended) return ended;
        const open = data.measures.filter((id) => state.measures.some((m) => m.measureId === id && m.state === 'in-force'));
        const wrong = data.measures.flatMap((id, i): Finding[] =>
          state.measures.some((m) => m.measureId === id && (m.state === 'in-force' || m.state === 'applied'))
            ? []
            : [{ pointer: `/measures/${i}`, code: 'no-such-measure', detail: 'the order has no such measure in force' }],
        );
        if (open.length === 0 || wrong.length > 0) return incomplete('a report names measures in force', ...wrong);
        if (Date.parse(data.appliedAt) > Date.parse(facts.at))
          return incomplete('a report is of what has been done', {
            pointer: '/appliedAt',
            code: 'in-the-future',
            detail: 'this moment has not come yet',
          });
        return [
          {
            type: 'MeasuresApplied',
            basis: ['DSP 21 ¶2'],
            effectiveOn: on,
            data: { filings: filingsOf(state), measures: [...new Set(open)], appliedAt: data.appliedAt },
          },
        ];
      },
    },
    ReportRectification: {
      basis: 'DSP 21 ¶2',
      when: (state) => inForce(state) && state.rectification !== 'verified',
      otherwise: (state) => (inForce(state) ? ['already-rectified', 'the authority has found it rectified'] : notInForce),
      decide({ data, facts, on }, state) {
        const ended = endedByItsTerms(state, facts.at);
        if (ended) return ended;
        const unknown = data.attachments.flatMap((sha256, i): Finding[] =>
          facts.unknownAttachments.includes(sha256)
            ? [{ pointer: `/attachments/${i}`, code: 'attachment-unknown', detail: 'upload the attachment first' }]
            : [],
        );
        if (unknown.length > 0) return incomplete('the report names what was not handed in', ...unknown);
        return [
          {
            type: 'RectificationReported',
            basis: ['DSP 21 ¶2', 'ARP 28'],
            effectiveOn: on,
            data: { filings: filingsOf(state), report: data.report, attachments: [...data.attachments] },
          },
        ];
      },
    },
    RejectRectification: {
      basis: 'DSP 21',
      when: (state) => inForce(state) && (state.rectification === 'reported' || state.rectification === 'verifying'),
      otherwise: (state) => (inForce(state) ? ['nothing-reported', 'no rectification has been reported'] : notInForce),
      decide({ data, on, by }, state) {
        if (!isOf(state.agency, by)) return notTheIssuer();
        if (data.rectifyBy < on)
          return incomplete('what is to be rectified is given a new day', {
            pointer: '/rectifyBy',
            code: 'in-the-past',
            detail: 'this day has passed',
          });
        return [
          {
            type: 'RectificationRejected',
            basis: ['DSP 21'],
            effectiveOn: on,
            data: { filings: filingsOf(state), reason: data.reason, rectifyBy: data.rectifyBy, rejectedBy: by.person },
          },
        ];
      },
    },
    ScheduleInspection: {
      basis: 'DSP 21 ¶1',
      when: inForce,
      otherwise: notInForce,
      decide({ data, on, by }, state) {
        if (!isOf(state.agency, by)) return notTheIssuer();
        if (data.on < on)
          return incomplete('an inspection lies ahead', { pointer: '/on', code: 'in-the-past', detail: 'this day has passed' });
        return [
          {
            type: 'OrderInspectionScheduled',
            basis: ['DSP 21 ¶1', 'ARP 28'],
            effectiveOn: on,
            data: { filings: filingsOf(state), on: data.on, jointly: named(data.jointly) },
          },
        ];
      },
    },
    RecordInspection: {
      basis: 'DSP 21 ¶1',
      when: inForce,
      otherwise: notInForce,
      decide({ data, facts, on, by }, state) {
        if (!isOf(state.agency, by)) return notTheIssuer();
        if (facts.officers.length < new Set(data.officers).size)
          return incomplete('officers of the agency inspect', {
            pointer: '/officers',
            code: 'not-of-this-agency',
            detail: 'an officer has an open account of this agency',
          });
        if (new Set(facts.officers.map(({ person }) => person)).size < 2)
          return incomplete('two officers inspect', {
            pointer: '/officers',
            code: 'two-officers',
            detail: 'two officers carry an inspection, who are two persons',
          });
        if (data.on > on || data.on < (state.servedOn ?? ''))
          return incomplete('an inspection is recorded when it was held', {
            pointer: '/on',
            code: 'not-since-service',
            detail: 'a day from the service up to now',
          });
        return [
          {
            type: 'OrderInspectionRecorded',
            basis: ['DSP 21 ¶1', 'ARP 28'],
            effectiveOn: data.on,
            data: {
              filings: filingsOf(state),
              on: data.on,
              result: data.result,
              jointly: named(data.jointly),
              findings: data.findings,
              inspection: data.inspection,
              inspectedBy: facts.officers.map(({ account, person }) => ({ account, person })),
            },
          },
        ];
      },
    },
  },
  facts: {
    OrderAcknowledged: (state) => ({ ...state, acknowledged: true }),
    ServiceRefusedRecorded: (state) => ({ ...state, refusedService: true }),
    MeasuresApplied: (state, { data }) => ({
      ...state,
      measures: state.measures.map((measure) =>
        stands(measure) && data.measures.includes(measure.measureId) ? { ...measure, state: 'applied' } : measure,
      ),
    }),
    RectificationReported: (state) => ({ ...state, rectification: 'reported' }),
    RectificationRejected: (state, { data }) => ({ ...state, rectification: 'rejected', rectifyBy: data.rectifyBy }),
    OrderInspectionScheduled: (state) => (state.rectification === 'reported' ? { ...state, rectification: 'verifying' } : state),
    OrderInspectionRecorded: (state, { data }) => ({
      ...state,
      rectification:
        data.result === 'rectified'
          ? 'verified'
          : state.rectification === 'reported' || state.rectification === 'verified'
            ? 'verifying'
            : state.rectification,
    }),
  },
};
