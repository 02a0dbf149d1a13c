// Penalty cases as the authorities of their place see them, and their addressee from when it was told what is proposed (APL 44).
import { placeOf } from '#domain/jurisdiction.js';
import { asPartyKnows, type Penalty } from '#domain/penalty-state.js';
import { penalty } from '#domain/penalty.js';
import { type ProceedingCase, proceedingCases } from './proceeding-cases.js';

export type PenaltyCase = ProceedingCase<Penalty>;

export const penaltyCases = proceedingCases(penalty, {
  category: 'penalty',
  name: 'penalty-cases',
  version: 2,
  status: ({ status }) => status,
  statusToParty: (state) => asPartyKnows(state).status,
  subject: ({ addressee }) => addressee,
  holder: ({ proposed, addressee }) => proposed && addressee,
  division: ({ agency, jurisdiction }) => placeOf(agency, jurisdiction),
});
