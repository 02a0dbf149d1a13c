// How officials arrange their own work: notes on a case, templates, and the filters of the queue.
import { regulators } from './posts.js';
import { type Rule } from './rules.js';

export const deskRules: readonly Rule[] = [
  {
    id: 'agency-works-on-its-own-matters',
    basis: 'design',
    // A draft has no place yet, and an incident never has one.
    actions: ['case.recuse', 'case.read'],
    roles: regulators,
    agency: {},
    where: 'agency',
  },
  {
    id: 'leads-assign-their-own-matters',
    basis: 'design',
    actions: ['case.assign', 'case.grant'],
    roles: ['approver', 'agency-admin'],
    agency: {},
    where: 'agency',
  },
  {
    id: 'agency-keeps-its-notes',
    basis: 'design',
    actions: ['note.write', 'note.read'],
    roles: regulators,
    agency: {},
    where: 'same-agency',
  },
  {
    id: 'author-withdraws-notes',
    basis: 'design',
    actions: ['note.withdraw'],
    roles: regulators,
    agency: {},
    where: 'self',
  },
  {
    id: 'administrator-keeps-templates',
    basis: 'design',
    actions: ['template.keep'],
    roles: ['agency-admin'],
    agency: {},
    where: 'same-agency',
  },
  {
    id: 'officials-write-by-templates',
    basis: 'design',
    actions: ['template.read'],
    roles: regulators,
    agency: {},
    where: 'agency-or-superior',
  },
  {
    id: 'officials-keep-queue-filters',
    basis: 'design',
    actions: ['queue-filter.keep'],
    roles: regulators,
    agency: {},
    // Each keeps his own: the route knows no other.
    where: 'any',
  },
  {
    id: 'administrator-shares-queue-filters',
    basis: 'design',
    actions: ['queue-filter.share'],
    roles: ['agency-admin'],
    agency: {},
    // An agency arranges what is its own: the route knows no other.
    where: 'any',
  },
];
