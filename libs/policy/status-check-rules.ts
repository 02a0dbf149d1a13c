// Who may check the status of filings as app stores do, and follow its changes (DSP 13).
import { regulators } from './posts.js';
import { type Rule } from './rules.js';

export const statusCheckRules: readonly Rule[] = [
  {
    id: 'stores-check-filings',
    basis: 'DSP 13',
    actions: ['status.check', 'status.follow'],
    roles: ['store', 'auditor'],
    where: 'any',
  },
  {
    id: 'authorities-check-as-stores-do',
    basis: 'DSP 13',
    actions: ['status.check', 'status.follow'],
    roles: regulators,
    agency: {},
    where: 'any',
  },
];
