// In production somebody must be able to open the first account. Repeating it changes nothing.
import { type CommandBus } from '@nestjs/cqrs';
import { OnAccount } from '#application/accounts.js';
import { matterId, personId } from '#application/identifiers.js';
import { NATIONAL } from '#domain/division.js';
import { SYSTEM } from './system.js';

const KEY = 'first administrator';

/** Opens the account of the national cyberspace administration's administrator for this token subject, unless the subject has one. */
export async function openFirstAdministrator(bus: CommandBus, signIn: string): Promise<void> {
  const id = matterId(SYSTEM.account, `${KEY} ${signIn}`);
  const data = { person: personId(id), roles: ['agency-admin' as const], agency: { kind: 'cac', division: NATIONAL } };
  const context = { account: SYSTEM.account, idempotencyKey: KEY, hash: KEY, requestId: KEY, dryRun: false };
  const within = { actor: SYSTEM, rule: 'first-administrator' };
  await bus.execute(new OnAccount(id, { type: 'OpenAccount', data }, context, { signIn, within }));
}
