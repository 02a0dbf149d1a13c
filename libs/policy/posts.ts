// Who a rule speaks of, where several rules speak of the same.
import { type Role } from '#domain/account.js';
import { orderingAgencies } from '#domain/order-state.js';

export const regulators: readonly Role[] = ['reviewer', 'approver', 'inspector', 'agency-admin'];
export const filers: readonly Role[] = ['filer', 'filer-admin'];
/** SA18 7: reports go to both, of prefecture level or above. */
export const assessmentRecipients = ['cac', 'public-security'] as const;
/** DSP 21 names them, national and local. */
export const orderingAuthority = { kind: orderingAgencies };
export const filingAuthority = { kind: 'cac', levels: ['national', 'province'] as const };
