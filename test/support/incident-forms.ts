// Incidents over HTTP; every name is invented.
import { orderTerms } from './order-forms.js';

/** The form of an incident against services that are seated within the division. */
export const incidentForm = (officers: readonly string[], division = '110000') => ({
  officers,
  jurisdiction: { factor: 'seat', division },
  ...orderTerms,
  publication: 'public',
});
