import { type Actor } from '#policy/rules.js';

/** Who stands behind what the service does of itself at its start. */
export const SYSTEM: Actor = { account: '00000000-0000-0000-0000-000000000000', person: 'system', roles: [] };
