// What providers and the public report, and to whom it goes (DSP 10, 11, ARP 30).
import { roles } from '#domain/account.js';
import { filers, regulators } from './posts.js';
import { type Rule } from './rules.js';

export const reportRules: readonly Rule[] = [
  {
    id: 'provider-reports-incidents',
    basis: 'DSP 10, 11',
    actions: ['report.incident'],
    roles: filers,
    where: 'own',
  },
  {
    id: 'anyone-reports',
    basis: 'ARP 30',
    actions: ['report.make'],
    // Who has no account at all reports by the same rule.
    roles: [...roles],
    where: 'any',
  },
  {
    id: 'organisation-follows-its-reports',
    basis: 'ARP 30',
    actions: ['report.read', 'report.supplement'],
    roles: filers,
    where: 'own',
  },
  {
    id: 'reporter-follows-own-reports',
    basis: 'ARP 30',
    actions: ['report.read', 'report.supplement'],
    roles: [...roles],
    where: 'self',
  },
  {
    id: 'recipient-handles-reports',
    basis: 'DSP 10, 11, ARP 30',
    actions: ['report.handle'],
    roles: ['reviewer', 'approver', 'inspector'],
    agency: {},
    where: 'recipient',
  },
  {
    id: 'recipient-and-superior-read-reports',
    basis: 'DSP 3, ARP 29',
    actions: ['report.read'],
    roles: regulators,
    agency: {},
    where: 'recipient-or-superior',
  },
  {
    id: 'recipients-recuse-from-reports',
    basis: 'ARP 29',
    actions: ['case.recuse', 'case.read'],
    roles: regulators,
    agency: {},
    where: 'recipient',
  },
  {
    id: 'leads-of-recipients-assign-reports',
    basis: 'design',
    actions: ['case.assign', 'case.grant'],
    roles: ['approver', 'agency-admin'],
    agency: {},
    where: 'recipient',
  },
];
