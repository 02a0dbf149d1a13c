// Incidents, as the authorities that order measures carry them (DSP 21).
import { orderingAuthority, regulators } from './posts.js';
import { type Rule } from './rules.js';

export const incidentRules: readonly Rule[] = [
  {
    id: 'authority-prepares-incidents',
    basis: 'DSP 21',
    actions: ['incident.open', 'incident.handle'],
    roles: ['reviewer', 'inspector'],
    agency: orderingAuthority,
    where: 'agency',
  },
  {
    id: 'authority-decides-incidents',
    basis: 'DSP 21',
    actions: ['incident.decide'],
    roles: ['approver'],
    agency: orderingAuthority,
    where: 'agency',
  },
  {
    id: 'authority-reads-its-incidents',
    basis: 'DSP 21',
    actions: ['incident.read'],
    roles: regulators,
    agency: orderingAuthority,
    where: 'agency',
  },
];
