// What a subject is registered with (主体备案), field by field.
import { type Field } from '../parts/form-fields.js';
import { subjectKinds } from '../words/filing-terms.js';

export const subjectFields: readonly Field[] = [
  { path: '/kind', key: 'kind', as: 'one', terms: subjectKinds },
  { path: '/details/name', key: 'entityName', as: 'line' },
  { path: '/details/creditCode', key: 'creditCode', as: 'line' },
  { path: '/details/legalForm', key: 'legalForm', as: 'line' },
  { path: '/details/division', key: 'division', as: 'line' },
  { path: '/details/address', key: 'address', as: 'line' },
  { path: '/details/website', key: 'website', as: 'line' },
  { path: '/details/monthlyActiveUsers', key: 'monthlyActiveUsers', as: 'number' },
];

export const personFields = (who: 'legalRepresentative' | 'safetyOfficer'): readonly Field[] =>
  (
    [
      ['name', 'personName'],
      ['documentType', 'documentType'],
      ['documentNumber', 'documentNumber'],
      ['phone', 'phone'],
      ['email', 'email'],
    ] as const
  ).map(([name, key]) => ({ path: `/contacts/${who}/${name}`, key, as: 'line' as const }));

export const registrationFields: readonly Field[] = [
  ...subjectFields,
  ...personFields('legalRepresentative'),
  ...personFields('safetyOfficer'),
];
