// Penalty cases and inspections, as their authority carries them (DSP 21, 22, ARP 28, 31).
import { regulators } from './posts.js';
import { type Rule } from './rules.js';

export const proceedingRules: readonly Rule[] = [
  {
    id: 'authority-opens-proceedings',
    basis: 'DSP 21, 22, ARP 28, 31',
    actions: ['penalty.open', 'inspection.plan'],
    roles: ['reviewer', 'inspector'],
    agency: {},
    // Jurisdiction may be given by a document, whatever the place: the act itself judges that.
    where: 'agency',
  },
  {
    id: 'authority-handles-its-proceedings',
    basis: 'DSP 21, 22, ARP 28, 31',
    actions: ['penalty.handle', 'penalty.answer', 'inspection.handle', 'inspection.answer'],
    roles: ['reviewer', 'inspector'],
    agency: {},
    where: 'agency',
  },
  {
    id: 'authority-decides-its-penalties',
    basis: 'DSP 22, APL 57',
    actions: ['penalty.decide'],
    roles: ['approver'],
    agency: {},
    where: 'agency',
  },
  {
    id: 'authority-reads-its-proceedings',
    basis: 'DSP 3',
    actions: ['penalty.read', 'inspection.read'],
    roles: regulators,
    agency: {},
    where: 'region',
  },
];
