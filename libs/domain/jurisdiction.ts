// Which agency acts is a recorded fact of the matter, not the seat of the party alone; the seat decides only who files.
import { type Agency } from './account.js';
import { type By, type Finding } from './decider.js';
import { covers, isDivisionCode } from './division.js';

export const jurisdictionFactors = ['seat', 'violation-place', 'users', 'servers', 'designated', 'taken-up'] as const;

export interface Jurisdiction {
  factor: (typeof jurisdictionFactors)[number];
  /** The division to which the factor points, six digits. */
  division: string;
  /** The document that designated the agency or took the case up (APL 25). */
  documentRef?: string;
}

/** Jurisdiction that somebody else gave is shown by its document. */
export const isGiven = ({ factor }: Jurisdiction): boolean => factor === 'designated' || factor === 'taken-up';

/** What is wrong with the jurisdiction that an agency claims (APL 22, 25). */
export const jurisdictionFindings = (jurisdiction: Jurisdiction, { agency }: By): Finding[] => {
  const finding = (member: string, code: string, detail: string) => [{ pointer: `/jurisdiction/${member}`, code, detail }];
  if (!isDivisionCode(jurisdiction.division)) return finding('division', 'division-unknown', 'six digits of a division');
  if (isGiven(jurisdiction) && !jurisdiction.documentRef)
    return finding('documentRef', 'missing', 'name the document that designated the agency or took the case up');
  if (!isGiven(jurisdiction) && !(agency && covers(agency.division, jurisdiction.division)))
    return finding('division', 'outside-jurisdiction', 'this place is not of the agency’s own area');
  return [];
};

export const jurisdictionOf = ({ factor, division, documentRef }: Jurisdiction): Jurisdiction => ({
  factor,
  division,
  documentRef,
});

/** Where a matter is for the policy: the place of its jurisdiction, or of the agency to which somebody gave it from elsewhere. */
export const placeOf = (agency: Agency | undefined, jurisdiction: Jurisdiction | undefined): string | undefined =>
  agency && jurisdiction && !covers(agency.division, jurisdiction.division) ? agency.division : jurisdiction?.division;
