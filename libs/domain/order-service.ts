// An approved order is issued under its number and served; service puts it in force (APL 61, CPL 87 to 95). Acknowledgement does not.
import { type Slice } from './aggregate.js';
import { type Officer } from './agency.js';
import { type Command, type Fact, hasHandIn, type LocalDate, refuse } from './decider.js';
import { endsWithinADay } from './order-draft.js';
import { type PublicationEvent, publishedWithService } from './order-publication.js';
import {
  type At,
  earlier,
  filingsOf,
  fourEyes,
  isOf,
  isProvisional,
  type Measure,
  measureAlone,
  notTheIssuer,
  type Order,
  stands,
} from './order-state.js';
import {
  noticeRefusal,
  type PublicNotice,
  type Served,
  serviceBasis,
  type ServingFacts,
  servingRefusal,
  type Since,
} from './serving.js';

export type ServiceFacts = At & ServingFacts;

export type ServiceCommand =
  | Command<'IssueOrder', { documentNo: string }, At>
  | Command<'RatifyOrder', { officers: readonly string[] }, At & { officers: readonly Officer[] }>
  | Command<'StartPublicNotice', PublicNotice>
  | Command<'ServeOrder', Served, ServiceFacts>;

interface Touching {
  filings: readonly string[];
}

export type ServiceEvent =
  | Fact<'OrderIssued', Touching & { documentNo: string; approvedBy?: string; issuedBy: string }>
  | Fact<'OrderRatified', Touching & { ratifiedBy: string; signedBy: readonly Officer[] }>
  | Fact<'PublicNoticeStarted', Touching & PublicNotice>
  | Fact<
      'OrderServed',
      Touching & Served & { documentNo: string; addressee: string; measures: readonly Measure[]; publicNoticeFrom?: LocalDate }
    >;

/** Nothing is served before it was issued. */
const since = ({ issuedOn }: Order): Since => ({
  day: issuedOn,
  code: 'not-since-issue',
  detail: 'a day from the issue up to now',
});

const servable = (state: Order): boolean => state.status === 'issued' || (state.status === 'in-force' && state.toServe);

