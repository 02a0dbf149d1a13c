// 注销: the service has ended (ARP 24 ¶3), or the authority cancels of its own motion (ARP 33 ¶2). Never to be confused
// with revocation (撤销). An open enforcement order neither prevents a cancellation nor vanishes with it.
import { type Slice } from './aggregate.js';
import { citationFindings, type CitedFacts, isDecidedIn } from './cited-penalties.js';
import { type Basis, type Command, type Fact, hasHandIn, type LocalDate, refuse } from './decider.js';
import { type Lapse, lapse } from './filing-change.js';
import { ended, type ExOfficioGround, type Filing } from './filing-state.js';
import { type TextRef } from './text-ref.js';

/** Another authority's decision that this one rests on: closure of the site, revocation of a permit or licence. */
export interface ExternalDecision {
  agency: string;
  number: string;
  date: LocalDate;
}

export type CancellationCommand =
  | Command<'ReportTermination', { terminatedOn: LocalDate }>
  | Command<'SubmitCancellation', { terminatedOn: LocalDate; arrangements: TextRef }>
  | Command<'CompleteCancellation'>
  | Command<'ReturnCancellation', { serviceContinues: TextRef }>
  | Command<
      'ProposeExOfficioCancellation',
      {
        ground: ExOfficioGround;
        reason: TextRef;
        externalDecision?: ExternalDecision;
        expressBasis?: string;
        /** Penalty cases that it cites, by id. */
        penalties: readonly string[];
      },
      CitedFacts
    >
  | Command<'ApproveExOfficioCancellation', { documentNo: string }, CitedFacts>;

export type CancellationEvent =
  | Fact<'ServiceTerminated', { terminatedOn: LocalDate; source: 'filer' | 'agency' }>
  | Fact<'CancellationSubmitted', { terminatedOn: LocalDate; arrangements: TextRef }>
  | Fact<'CancellationCompleted', { terminatedOn: LocalDate; completedBy: string }>
  | Fact<'CancellationReturned', { serviceContinues: TextRef; returnedBy: string }>
  | Fact<
      'ExOfficioCancellationProposed',
      {
        ground: ExOfficioGround;
        reason: TextRef;
        externalDecision?: ExternalDecision;
        expressBasis?: string;
        penalties: readonly string[];
        proposedBy: string;
      }
    >
  | Fact<
      'ExOfficioCancelled',
      {
        ground: ExOfficioGround;
        documentNo: string;
        penalties: readonly string[];
        proposedBy: readonly string[];
        approvedBy: string;
      }
    >;

const filed = (state: Filing) => state.status === 'filed';
const submitted = (state: Filing) => filed(state) && state.cancellation?.status === 'submitted';
const future = (pointer: string) => [{ pointer, code: 'in-the-future', detail: 'this day has not come yet' }];

/** Sanctions are not carried over to technical supporters by reference: their decision names its own provision (APL 38). */
export const lacksExpressBasis = (state: Filing, expressBasis: string | undefined): boolean =>
  state.content?.role === 'technical-supporter' && !expressBasis;

/** What a sanction rests on: `article` against a provider, its own express provision against a technical supporter. */
export const sanctionBasis = (state: Filing, article: Basis, expressBasis: string | undefined): Basis =>
  state.content?.role === 'technical-supporter' && expressBasis ? expressBasis : article;

