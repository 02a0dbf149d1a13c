// How filers arrange their own work: forms that they have begun.
import { filers } from './posts.js';
import { type Rule } from './rules.js';

export const draftRules: readonly Rule[] = [
  {
    id: 'organisation-keeps-its-drafts',
    basis: 'design',
    actions: ['draft.keep'],
    roles: filers,
    where: 'own',
  },
];
