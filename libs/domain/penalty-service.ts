// APL 61: the decision is served, and has no effect for its party before. With it the time to pay, to correct and for remedies begins.
import { type Slice } from './aggregate.js';
import { type Command, type Fact, type LocalDate } from './decider.js';
import { type Penalty } from './penalty-state.js';
import {
  noticeRefusal,
  type PublicNotice,
  type Served,
  serviceBasis,
  type ServingFacts,
  servingRefusal,
  type Since,
} from './serving.js';

export type PenaltyServiceCommand =
  Command<'StartPenaltyPublicNotice', PublicNotice> | Command<'ServePenalty', Served, ServingFacts>;

interface Touching {
  filings: readonly string[];
}

export type PenaltyServiceEvent =
  | Fact<'PenaltyPublicNoticeStarted', Touching & PublicNotice>
  | Fact<'PenaltyServed', Touching & Served & { publicNoticeFrom?: LocalDate }>;

const decided = ({ status }: Penalty): boolean => status === 'decided';
const since = ({ decidedOn }: Penalty): Since => ({
  day: decidedOn,
  code: 'not-since-decision',
  detail: 'a day from the decision up to now',
});
const otherwise = (state: Penalty) =>
  decided(state)
    ? (['penalty-served', 'the decision has been served'] as const)
    : (['penalty-not-decided', 'there is no penalty to serve'] as const);

export const penaltyService: Slice<PenaltyServiceCommand, PenaltyServiceEvent, Penalty> = {
  acts: {
    StartPenaltyPublicNotice: {
      basis: 'APL 61',
      already: ({ data }, state) => decided(state) && state.noticeStartedOn === data.startedOn,
      when: (state) => decided(state) && state.servedOn === undefined && state.noticeStartedOn === undefined,
      otherwise: (state) => (state.noticeStartedOn === undefined ? otherwise(state) : ['notice-running', 'the notice has begun']),
      decide: ({ data, on }, state) =>
        noticeRefusal(data, since(state), on) ?? [
          {
            type: 'PenaltyPublicNoticeStarted',
            basis: ['APL 61', 'CPL 95'],
            effectiveOn: data.startedOn,
            data: { filings: state.filings, startedOn: data.startedOn, place: data.place },
          },
        ],
    },
    ServePenalty: {
      basis: 'APL 61',
      already: ({ data }, state) => decided(state) && state.servedOn === data.servedOn,
      when: (state) => decided(state) && state.servedOn === undefined,
      otherwise,
      decide: ({ data, facts, on }, state) =>
        servingRefusal(data, facts, { since: since(state), on, noticeStartedOn: state.noticeStartedOn }) ?? [
          {
            type: 'PenaltyServed',
            basis: ['APL 61', serviceBasis[data.method]],
            effectiveOn: data.servedOn,
            data: {
              filings: state.filings,
              method: data.method,
              servedOn: data.servedOn,
              proof: data.proof,
              publicNoticeFrom: data.method === 'public-notice' ? state.noticeStartedOn : undefined,
            },
          },
        ],
    },
  },
  facts: {
    PenaltyPublicNoticeStarted: (state, { data }) => ({ ...state, noticeStartedOn: data.startedOn }),
    PenaltyServed: (state, { data }) => ({ ...state, servedOn: data.servedOn }),
  },
};
