// Whether the public, the stores or the parties alone learn of an order is decided when it is approved, with its basis.
import { type Slice } from './aggregate.js';
import { type Command, type Fact, type LocalDate, refuse } from './decider.js';
import {
  type Agency,
  filingsOf,
  fourEyes,
  type Instant,
  isOf,
  isProvisional,
  isSecond,
  type Measure,
  measureAlone,
  notTheIssuer,
  type Order,
  type Publication,
  type RemedyEntry,
  stands,
  staying,
} from './order-state.js';
import { type TextRef } from './text-ref.js';

export type PublicationCommand =
  | Command<'PublishOrder', { publication: 'public' | 'stores'; publicationBasis: string }>
  | Command<'WithdrawPublication', { reason: TextRef }>;

export type PublicationEvent =
  | Fact<
      'OrderPublished',
      {
        filings: readonly string[];
        publication: 'public' | 'stores';
        publicationBasis?: string;
        documentNo: string;
        agency: Agency;
        servedOn: LocalDate;
        measures: readonly Measure[];
        /** Remedies that stay it at that time. */
        stays: readonly Pick<RemedyEntry, 'kind' | 'documentNo'>[];
        reviewOn?: LocalDate;
        /** The hour at which a provisional order that nobody has ratified ends. */
        endsAt?: Instant;
      }
    >
  | Fact<'PublicationWithdrawn', { filings: readonly string[]; reason: TextRef; withdrawnBy: string }>;

type Published = Extract<PublicationEvent, { type: 'OrderPublished' }>;

const published = (
  state: Order,
  on: LocalDate,
  servedOn: LocalDate,
  measures: Order['measures'],
  publication: Publication | undefined,
  publicationBasis: string | undefined,
): Published[] =>
  publication === undefined || publication === 'parties'
    ? []
    : [
        {
          type: 'OrderPublished',
          basis: ['DSP 21', 'design'],
          effectiveOn: on,
          data: {
            filings: filingsOf(state),
            publication,
            publicationBasis,
            documentNo: state.documentNo ?? '',
            agency: state.agency ?? { kind: '', division: '' },
            servedOn,
            measures: measures.map(measureAlone),
            stays: staying(state).map(({ kind, documentNo }) => ({ kind, documentNo })),
            reviewOn: state.reviewOn,
            endsAt: isProvisional(state) ? state.content?.provisionalUntil : undefined,
          },
        },
      ];

/** What the approval decided comes about with the first service; a provisional order without one goes to the stores. */
export const publishedWithService = (state: Order, on: LocalDate, servedOn: LocalDate): Published[] =>
  state.servedOn === undefined
    ? published(
        state,
        on,
        servedOn,
        state.measures.filter(stands),
        state.approval?.publication ?? 'stores',
        state.approval?.publicationBasis,
      )
    : [];

export const publication: Slice<PublicationCommand, PublicationEvent, Order> = {
  acts: {
    PublishOrder: {
      basis: 'DSP 21',
      already: ({ data }, state) => state.status === 'in-force' && state.publication === data.publication,
      when: (state) => state.status === 'in-force',
      otherwise: ['not-in-force', 'an order is published when it is in force'],
      decide({ data, on, by }, state) {
        if (!isOf(state.agency, by)) return notTheIssuer();
        if (!isSecond(by, state.hands)) return fourEyes();
        if (data.publicationBasis === '')
          return refuse('incomplete', 'DSP 21', 'publication has its own basis', [
            { pointer: '/publicationBasis', code: 'missing', detail: 'name the basis' },
          ]);
        // What was added by an escalation becomes public with its own service.
        const served = state.measures.filter((measure) => stands(measure) && measure.state !== 'ordered');
        return published(state, on, state.servedOn ?? on, served, data.publication, data.publicationBasis);
      },
    },
    WithdrawPublication: {
      basis: 'APL 48',
      already: (_, state) => state.servedOn !== undefined && state.publication === undefined,
      when: (state) => state.publication !== undefined,
      otherwise: ['not-published', 'the order is not published'],
      decide({ data, on, by }, state) {
        if (!isOf(state.agency, by)) return notTheIssuer();
        return [
          {
            type: 'PublicationWithdrawn',
            basis: ['APL 48'],
            effectiveOn: on,
            data: { filings: filingsOf(state), reason: data.reason, withdrawnBy: by.person },
          },
        ];
      },
    },
  },
  facts: {
    OrderPublished: (state, { data }) => ({ ...state, publication: data.publication }),
    PublicationWithdrawn: (state) => ({ ...state, publication: undefined }),
  },
};
