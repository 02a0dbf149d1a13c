// APL 54 to 64: a case is opened, two officers investigate, the party is told what is proposed and is heard.
import { type Agency } from './account.js';
import { type Slice } from './aggregate.js';
import { type Officer } from './agency.js';
import { type Command, type Fact, hasHandIn, type LocalDate, refuse } from './decider.js';
import { type Jurisdiction, jurisdictionFindings, jurisdictionOf } from './jurisdiction.js';
import { type OfficerFacts, officerFindings, officersOf, type PartyFacts, partyFindings } from './party.js';
import {
  hearingIsOffered,
  inTheFuture,
  type Penalty,
  penaltyFindings,
  type PenaltyGround,
  type ProposedPenalty,
  sanctionOf,
  sanctionsRestOn,
} from './penalty-state.js';
import { type TextRef } from './text-ref.js';

export interface PenaltyOpening {
  grounds: readonly PenaltyGround[];
  /** A subject: one case has exactly one addressee. */
  addressee: string;
  role: 'provider' | 'technical-supporter';
  filings: readonly string[];
  jurisdiction: Jurisdiction;
  /** The provision that ARP 31 and 33 do not give by reference: against technical supporters, and for other law. */
  expressBasis?: string;
  /** Other penalty cases about the same act. */
  sameActAs: readonly string[];
  facts: TextRef;
  inspection?: string;
}

export type PenaltyProcedureCommand =
  | Command<'OpenPenaltyCase', PenaltyOpening, PartyFacts>
  | Command<'RecordPenaltyInvestigation', { officers: readonly string[]; findings: TextRef }, OfficerFacts>
  | Command<'NotifyProposedPenalty', ProposedPenalty & { notifiedOn: LocalDate }>
  | Command<'MakePenaltyStatement', { statement: TextRef; madeOn: LocalDate }>
  | Command<'RecordNoPenaltyStatement', { how: 'waived' | 'term-passed'; recordedFor: LocalDate }>
  | Command<'RequestPenaltyHearing', { requestedOn: LocalDate }>
  | Command<'WithdrawPenaltyHearingRequest'>
  | Command<'NotifyPenaltyHearing', { notifiedOn: LocalDate; heldOn: LocalDate; place: string }>
  | Command<'RecordPenaltyHearing', { heldOn: LocalDate; record: TextRef }>
  | Command<'ReviewPenaltyLegally', { result: 'passed' | 'failed'; opinion: TextRef }>;

type Source = 'party' | 'agency';

export type PenaltyProcedureEvent =
  | Fact<'PenaltyCaseOpened', PenaltyOpening & { agency: Agency; openedBy: string }>
  | Fact<'PenaltyInvestigated', { filings: readonly string[]; findings: TextRef; investigatedBy: readonly Officer[] }>
  | Fact<
      'ProposedPenaltyNotified',
      ProposedPenalty & { filings: readonly string[]; notifiedOn: LocalDate; hearingRight: boolean; proposedBy: string }
    >
  | Fact<'PenaltyStatementMade', { statement: TextRef; madeOn: LocalDate; source: Source }>
  | Fact<'NoPenaltyStatementRecorded', { how: 'waived' | 'term-passed'; recordedFor: LocalDate; recordedBy: string }>
  | Fact<'PenaltyHearingRequested', { requestedOn: LocalDate; source: Source }>
  | Fact<'PenaltyHearingRequestWithdrawn', { source: Source }>
  | Fact<'PenaltyHearingNotified', { notifiedOn: LocalDate; heldOn: LocalDate; place: string }>
  | Fact<'PenaltyHearingHeld', { heldOn: LocalDate; record: TextRef }>
  | Fact<'PenaltyLegallyReviewed', { result: 'passed' | 'failed'; opinion: TextRef; reviewedBy: string }>;

