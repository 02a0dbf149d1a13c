// A revocation or a cancellation ex officio may cite penalty cases (ARP 31, 33, DSP 22). Neither needs one; one that is cited must stand.
import { type Finding } from './decider.js';
import { type ExOfficioGround } from './filing-state.js';
import { type Sanction } from './penalty-state.js';

/** What is known of a penalty case that is cited. */
export interface CitedPenalty {
  penalty: string;
  /** It exists, and is about this filing or against its holder. */
  concerns: boolean;
  /** It was decided, and no remedy has taken the decision away. */
  stands: boolean;
  imposes: readonly Sanction['kind'][];
}

/** Looked up for every act that cites, and again for the one that makes the citation good. */
export interface CitedFacts {
  cited: readonly CitedPenalty[];
}

/** What is wrong with the citation of these cases, by id. */
export const citationFindings = (penalties: readonly string[], { cited }: CitedFacts): Finding[] =>
  penalties.flatMap((penalty, i) => {
    const known = cited.find((one) => one.penalty === penalty);
    const pointer = `/penalties/${i}`;
    if (!known?.concerns)
      return [{ pointer, code: 'not-of-this-filing', detail: 'no penalty case of this filing or its holder has this id' }];
    return known.stands
      ? []
      : [{ pointer, code: 'penalty-not-standing', detail: 'it was not decided, or its decision has fallen' }];
  });

/** The sanction by which a ground of ARP 33 ¶2 comes about. */
const sanctionBehind: Partial<Record<ExOfficioGround, Sanction['kind']>> = {
  'site-closed': 'closure',
  'permit-revoked': 'permit-revocation',
  'licence-revoked': 'licence-revocation',
};

/** Whether a case that is cited is itself the decision on which the ground rests. */
export const isDecidedIn = (ground: ExOfficioGround, { cited }: CitedFacts): boolean =>
  cited.some(({ concerns, stands, imposes }) => {
    const sanction = sanctionBehind[ground];
    return concerns && stands && sanction !== undefined && imposes.includes(sanction);
  });
