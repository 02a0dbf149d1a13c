// 撤销, ARP 33 ¶1: a filing obtained by concealment, false material or other improper means is revoked. It needs no penalty
// case; it does need a second person, and the party is heard first (APL 44, 45).
import { type Slice } from './aggregate.js';
import { citationFindings, type CitedFacts } from './cited-penalties.js';
import { type Command, type Fact, hasHandIn, type LocalDate, refuse } from './decider.js';
import { lacksExpressBasis, sanctionBasis } from './filing-cancellation.js';
import { type Lapse, lapse } from './filing-change.js';
import { ended, type Filing } from './filing-state.js';
import { type TextRef } from './text-ref.js';

export type RevocationGround = 'concealment' | 'false-material' | 'other-improper-means';

/** The party was told of facts, reasons and basis, and could answer. */
export interface Hearing {
  notifiedOn: LocalDate;
  statement?: TextRef;
}

export type RevocationCommand =
  | Command<
      'ProposeRevocation',
      {
        ground: RevocationGround;
        facts: TextRef;
        hearing: Hearing;
        expressBasis?: string;
        /** Penalty cases that it cites, by id. */
        penalties: readonly string[];
      },
      CitedFacts
    >
  | Command<'ApproveRevocation', { documentNo: string }, CitedFacts>;

export type RevocationEvent =
  | Fact<
      'RevocationProposed',
      {
        ground: RevocationGround;
        facts: TextRef;
        hearing: Hearing;
        expressBasis?: string;
        penalties: readonly string[];
        proposedBy: string;
      }
    >
  | Fact<
      'FilingRevoked',
      { documentNo: string; penalties: readonly string[]; proposedBy: readonly string[]; approvedBy: string }
    >;

export const revocation: Slice<RevocationCommand, RevocationEvent, Filing, Lapse> = {
  acts: {
    ProposeRevocation: {
      basis: 'ARP 33 ¶1',
      when: (state) => state.status === 'filed',
      otherwise: ['filing-not-filed', 'only a filing in force can be revoked'],
      decide({ data, facts, on, by }, state) {
        if (lacksExpressBasis(state, data.expressBasis))
          return refuse('express-basis-required', 'APL 38', 'against a technical supporter the decision names its own provision');
        if (data.hearing.notifiedOn > on)
          return refuse('incomplete', 'APL 44', 'the party is heard before the decision', [
            { pointer: '/hearing/notifiedOn', code: 'in-the-future', detail: 'this day has not come yet' },
          ]);
        const uncited = citationFindings(data.penalties, facts);
        if (uncited.length > 0) return refuse('incomplete', 'ARP 33 ¶1', 'a penalty case that is cited must stand', uncited);
        return [
          {
            type: 'RevocationProposed',
            basis: [sanctionBasis(state, 'ARP 33 ¶1', data.expressBasis), 'APL 44'],
            effectiveOn: on,
            data: {
              ground: data.ground,
              facts: data.facts,
              hearing: { notifiedOn: data.hearing.notifiedOn, statement: data.hearing.statement },
              expressBasis: data.expressBasis,
              penalties: [...new Set(data.penalties)],
              proposedBy: by.person,
            },
          },
        ];
      },
    },
    ApproveRevocation: {
      basis: 'ARP 33 ¶1',
      already: (_, state) => state.status === 'revoked',
      when: (state) => state.status === 'filed' && state.revocation !== undefined,
      otherwise: ['nothing-proposed', 'no revocation has been proposed'],
      decide({ data, facts, on, by }, state) {
        const { hands, penalties, expressBasis } = state.revocation ?? { hands: [], penalties: [] };
        if (hasHandIn(by, ...hands)) return refuse('four-eyes', 'design', 'who handled the revocation cannot approve it');
        if (citationFindings(penalties, facts).length > 0)
          return refuse(
            'penalty-not-standing',
            'ARP 33 ¶1',
            'a penalty case that the proposal cites has fallen: propose it anew',
          );
        return [
          {
            type: 'FilingRevoked',
            basis: [sanctionBasis(state, 'ARP 33 ¶1', expressBasis)],
            effectiveOn: on,
            data: { documentNo: data.documentNo, penalties, proposedBy: hands, approvedBy: by.person },
          },
          ...lapse(state, on),
        ];
      },
    },
  },
  facts: {
    RevocationProposed: (state, { data }) => ({
      ...state,
      revocation: {
        hands: [...new Set([...(state.revocation?.hands ?? []), data.proposedBy])],
        expressBasis: data.expressBasis,
        penalties: data.penalties,
      },
    }),
    FilingRevoked: (state) => ended(state, 'revocation'),
  },
};
