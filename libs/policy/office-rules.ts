// How authorities arrange themselves: accounts, lent authority, who works on a case and who stays away from it, the audit, the calendar.
import { filingAuthority, regulators } from './posts.js';
import { type Rule } from './rules.js';

export const accountRules: readonly Rule[] = [
  {
    id: 'administrator-keeps-accounts',
    basis: 'design',
    actions: ['account.keep', 'account.read'],
    roles: ['agency-admin'],
    agency: {},
    where: 'agency',
  },
  {
    id: 'filing-authority-opens-organisations',
    basis: 'design',
    actions: ['account.keep', 'account.read'],
    roles: ['agency-admin'],
    agency: filingAuthority,
    where: 'organisation',
  },
  {
    id: 'organisation-keeps-accounts',
    basis: 'design',
    actions: ['account.keep', 'account.read'],
    roles: ['filer-admin'],
    where: 'own',
  },
];

export const officeRules: readonly Rule[] = [
  {
    id: 'officials-delegate',
    basis: 'design',
    actions: ['agency.delegate', 'agency.read'],
    roles: regulators,
    agency: {},
    // An agency arranges what is its own: the route knows no other.
    where: 'any',
  },
  {
    id: 'officials-recuse',
    basis: 'ARP 29',
    actions: ['case.recuse', 'case.read'],
    roles: regulators,
    agency: {},
    where: 'region',
  },
  {
    id: 'leads-assign',
    basis: 'design',
    actions: ['case.assign', 'case.grant'],
    roles: ['approver', 'agency-admin'],
    agency: {},
    where: 'region',
  },
  {
    id: 'auditor-reads-audit',
    basis: 'ARP 29',
    actions: ['audit.read'],
    roles: ['auditor'],
    where: 'any',
  },
  {
    id: 'national-cac-publishes-calendar',
    basis: 'design',
    actions: ['calendar.publish'],
    roles: ['agency-admin'],
    agency: { kind: 'cac', levels: ['national'] },
    where: 'any',
  },
];
