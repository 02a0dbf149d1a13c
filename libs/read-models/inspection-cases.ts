// Inspections as the authorities of their place see them, and the party from when it knows of it (ARP 28).
import { type Inspection, inspection } from '#domain/inspection.js';
import { placeOf } from '#domain/jurisdiction.js';
import { type ProceedingCase, proceedingCases } from './proceeding-cases.js';

export type InspectionCase = ProceedingCase<Inspection>;

export const inspectionCases = proceedingCases(inspection, {
  category: 'inspection',
  name: 'inspection-cases',
  version: 2,
  status: ({ status }) => status,
  subject: ({ subject }) => subject,
  holder: ({ known, subject }) => (known ? subject : undefined),
  division: ({ agency, jurisdiction }) => placeOf(agency, jurisdiction),
});
