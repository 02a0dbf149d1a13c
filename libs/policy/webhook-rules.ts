// How app stores are kept informed (DSP 13).
import { type Rule } from './rules.js';

export const webhookRules: readonly Rule[] = [
  {
    id: 'store-keeps-its-webhooks',
    basis: 'DSP 13',
    actions: ['webhook.keep'],
    roles: ['store'],
    // An endpoint is looked for among the store's own: the routes know no other.
    where: 'any',
  },
];
