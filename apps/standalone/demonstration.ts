// Accounts for the demonstration identities, so that there is somebody to try the system as. Repeating it changes nothing.
import { randomUUID } from 'node:crypto';
import { type CommandBus } from '@nestjs/cqrs';
import { OnAccount } from '#application/accounts.js';
import { organisationId } from '#application/identifiers.js';
import { demonstrationIdentities, refuseInProduction } from '#identity/demonstration.js';
import { type Logins } from '#identity/accounts.js';
import { type EmbeddedProvider } from '#identity/provider.js';
import { type DemonstrationEntrance } from '../web/sign-in/demonstration.controller.js';
import { SYSTEM } from './system.js';

const KEY = 'demonstration';

/** Opens an account for each identity of the embedded provider. Throws Error in production. */
export async function openDemonstrationAccounts(
  bus: CommandBus,
  logins: Logins,
  issuer: string,
  environment: string,
): Promise<void> {
  refuseInProduction(environment);
  await Promise.all(
    demonstrationIdentities.map(async (identity) => {
      const account = await logins.bind(issuer, identity.client, randomUUID());
      const data = {
        person: identity.person,
        roles: identity.roles,
        subject: identity.kind === 'filer' ? organisationId(identity.organisation.creditCode) : undefined,
        agency: identity.kind === 'agency' ? identity.agency : undefined,
      };
      const context = { account: SYSTEM.account, idempotencyKey: KEY, hash: KEY, requestId: KEY, dryRun: false };
      await bus.execute(
        new OnAccount(account, { type: 'OpenAccount', data }, context, { within: { actor: SYSTEM, rule: 'demonstration' } }),
      );
    }),
  );
}

/** Where people say which of the identities they are. */
export const demonstrationEntrance = (provider: EmbeddedProvider): DemonstrationEntrance => ({
  identities: demonstrationIdentities,
  isAwaited: (request, response) => provider.isAwaited(request, response),
  admit: (request, response, subject) => provider.admit(request, response, subject),
});
