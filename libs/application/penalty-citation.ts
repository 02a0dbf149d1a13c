// Penalty cases as matters, and what a decision on a filing may say of those that it cites.
import { type CitedPenalty } from '#domain/cited-penalties.js';
import { placeOf } from '#domain/jurisdiction.js';
import { type Penalty, penaltyStands } from '#domain/penalty-state.js';
import { penalty, type PenaltyCommand, type PenaltyEvent } from '#domain/penalty.js';
import { type Handler, type Matters } from './handle.js';
import { upcast, versionOf } from './versions.js';

/** The party learns of the case with the notice of what is proposed (APL 44). */
export const penalties: Matters<PenaltyCommand, PenaltyEvent, Penalty> = {
  category: 'penalty',
  decider: penalty,
  upcast,
  versionOf,
  matter: ({ agency, jurisdiction, proposed, addressee }) => ({
    agency,
    division: placeOf(agency, jurisdiction),
    holder: proposed && addressee,
  }),
};

/** What is known of these cases to whoever cites them in a decision on this filing; one entry for each, in order. Throws StoreUnavailable. */
export const citedPenalties = (
  handler: Handler,
  ids: readonly string[],
  filing: string,
  holder: string | undefined,
): Promise<readonly CitedPenalty[]> =>
  Promise.all(
    ids.map(async (id) => {
      const { state } = await handler.load(penalties, id);
      return {
        penalty: id,
        concerns: state.filings.includes(filing) || (holder !== undefined && state.addressee === holder),
        stands: penaltyStands(state),
        imposes: state.sanctions.map(({ kind }) => kind),
      };
    }),
  );
