// DSP 21: an authority that finds a larger risk to information security orders measures. Two named officers sign the draft; an approver
// who neither drafted, edited nor signed it approves it; any edit voids the approval.
import { type Slice } from './aggregate.js';
import { type Officer } from './agency.js';
import { type Basis, type Command, type Fact, type Finding, hasHandIn, type LocalDate, type Refusal, refuse } from './decider.js';
import { type Jurisdiction, jurisdictionOf } from './jurisdiction.js';
import { numbered } from './order-measures.js';
import {
  type Agency,
  type At,
  earlier,
  filingsOf,
  type Instant,
  isOf,
  type Measure,
  notTheIssuer,
  type Order,
  type OrderContent,
  orderingAgencies,
  type Publication,
  type RemediesNotice,
} from './order-state.js';
import { missingSignatory, termsFindings, unknownSignatory } from './order-terms.js';
import { type TextRef } from './text-ref.js';

/** What outside tables know of a draft. */
export interface DraftFacts extends At {
  /** Of the accounts named as officers, those that are open in the agency. */
  officers: readonly Officer[];
  addresseeKnown: boolean;
  /** Filings named that do not exist, and those that another subject holds. */
  unknownFilings: readonly string[];
  foreignFilings: readonly string[];
  /** Whether this installation knows provisional orders at all. */
  provisionalOrders: boolean;
}

interface Drafted {
  filings: readonly string[];
  draft: number;
  agency: Agency;
  addressee: string;
  jurisdiction: Jurisdiction;
  legalBasis: readonly string[];
  riskFinding: TextRef;
  reasons: TextRef;
  measures: readonly Measure[];
  reviewOn?: LocalDate;
  rectifyBy?: LocalDate;
  remedies: RemediesNotice;
  provisionalUntil?: Instant;
  signedBy: readonly Officer[];
  /** The incident under which it was drafted, and who had a hand in preparing that. */
  incident?: string;
  preparedBy?: readonly string[];
}

/** What an incident hands on to each of its orders. */
export interface UnderIncident {
  incident: string;
  /** Natural persons: they stand behind the order as its own drafters do. */
  preparedBy: readonly string[];
}

export type DraftCommand =
  | Command<'DraftOrder', { content: OrderContent; officers: readonly string[]; under?: UnderIncident }, DraftFacts>
  | Command<'EditOrder', { content: OrderContent; officers: readonly string[] }, DraftFacts>
  | Command<'ApproveOrder', { draft: number; publication: Publication; publicationBasis?: string }>;

export type DraftEvent =
  | Fact<'OrderDrafted', Drafted & { draftedBy: string }>
  | Fact<'OrderEdited', Drafted & { editedBy: string }>
  | Fact<
      'OrderApproved',
      { filings: readonly string[]; draft: number; publication: Publication; publicationBasis?: string; approvedBy: string }
    >;

type Drafting = Extract<DraftCommand, { type: 'DraftOrder' | 'EditOrder' }>;

const DAY = 86_400_000;

function officersFinding({ data, facts, by }: Drafting): Finding[] {
  const unknown = unknownSignatory(data.officers, facts.officers);
  if (unknown.length > 0 || data.content.provisionalUntil !== undefined) return unknown;
  return missingSignatory(facts.officers, by);
}

function provisionalFinding({ data, facts }: Drafting): Finding[] {
  const { provisionalUntil: until } = data.content;
  if (until === undefined) return [];
  const pointer = '/provisionalUntil';
  if (!facts.provisionalOrders)
    return [{ pointer, code: 'not-provided-for', detail: 'this installation does not know provisional orders' }];
  const milliseconds = Date.parse(until) - Date.parse(facts.at);
  return milliseconds > 0 && milliseconds <= DAY
    ? []
    : [{ pointer, code: 'too-long', detail: 'a provisional order ends within 24 hours' }];
}

function contentFindings(command: Drafting, agency: Agency): Finding[] {
  const { data, facts, on } = command;
  const { content } = data;
  return [
    ...(facts.addresseeKnown ? [] : [{ pointer: '/addressee', code: 'subject-unknown', detail: 'record the subject first' }]),
    ...content.filings.flatMap((filing, i) => [
      ...(facts.unknownFilings.includes(filing)
        ? [{ pointer: `/filings/${i}`, code: 'filing-unknown', detail: 'there is no such filing' }]
        : []),
      ...(facts.foreignFilings.includes(filing)
        ? [{ pointer: `/filings/${i}`, code: 'not-the-addressee’s', detail: 'another subject holds this filing' }]
        : []),
    ]),
    ...termsFindings(content, content.filings, agency, on),
    ...officersFinding(command),
    ...provisionalFinding(command),
  ];
}

function drafted(command: Drafting, agency: Agency, draft: number): Drafted | Refusal {
  const findings = contentFindings(command, agency);
  if (findings.length > 0) return refuse('incomplete', 'DSP 21', 'the draft is not an order yet', findings);
  const { content } = command.data;
  return {
    filings: [...new Set(content.filings)],
    draft,
    agency: { kind: agency.kind, division: agency.division },
    addressee: content.addressee,
    jurisdiction: jurisdictionOf(content.jurisdiction),
    legalBasis: [...content.legalBasis],
    riskFinding: content.riskFinding,
    reasons: content.reasons,
    measures: numbered(content.measures, 0),
    reviewOn: content.reviewOn,
    rectifyBy: content.rectifyBy,
    remedies: { reconsideration: content.remedies.reconsideration, litigation: content.remedies.litigation },
    provisionalUntil: content.provisionalUntil,
    signedBy: command.facts.officers.map(({ account, person }) => ({ account, person })),
  };
}