export const cancellation: Slice<CancellationCommand, CancellationEvent, Filing, Lapse> = {
  acts: {
    ReportTermination: {
      basis: 'ARP 24 ¶3',
      already: ({ data }, state) => state.terminatedOn === data.terminatedOn,
      when: filed,
      otherwise: ['filing-not-filed', 'only the service of a filing in force can be reported as ended'],
      decide: ({ data, on, by }) =>
        data.terminatedOn > on
          ? refuse('incomplete', 'ARP 24 ¶3', 'an end is reported once it has come', future('/terminatedOn'))
          : [
              {
                type: 'ServiceTerminated',
                basis: ['ARP 24 ¶3'],
                effectiveOn: data.terminatedOn,
                data: { terminatedOn: data.terminatedOn, source: by.agency ? 'agency' : 'filer' },
              },
            ],
    },
    SubmitCancellation: {
      basis: 'ARP 24 ¶3',
      already: ({ data }, state) => submitted(state) && state.cancellation?.terminatedOn === data.terminatedOn,
      when: (state) => filed(state) && state.holder !== undefined && !submitted(state),
      otherwise: ['cancellation-not-possible', 'the holder of a filing in force cancels it, once'],
      decide: ({ data, on }) =>
        data.terminatedOn > on
          ? refuse('incomplete', 'ARP 24 ¶3', 'a filing is cancelled after its service has ended', future('/terminatedOn'))
          : [
              {
                type: 'CancellationSubmitted',
                basis: ['DSP 19', 'ARP 24 ¶3'],
                effectiveOn: on,
                data: { terminatedOn: data.terminatedOn, arrangements: data.arrangements },
              },
            ],
    },
    CompleteCancellation: {
      basis: 'ARP 24 ¶3',
      already: (_, state) => state.status === 'cancelled',
      when: submitted,
      otherwise: ['cancellation-not-submitted', 'there is no cancellation to complete'],
      decide: ({ on, by }, state) => [
        {
          type: 'CancellationCompleted',
          basis: ['ARP 24 ¶3'],
          effectiveOn: on,
          data: { terminatedOn: state.cancellation?.terminatedOn ?? on, completedBy: by.person },
        },
        ...lapse(state, on),
      ],
    },
    ReturnCancellation: {
      basis: 'design',
      already: (_, state) => state.cancellation?.status === 'returned',
      when: submitted,
      otherwise: ['cancellation-not-submitted', 'there is no cancellation to return'],
      decide: ({ data, on, by }) => [
        {
          type: 'CancellationReturned',
          basis: ['design'],
          effectiveOn: on,
          data: { serviceContinues: data.serviceContinues, returnedBy: by.person },
        },
      ],
    },
    ProposeExOfficioCancellation: {
      basis: 'ARP 33 ¶2',
      when: filed,
      otherwise: ['filing-not-filed', 'only a filing in force can be cancelled'],
      decide({ data, facts, on, by }, state) {
        const uncited = citationFindings(data.penalties, facts);
        if (uncited.length > 0) return refuse('incomplete', 'ARP 33 ¶2', 'a penalty case that is cited must stand', uncited);
        if (data.ground === 'not-cancelled-after-termination') {
          if (state.terminatedOn === undefined)
            return refuse('termination-not-recorded', 'ARP 33 ¶2', 'record first that the service has ended');
          if (submitted(state))
            return refuse('cancellation-submitted', 'ARP 33 ¶2', 'its filer has cancelled it: complete that, or return it');
        }
        const decidedElsewhere = data.externalDecision !== undefined || isDecidedIn(data.ground, facts);
        if (data.ground !== 'not-cancelled-after-termination' && !decidedElsewhere)
          return refuse('incomplete', 'ARP 33 ¶2', 'the ground rests on a decision that must be cited', [
            { pointer: '/externalDecision', code: 'missing', detail: 'name agency, number and date of the decision' },
          ]);
        if (lacksExpressBasis(state, data.expressBasis))
          return refuse('express-basis-required', 'APL 38', 'against a technical supporter the decision names its own provision');
        return [
          {
            type: 'ExOfficioCancellationProposed',
            basis: [sanctionBasis(state, 'ARP 33 ¶2', data.expressBasis)],
            effectiveOn: on,
            data: {
              ground: data.ground,
              reason: data.reason,
              externalDecision: data.externalDecision && {
                agency: data.externalDecision.agency,
                number: data.externalDecision.number,
                date: data.externalDecision.date,
              },
              expressBasis: data.expressBasis,
              penalties: [...new Set(data.penalties)],
              proposedBy: by.person,
            },
          },
        ];
      },
    },
    ApproveExOfficioCancellation: {
      basis: 'ARP 33 ¶2',
      already: (_, state) => state.status === 'cancelled',
      when: (state) => filed(state) && state.exOfficio !== undefined,
      otherwise: ['nothing-proposed', 'no cancellation has been proposed'],
      decide({ data, facts, on, by }, state) {
        const proposal = state.exOfficio;
        if (proposal === undefined) return refuse('nothing-proposed', 'ARP 33 ¶2', 'no cancellation has been proposed');
        if (hasHandIn(by, ...proposal.hands))
          return refuse('four-eyes', 'design', 'who drafted the cancellation cannot approve it');
        const { ground, hands, penalties, expressBasis } = proposal;
        if (citationFindings(penalties, facts).length > 0)
          return refuse(
            'penalty-not-standing',
            'ARP 33 ¶2',
            'a penalty case that the proposal cites has fallen: propose it anew',
          );
        return [
          {
            type: 'ExOfficioCancelled',
            basis: [sanctionBasis(state, 'ARP 33 ¶2', expressBasis)],
            effectiveOn: on,
            data: { ground, documentNo: data.documentNo, penalties, proposedBy: hands, approvedBy: by.person },
          },
          ...lapse(state, on),
        ];
      },
    },
  },
  facts: {
    ServiceTerminated: (state, { data }) => ({ ...state, terminatedOn: data.terminatedOn }),
    CancellationSubmitted: (state, { data }) => ({
      ...state,
      terminatedOn: data.terminatedOn,
      cancellation: { status: 'submitted', terminatedOn: data.terminatedOn },
    }),
    CancellationCompleted: (state) => ended(state, 'cancellation'),
    // The service goes on, so that neither its end nor a proposal that rests on it holds any longer.
    CancellationReturned: (state) => ({
      ...state,
      terminatedOn: undefined,
      exOfficio: state.exOfficio?.ground === 'not-cancelled-after-termination' ? undefined : state.exOfficio,
      cancellation: state.cancellation && { ...state.cancellation, status: 'returned' },
    }),
    ExOfficioCancellationProposed: (state, { data }) => ({
      ...state,
      exOfficio: {
        ground: data.ground,
        hands: [...new Set([...(state.exOfficio?.hands ?? []), data.proposedBy])],
        expressBasis: data.expressBasis,
        penalties: data.penalties,
      },
    }),
    ExOfficioCancelled: (state) => ended(state, 'ex-officio-cancellation'),
  },
};
