// What every order must say, whoever it is addressed to; one that goes to many addressees says it once.
import { type Officer } from './agency.js';
import { type By, type Finding, hasHandIn, type LocalDate } from './decider.js';
import { covers, isDivisionCode } from './division.js';
import { isGiven } from './jurisdiction.js';
import { missingTerm } from './order-measures.js';
import { type Agency, type OrderContent } from './order-state.js';

export type OrderTerms = Pick<OrderContent, 'jurisdiction' | 'legalBasis' | 'measures' | 'reviewOn' | 'rectifyBy'>;

/** What is wrong with the terms of an order that this agency is to issue on that day; `filings` are those that its measures may name. */
export function termsFindings(
  { jurisdiction, legalBasis, measures, reviewOn, rectifyBy }: OrderTerms,
  filings: readonly string[],
  agency: Agency,
  on: LocalDate,
): Finding[] {
  const past = (pointer: string, day: LocalDate | undefined): Finding[] =>
    day !== undefined && day < on ? [{ pointer, code: 'in-the-past', detail: 'this day has passed' }] : [];
  return [
    ...(isDivisionCode(jurisdiction.division) && covers(agency.division, jurisdiction.division)
      ? []
      : [{ pointer: '/jurisdiction/division', code: 'outside-jurisdiction', detail: 'the agency does not cover it' }]),
    ...(isGiven(jurisdiction) && jurisdiction.documentRef === undefined
      ? [{ pointer: '/jurisdiction/documentRef', code: 'missing', detail: 'name the document that gives the case to the agency' }]
      : []),
    ...(legalBasis.length === 0 ? [{ pointer: '/legalBasis', code: 'missing', detail: 'an order names its legal basis' }] : []),
    ...missingTerm(measures, filings, reviewOn),
    ...(measures.some(({ kind }) => kind === 'rectify') && rectifyBy === undefined
      ? [{ pointer: '/rectifyBy', code: 'missing', detail: 'who is to rectify is told by when' }]
      : []),
    ...past('/rectifyBy', rectifyBy),
    ...past('/reviewOn', reviewOn),
  ];
}

/** `named` are accounts, `found` those of them that are open in the agency. */
export function unknownSignatory(named: readonly string[], found: readonly Officer[]): Finding[] {
  return found.length < new Set(named).size
    ? [{ pointer: '/officers', code: 'not-of-this-agency', detail: 'an officer has an open account of this agency' }]
    : [];
}

/** Two officers sign (APL 42), of whom one at least is another person than who drafts. */
export function missingSignatory(found: readonly Officer[], by: By): Finding[] {
  const persons = new Set(found.map(({ person }) => person));
  return persons.size < 2 || [...persons].every((person) => hasHandIn(by, person))
    ? [{ pointer: '/officers', code: 'two-officers', detail: 'two officers sign, who are two persons' }]
    : [];
}