const basis = (jurisdiction: Jurisdiction): readonly Basis[] =>
  jurisdiction.factor === 'seat' ? ['DSP 21', 'DSP 3'] : ['DSP 21', 'DSP 3', 'APL 22'];

export const draft: Slice<DraftCommand, DraftEvent, Order> = {
  acts: {
    DraftOrder: {
      basis: 'DSP 21',
      when: (state) => state.status === 'none',
      otherwise: ['order-exists', 'this order is drafted; edit the draft'],
      decide(command, state) {
        const { on, by } = command;
        const agency = by.agency;
        if (!agency || !(orderingAgencies as readonly string[]).includes(agency.kind))
          return refuse(
            'no-ordering-agency',
            'DSP 21',
            'cyberspace, telecommunications and public security authorities order measures',
          );
        const data = drafted(command, agency, state.draft + 1);
        if ('refused' in data) return data;
        const { under } = command.data;
        return [
          {
            type: 'OrderDrafted',
            basis: basis(data.jurisdiction),
            effectiveOn: on,
            data: { ...data, incident: under?.incident, preparedBy: under && [...under.preparedBy], draftedBy: by.person },
          },
        ];
      },
    },
    EditOrder: {
      basis: 'DSP 21',
      when: (state) => state.status === 'draft',
      otherwise: ['not-a-draft', 'what has been issued is not edited'],
      decide(command, state) {
        const { on, by } = command;
        if (!state.agency || !isOf(state.agency, by)) return notTheIssuer();
        if (command.data.content.addressee !== state.content?.addressee)
          return refuse('incomplete', 'DSP 21', 'an order has one addressee', [
            { pointer: '/addressee', code: 'changed', detail: 'draft another order for another addressee' },
          ]);
        // Who edits must not turn an order of one person into one of two by leaving out its printed end, nor the other way round.
        if ((command.data.content.provisionalUntil === undefined) !== (state.content.provisionalUntil === undefined))
          return refuse('incomplete', 'design', 'a provisional order is drafted as one', [
            { pointer: '/provisionalUntil', code: 'changed', detail: 'draft another order instead' },
          ]);
        const data = drafted(command, state.agency, state.draft + 1);
        if ('refused' in data) return data;
        return [
          { type: 'OrderEdited', basis: basis(data.jurisdiction), effectiveOn: on, data: { ...data, editedBy: by.person } },
        ];
      },
    },
    ApproveOrder: {
      basis: 'DSP 21',
      already: ({ data, by }, state) =>
        state.status === 'draft' &&
        data.draft === state.draft &&
        state.approval?.approvedBy === by.person &&
        state.approval.publication === data.publication,
      when: (state) => state.status === 'draft',
      otherwise: ['not-a-draft', 'only a draft is approved'],
      decide({ data, on, by }, state) {
        if (!isOf(state.agency, by)) return notTheIssuer();
        if (data.draft !== state.draft) return refuse('draft-changed', 'design', 'the draft was edited since it was read');
        if (hasHandIn(by, ...state.hands))
          return refuse('four-eyes', 'design', 'who drafted, edited or signed an order cannot approve it');
        return [
          {
            type: 'OrderApproved',
            basis: ['DSP 21'],
            effectiveOn: on,
            data: {
              filings: filingsOf(state),
              draft: state.draft,
              publication: data.publication,
              publicationBasis: data.publicationBasis,
              approvedBy: by.person,
            },
          },
        ];
      },
    },
  },
  facts: {
    OrderDrafted: (state, { data }) => ({ ...withDraft(state, data, data.draftedBy), status: 'draft' }),
    OrderEdited: (state, { data }) => withDraft(state, data, data.editedBy),
    OrderApproved: (state, { data }) => ({
      ...state,
      approval: {
        approvedBy: data.approvedBy,
        publication: data.publication,
        publicationBasis: data.publicationBasis,
      },
    }),
  },
};

/** The draft as it is now. Who ever had a hand in it keeps it; no approval outlives an edit. */
const withDraft = (state: Order, data: Drafted, person: string): Order => ({
  ...state,
  agency: data.agency,
  content: {
    addressee: data.addressee,
    filings: data.filings,
    jurisdiction: data.jurisdiction,
    legalBasis: data.legalBasis,
    riskFinding: data.riskFinding,
    reasons: data.reasons,
    measures: data.measures,
    reviewOn: data.reviewOn,
    rectifyBy: data.rectifyBy,
    remedies: data.remedies,
    provisionalUntil: data.provisionalUntil,
  },
  draft: data.draft,
  incident: data.incident ?? state.incident,
  hands: [...new Set([...state.hands, person, ...(data.preparedBy ?? []), ...data.signedBy.map((officer) => officer.person)])],
  signatories: data.signedBy,
  approval: undefined,
  measures: data.measures.map((measure) => ({ ...measure, state: 'ordered' as const })),
  reviewOn: data.reviewOn,
  rectifyBy: data.rectifyBy,
});

/** Whether the printed end of a provisional order leaves it at most 24 hours from then on. */
export const endsWithinADay = (until: Instant, at: Instant): boolean =>
  earlier(at, until) && Date.parse(until) - Date.parse(at) <= DAY;
