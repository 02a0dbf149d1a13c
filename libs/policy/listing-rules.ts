// What app stores do about apps (DSP 13), and who learns of it: whose filing it is, the region, and who asked for it.
import { filers, regulators } from './posts.js';
import { type Rule } from './rules.js';

export const listingRules: readonly Rule[] = [
  {
    id: 'store-takes-measures',
    basis: 'DSP 13',
    actions: ['listing.measure', 'listing.read'],
    roles: ['store'],
    where: 'store',
  },
  {
    id: 'filer-sees-measures-on-its-apps',
    basis: 'DSP 13',
    actions: ['listing.read'],
    roles: filers,
    where: 'own',
  },
  {
    id: 'authority-sees-measures-of-its-region',
    basis: 'DSP 3, 13',
    actions: ['listing.read'],
    roles: regulators,
    agency: {},
    where: 'region',
  },
  {
    id: 'authority-sees-measures-on-its-orders',
    basis: 'DSP 13, 21',
    actions: ['listing.read'],
    roles: regulators,
    agency: {},
    where: 'agency',
  },
  {
    id: 'store-keeps-its-watch-list',
    basis: 'DSP 13',
    actions: ['watch.keep'],
    roles: ['store'],
    // A list is asked for by who keeps it: the route knows no other.
    where: 'any',
  },
];
