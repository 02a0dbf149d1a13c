// An approved order is issued under its number and served; service puts it in force (APL 61, CPL 87 to 95). Acknowledgement does not.
import { type Slice } from './aggregate.js';
import { type Officer } from './agency.js';
import { type Basis, type Command, type Fact, hasHandIn, type LocalDate, refuse } from './decider.js';
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
  type ServiceMethod,
  stands,
} from './order-state.js';

export interface ServiceFacts extends At {
  /** The subject has signed that it may be served electronically. */
  consent: boolean;
  unknownDocuments: readonly string[];
}

interface Served {
  method: ServiceMethod;
  servedOn: LocalDate;
  /** The return of service, the witness’s record, the receipt: SHA-256 of the uploaded proof. */
  proof: string;
}

export type ServiceCommand =
  | Command<'IssueOrder', { documentNo: string }, At>
  | Command<'RatifyOrder', { officers: readonly string[] }, At & { officers: readonly Officer[] }>
  | Command<'StartPublicNotice', { startedOn: LocalDate; place: string }>
  | Command<'ServeOrder', Served, ServiceFacts>;

interface Touching {
  filings: readonly string[];
}

export type ServiceEvent =
  | Fact<'OrderIssued', Touching & { documentNo: string; approvedBy?: string; issuedBy: string }>
  | Fact<'OrderRatified', Touching & { ratifiedBy: string; signedBy: readonly Officer[] }>
  | Fact<'PublicNoticeStarted', Touching & { startedOn: LocalDate; place: string }>
  | Fact<
      'OrderServed',
      Touching & Served & { documentNo: string; addressee: string; measures: readonly Measure[]; publicNoticeFrom?: LocalDate }
    >;

/** CPL 95: service by public notice is deemed done when thirty days have passed. */
const NOTICE_DAYS = 30;

const serviceBasis: Record<ServiceMethod, Basis> = {
  direct: 'CPL 88',
  'left-with-witness': 'CPL 89',
  post: 'CPL 91',
  entrusted: 'CPL 91',
  electronic: 'APL 61 ¶2',
  'public-notice': 'CPL 95',
};

/** The day on which service by public notice is deemed done. */
export const deemedServedOn = (startedOn: LocalDate): LocalDate =>
  new Date(Date.parse(startedOn) + NOTICE_DAYS * 86_400_000).toISOString().slice(0, 10);

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
        if (data.startedOn > on || data.startedOn < (state.issuedOn ?? ''))
          return refuse('incomplete', 'APL 61', 'a notice begins after the order was issued', [
            { pointer: '/startedOn', code: 'not-since-issue', detail: 'a day from the issue up to now' },
          ]);
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
        const wrong = (pointer: string, code: string, detail: string) =>
          refuse('incomplete', 'APL 61', 'service is shown by its proof', [{ pointer, code, detail }]);
        if (data.servedOn > on || data.servedOn < (state.issuedOn ?? ''))
          return wrong('/servedOn', 'not-since-issue', 'a day from the issue up to now');
        if (facts.unknownDocuments.includes(data.proof))
          return wrong('/proof', 'attachment-unknown', 'upload the proof of service first');
        if (data.method === 'electronic' && !facts.consent)
          return refuse('no-service-consent', 'APL 61 ¶2', 'electronic service needs the addressee’s signed consent');
        if (data.method === 'public-notice') {
          const deemed = state.noticeStartedOn && deemedServedOn(state.noticeStartedOn);
          if (deemed === undefined) return refuse('no-public-notice', 'APL 61', 'no public notice has begun');
          if (on < deemed) return refuse('notice-running', 'APL 61', `service by public notice is deemed done on ${deemed}`);
          if (data.servedOn !== deemed) return wrong('/servedOn', 'not-deemed', `it is deemed done on ${deemed}`);
        }
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
