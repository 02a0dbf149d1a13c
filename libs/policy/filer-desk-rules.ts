// How filers arrange their own work: forms that they have begun, and machines that work for them.
import { filers } from './posts.js';
import { type Rule } from './rules.js';

export const filerDeskRules: readonly Rule[] = [
  {
    id: 'organisation-keeps-its-drafts',
    basis: 'design',
    actions: ['draft.keep'],
    roles: filers,
    where: 'own',
  },
  {
    id: 'organisation-keeps-its-clients',
    basis: 'design',
    actions: ['client.keep'],
    roles: ['filer-admin'],
    where: 'own',
  },
];
