// Against whom an authority proceeds, and with whom: the same for an inspection as for a penalty case.
import { type Officer } from './agency.js';
import { type Finding } from './decider.js';

/** What outside tables know of the party and the filings that a proceeding names. */
export interface PartyFacts {
  partyKnown: boolean;
  /** Filings named that do not exist, or that another subject holds. */
  foreignFilings: readonly string[];
}

/** What outside tables know of officers by account: those that are open in the acting agency. */
export interface OfficerFacts {
  officers: readonly Officer[];
}

/** Two officers carry an inspection or an investigation (APL 42). */
export const OFFICERS_AT_LEAST = 2;

export const partyFindings = (
  pointer: string,
  filings: readonly string[],
  { partyKnown, foreignFilings }: PartyFacts,
): Finding[] => [
  ...(partyKnown ? [] : [{ pointer, code: 'subject-unknown', detail: 'register or record the subject first' }]),
  ...filings.flatMap((filing, i) =>
    foreignFilings.includes(filing)
      ? [{ pointer: `/filings/${i}`, code: 'not-of-this-subject', detail: 'no filing of this subject has this id' }]
      : [],
  ),
];

/** `named` are accounts; two accounts of one person are one officer. */
export const officerFindings = (named: readonly string[], officers: readonly Officer[]): Finding[] => {
  const unknown = named.flatMap((account, i) =>
    officers.some((officer) => officer.account === account)
      ? []
      : [{ pointer: `/officers/${i}`, code: 'not-of-this-agency', detail: 'no open account of this agency' }],
  );
  if (unknown.length > 0) return unknown;
  return new Set(officers.map(({ person }) => person)).size < OFFICERS_AT_LEAST
    ? [{ pointer: '/officers', code: 'two-officers', detail: 'name at least two persons' }]
    : [];
};

export const officersOf = (officers: readonly Officer[]): Officer[] =>
  officers.map(({ account, person }) => ({ account, person }));
