// Enforcement orders (DSP 21, 22).
import { filers, orderingAuthority, regulators } from './posts.js';
import { type Rule } from './rules.js';

export const orderRules: readonly Rule[] = [
  {
    id: 'authority-drafts-orders',
    basis: 'DSP 21',
    actions: ['order.draft'],
    roles: ['reviewer', 'inspector'],
    agency: orderingAuthority,
    where: 'region',
  },
  {
    id: 'approver-orders-for-a-day',
    basis: 'design',
    actions: ['order.provisional'],
    roles: ['approver'],
    agency: orderingAuthority,
    where: 'region',
  },
  {
    id: 'issuer-reads-its-orders',
    basis: 'DSP 21',
    actions: ['order.read'],
    roles: regulators,
    agency: orderingAuthority,
    where: 'agency',
  },
  {
    id: 'issuer-handles-orders',
    basis: 'DSP 21',
    actions: ['order.handle'],
    roles: ['reviewer', 'inspector'],
    agency: orderingAuthority,
    where: 'agency',
  },
  {
    id: 'issuer-decides-orders',
    basis: 'DSP 21',
    actions: ['order.decide'],
    roles: ['approver'],
    agency: orderingAuthority,
    where: 'agency',
  },
  {
    id: 'issuer-sees-which-stores-answer',
    basis: 'DSP 13, 21',
    actions: ['order.delisting'],
    roles: regulators,
    agency: orderingAuthority,
    where: 'agency',
  },
  {
    id: 'authority-reads-orders-of-its-region',
    basis: 'DSP 3, 21',
    actions: ['order.read'],
    roles: regulators,
    agency: {},
    where: 'region',
  },
  {
    id: 'authority-receives-transfers',
    basis: 'DSP 22',
    actions: ['order.receive'],
    roles: ['reviewer', 'approver', 'inspector'],
    agency: {},
    where: 'region',
  },
  {
    id: 'addressee-reads-and-answers-orders',
    basis: 'DSP 21 ¶2',
    actions: ['order.read', 'order.act'],
    roles: filers,
    where: 'own',
  },
];