export const service: Slice<ServiceCommand, ServiceEvent, Order, PublicationEvent> = {
  acts: {
    IssueOrder: {
      basis: 'DSP 21',
      already: ({ data }, state) => state.status === 'issued' && state.documentNo === data.documentNo,
      when: (state) => state.status === 'draft' && (state.approval !== undefined || isProvisional(state)),
      otherwise: (state) =>
        state.status === 'draft'
          ? ['not-approved', 'the draft has no approval, or was edited after it']
          : ['not-a-draft', 'an order is issued once'],
      decide({ data, facts, on, by }, state) {
        if (!isOf(state.agency, by)) return notTheIssuer();
        const until = state.content?.provisionalUntil;
        if (until !== undefined && !endsWithinADay(until, facts.at))
          return refuse('provisional-term', 'design', 'a provisional order ends within 24 hours of its issue');
        return [
          {
            type: 'OrderIssued',
            basis: ['DSP 21'],
            effectiveOn: on,
            data: {
              filings: filingsOf(state),
              documentNo: data.documentNo,
              approvedBy: state.approval?.approvedBy,
              issuedBy: by.person,
            },
          },
        ];
      },
    },
    RatifyOrder: {
      basis: 'design',
      already: ({ by }, state) => state.ratifiedBy === by.person,
      when: (state) => (state.status === 'issued' || state.status === 'in-force') && isProvisional(state),
      otherwise: ['not-provisional', 'only a provisional order that stands is ratified'],
      decide({ data, facts, on, by }, state) {
        if (!isOf(state.agency, by)) return notTheIssuer();
        if (!earlier(facts.at, state.content?.provisionalUntil ?? ''))
          return refuse('provisional-term', 'design', 'the order has ended by its own terms');
        if (hasHandIn(by, ...state.hands)) return fourEyes();
        if (facts.officers.length < new Set(data.officers).size)
          return refuse('incomplete', 'DSP 21', 'officers of the agency sign', [
            { pointer: '/officers', code: 'not-of-this-agency', detail: 'an officer has an open account of this agency' },
          ]);
        const signed = new Set([...state.signatories, ...facts.officers].map(({ person }) => person));
        if (signed.size < 2 || hasHandIn(by, ...signed))
          return refuse('incomplete', 'DSP 21', 'what lasts is signed by two officers, and ratified by another person', [
            { pointer: '/officers', code: 'two-officers', detail: 'two officers sign, who are two persons' },
          ]);
        return [
          {
            type: 'OrderRatified',
            basis: ['design'],
            effectiveOn: on,
            data: {
              filings: filingsOf(state),
              ratifiedBy: by.person,
              signedBy: facts.officers.map(({ account, person }) => ({ account, person })),
            },
          },
        ];
      },
    },
    StartPublicNotice: {
      basis: 'APL 61',
      when: (state) => servable(state) && state.noticeStartedOn === undefined,
      otherwise: ['nothing-to-serve', 'there is nothing to serve, or the notice has begun'],
      decide({ data, on, by }, state) {
        if (!isOf(state.agency, by)) return notTheIssuer();
        const refused = noticeRefusal(data, since(state), on);
        if (refused) return refused;
        return [
          {
            type: 'PublicNoticeStarted',
            basis: ['APL 61', 'CPL 95'],
            effectiveOn: data.startedOn,
            data: { filings: filingsOf(state), startedOn: data.startedOn, place: data.place },
          },
        ];
      },
    },
    ServeOrder: {
      basis: 'APL 61',
      already: ({ data }, state) => state.status === 'in-force' && !state.toServe && state.servedOn === data.servedOn,
      when: servable,
      otherwise: ['nothing-to-serve', 'only what has been issued, extended or escalated is served'],
      decide({ data, facts, on, by }, state) {
        if (!isOf(state.agency, by)) return notTheIssuer();
        if (isProvisional(state) && !earlier(facts.at, state.content?.provisionalUntil ?? ''))
          return refuse('provisional-term', 'design', 'the order has ended by its own terms');
        const refused = servingRefusal(data, facts, { since: since(state), on, noticeStartedOn: state.noticeStartedOn });
        if (refused) return refused;
        return [
          {
            type: 'OrderServed',
            basis: ['APL 61', serviceBasis[data.method]],
            effectiveOn: data.servedOn,
            data: {
              filings: filingsOf(state),
              method: data.method,
              servedOn: data.servedOn,
              proof: data.proof,
              documentNo: state.documentNo ?? '',
              addressee: state.content?.addressee ?? '',
              measures: state.measures.filter((measure) => measure.state === 'ordered').map(measureAlone),
              publicNoticeFrom: data.method === 'public-notice' ? state.noticeStartedOn : undefined,
            },
          },
          ...publishedWithService(state, on, data.servedOn),
        ];
      },
    },
  },
  facts: {
    OrderIssued: (state, { data, effectiveOn }) => ({
      ...state,
      status: 'issued',
      documentNo: data.documentNo,
      issuedOn: effectiveOn,
      hands: isProvisional(state) ? [...new Set([...state.hands, data.issuedBy])] : state.hands,
    }),
    OrderRatified: (state, { data }) => ({
      ...state,
      ratifiedBy: data.ratifiedBy,
      signatories: [...state.signatories, ...data.signedBy],
      hands: [...new Set([...state.hands, ...data.signedBy.map(({ person }) => person)])],
    }),
    PublicNoticeStarted: (state, { data }) => ({ ...state, noticeStartedOn: data.startedOn }),
    OrderServed: (state, { data }) => ({
      ...state,
      status: 'in-force',
      servedOn: state.servedOn ?? data.servedOn,
      toServe: false,
      noticeStartedOn: undefined,
      measures: state.measures.map((measure) =>
        stands(measure) && measure.state === 'ordered' ? { ...measure, state: 'in-force' } : measure,
      ),
    }),
  },
};
