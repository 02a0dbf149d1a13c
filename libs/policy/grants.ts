// Who may give which roles. Nobody gives what would let him do more than his post is there for.
import { type Role, roles } from '#domain/account.js';
import { type Actor } from './rules.js';
import { levelOf } from './jurisdiction.js';

const officials: readonly Role[] = ['reviewer', 'approver', 'inspector', 'agency-admin'];
const filers: readonly Role[] = ['filer', 'filer-admin'];

/** The roles that this actor can put on an account; where it may keep the account at all is a rule's question. */
export function grantableBy({ roles: held, agency }: Actor): readonly Role[] {
  if (agency === undefined) return held.includes('filer-admin') ? filers : [];
  if (!held.includes('agency-admin')) return [];
  return agency.kind === 'cac' && levelOf(agency.division) === 'national' ? roles : [...officials, ...filers];
}