const open = ({ status }: Penalty): boolean => status === 'open';
const proposed = (state: Penalty): boolean => open(state) && state.proposed !== undefined;
const source = (by: { agency?: unknown }): Source => (by.agency === undefined ? 'party' : 'agency');
const notOpen = ['case-not-open', 'the penalty case is not open'] as const;
const notProposed = ['nothing-proposed', 'the party has not been told of a proposed penalty'] as const;

/** Seven working days are never fewer than seven days; how many more they are is for the calendar to say. */
const HEARING_NOTICE_DAYS = 7;
const daysBetween = (from: LocalDate, until: LocalDate): number => (Date.parse(until) - Date.parse(from)) / 86_400_000;

const lacksExpressBasis = ({ role, grounds, expressBasis }: PenaltyOpening): boolean =>
  !expressBasis && (role === 'technical-supporter' || grounds.includes('other-law'));

export const penaltyProcedure: Slice<PenaltyProcedureCommand, PenaltyProcedureEvent, Penalty> = {
  acts: {
    OpenPenaltyCase: {
      basis: 'APL 54',
      when: (state) => state.status === 'none',
      otherwise: ['case-exists', 'the penalty case has been opened'],
      decide({ data, facts, on, by }) {
        if (!by.agency) return refuse('not-an-agency', 'APL 22', 'a penalty case is opened by an authority');
        if (lacksExpressBasis(data))
          return refuse('express-basis-required', 'APL 38', 'this penalty names its own provision', [
            { pointer: '/expressBasis', code: 'missing', detail: 'against technical supporters and under other law' },
          ]);
        const findings = [
          ...(data.grounds.length === 0 ? [{ pointer: '/grounds', code: 'missing', detail: 'name what is punished' }] : []),
          ...partyFindings('/addressee', data.filings, facts),
          ...jurisdictionFindings(data.jurisdiction, by),
        ];
        if (findings.length > 0) return refuse('incomplete', 'APL 54', 'the case cannot be opened like this', findings);
        return [
          {
            type: 'PenaltyCaseOpened',
            basis: ['DSP 22', 'APL 54'],
            effectiveOn: on,
            data: {
              grounds: [...data.grounds],
              addressee: data.addressee,
              role: data.role,
              filings: [...data.filings],
              jurisdiction: jurisdictionOf(data.jurisdiction),
              expressBasis: data.expressBasis,
              sameActAs: [...data.sameActAs],
              facts: data.facts,
              inspection: data.inspection,
              agency: { kind: by.agency.kind, division: by.agency.division },
              openedBy: by.person,
            },
          },
        ];
      },
    },
    RecordPenaltyInvestigation: {
      basis: 'APL 42',
      when: open,
      otherwise: notOpen,
      decide({ data, facts, on }, { filings }) {
        const findings = officerFindings(data.officers, facts.officers);
        if (findings.length > 0) return refuse('incomplete', 'APL 42', 'two officers investigate', findings);
        return [
          {
            type: 'PenaltyInvestigated',
            basis: ['APL 42', 'APL 54'],
            effectiveOn: on,
            data: { filings, findings: data.findings, investigatedBy: officersOf(facts.officers) },
          },
        ];
      },
    },
    NotifyProposedPenalty: {
      basis: 'APL 44',
      when: (state) => open(state) && state.investigated,
      otherwise: ({ status }) => (status === 'open' ? ['not-investigated', 'nothing has been investigated yet'] : notOpen),
      decide({ data, on, by }, state) {
        const findings = [...penaltyFindings(data, on), ...(data.notifiedOn > on ? inTheFuture('/notifiedOn') : [])];
        if (findings.length > 0) return refuse('incomplete', 'APL 44', 'the notice of the penalty is not lawful', findings);
        return [
          {
            type: 'ProposedPenaltyNotified',
            basis: ['APL 44', ...sanctionsRestOn(state)],
            effectiveOn: on,
            data: {
              filings: state.filings,
              sanctions: data.sanctions.map(sanctionOf),
              aggravation: data.aggravation,
              legalBasis: [...data.legalBasis],
              reasons: data.reasons,
              notifiedOn: data.notifiedOn,
              hearingRight: hearingIsOffered(data.sanctions),
              proposedBy: by.person,
            },
          },
        ];
      },
    },
    MakePenaltyStatement: {
      basis: 'APL 45',
      when: proposed,
      otherwise: notProposed,
      decide({ data, on, by }, state) {
        if (data.madeOn > on || data.madeOn < (state.proposed?.notifiedOn ?? ''))
          return refuse('incomplete', 'APL 45', 'the party states after it was told', [
            { pointer: '/madeOn', code: 'not-since-notice', detail: 'a day from the notice up to now' },
          ]);
        return [
          {
            type: 'PenaltyStatementMade',
            basis: ['APL 45'],
            effectiveOn: data.madeOn,
            data: { statement: data.statement, madeOn: data.madeOn, source: source(by) },
          },
        ];
      },
    },
    RecordNoPenaltyStatement: {
      basis: 'APL 45',
      already: ({ data }, state) => open(state) && state.statement === data.how,
      when: (state) => proposed(state) && state.statement === undefined,
      otherwise: (state) => (proposed(state) ? ['statement-on-record', 'what the party said is on record'] : notProposed),
      decide({ data, on, by }, state) {
        const notifiedOn = state.proposed?.notifiedOn ?? '';
        // A term has not passed on the day on which it begins.
        if (
          data.recordedFor > on ||
          data.recordedFor < notifiedOn ||
          (data.how === 'term-passed' && data.recordedFor === notifiedOn)
        )
          return refuse('incomplete', 'APL 45', 'the party has its time', [
            { pointer: '/recordedFor', code: 'not-since-notice', detail: 'a day after the notice, up to now' },
          ]);
        return [
          {
            type: 'NoPenaltyStatementRecorded',
            basis: ['APL 45'],
            effectiveOn: data.recordedFor,
            data: { how: data.how, recordedFor: data.recordedFor, recordedBy: by.person },
          },
        ];
      },
    },
    RequestPenaltyHearing: {
      basis: 'APL 63',
      already: (_, state) => proposed(state) && (state.hearing === 'requested' || state.hearing === 'notified'),
      when: (state) => proposed(state) && state.proposed?.hearingRight === true && ['none', 'withdrawn'].includes(state.hearing),
      otherwise(state) {
        if (!proposed(state)) return notProposed;
        return state.hearing === 'held'
          ? ['hearing-held', 'the hearing has been held']
          : ['no-hearing-offered', 'the proposed penalty is not one of those before which a hearing is held'];
      },
      decide({ data, on, by }, state) {
        if (data.requestedOn > on || data.requestedOn < (state.proposed?.notifiedOn ?? ''))
          return refuse('incomplete', 'APL 64', 'a hearing is requested after the notice', [
            { pointer: '/requestedOn', code: 'not-since-notice', detail: 'a day from the notice up to now' },
          ]);
        return [
          {
            type: 'PenaltyHearingRequested',
            basis: ['APL 63', 'APL 64'],
            effectiveOn: data.requestedOn,
            data: { requestedOn: data.requestedOn, source: source(by) },
          },
        ];
      },
    },
    WithdrawPenaltyHearingRequest: {
      basis: 'APL 64',
      already: (_, state) => proposed(state) && state.hearing === 'withdrawn',
      when: (state) => open(state) && (state.hearing === 'requested' || state.hearing === 'notified'),
      otherwise: ['no-hearing-requested', 'no hearing is waiting to be held'],
      decide: ({ on, by }) => [
        { type: 'PenaltyHearingRequestWithdrawn', basis: ['APL 64'], effectiveOn: on, data: { source: source(by) } },
      ],
    },
    NotifyPenaltyHearing: {
      basis: 'APL 64',
      when: (state) => open(state) && (state.hearing === 'requested' || state.hearing === 'notified'),
      otherwise: ['no-hearing-requested', 'no hearing is waiting to be held'],
      decide({ data, on }) {
        if (data.notifiedOn > on) return refuse('incomplete', 'APL 64', 'the notice has been given', inTheFuture('/notifiedOn'));
        if (daysBetween(data.notifiedOn, data.heldOn) < HEARING_NOTICE_DAYS)
          return refuse('incomplete', 'APL 64', 'time and place are notified seven working days before', [
            { pointer: '/heldOn', code: 'too-soon', detail: 'seven working days after the notice, or later' },
          ]);
        return [
          {
            type: 'PenaltyHearingNotified',
            basis: ['APL 64'],
            effectiveOn: data.notifiedOn,
            data: { notifiedOn: data.notifiedOn, heldOn: data.heldOn, place: data.place },
          },
        ];
      },
    },
    RecordPenaltyHearing: {
      basis: 'APL 64',
      when: (state) => open(state) && state.hearing === 'notified',
      otherwise: ['hearing-not-notified', 'a hearing is held after its time and place were notified'],
      decide({ data, on }, state) {
        if (data.heldOn > on || data.heldOn < (state.hearingOn ?? ''))
          return refuse('incomplete', 'APL 64', 'a hearing is held on its day', [
            { pointer: '/heldOn', code: 'not-the-day', detail: 'the notified day, or a later one up to now' },
          ]);
        return [
          {
            type: 'PenaltyHearingHeld',
            basis: ['APL 64'],
            effectiveOn: data.heldOn,
            data: { heldOn: data.heldOn, record: data.record },
          },
        ];
      },
    },
    ReviewPenaltyLegally: {
      basis: 'APL 58',
      when: (state) => proposed(state) && state.statement !== undefined,
      otherwise: (state) => (proposed(state) ? ['party-not-heard', 'the party is heard first'] : notProposed),
      decide({ data, on, by }, state) {
        if (hasHandIn(by, ...state.hands)) return refuse('four-eyes', 'APL 58', 'who prepared the case does not review it');
        return [
          {
            type: 'PenaltyLegallyReviewed',
            basis: ['APL 58'],
            effectiveOn: on,
            data: { result: data.result, opinion: data.opinion, reviewedBy: by.person },
          },
        ];
      },
    },
  },
  facts: {
    PenaltyCaseOpened: (state, { data }) => ({
      ...state,
      status: 'open',
      agency: data.agency,
      addressee: data.addressee,
      role: data.role,
      grounds: data.grounds,
      filings: data.filings,
      jurisdiction: data.jurisdiction,
      expressBasis: data.expressBasis,
      sameActAs: data.sameActAs,
      hands: [data.openedBy],
    }),
    PenaltyInvestigated: (state, { data }) => ({
      ...state,
      investigated: true,
      hands: [...new Set([...state.hands, ...data.investigatedBy.map(({ person }) => person)])],
    }),
    // Another penalty is another notice: the party is heard anew, and what was reviewed is not this.
    ProposedPenaltyNotified: (state, { data }) => ({
      ...state,
      proposed: data,
      statement: undefined,
      hearing: 'none',
      hearingOn: undefined,
      legalReview: undefined,
      hands: [...new Set([...state.hands, data.proposedBy])],
    }),
    PenaltyStatementMade: (state) => ({ ...state, statement: 'made' }),
    NoPenaltyStatementRecorded: (state, { data }) => ({ ...state, statement: data.how }),
    PenaltyHearingRequested: (state) => ({ ...state, hearing: 'requested' }),
    PenaltyHearingRequestWithdrawn: (state) => ({ ...state, hearing: 'withdrawn', hearingOn: undefined }),
    PenaltyHearingNotified: (state, { data }) => ({ ...state, hearing: 'notified', hearingOn: data.heldOn }),
    PenaltyHearingHeld: (state) => ({ ...state, hearing: 'held' }),
    PenaltyLegallyReviewed: (state, { data }) => ({ ...state, legalReview: data.result }),
  },
};
