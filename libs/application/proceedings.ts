// What penalty cases and inspections look up alike: the party, its filings, and the officers who proceed.
import { type Officer } from '#domain/agency.js';
import { type PartyFacts } from '#domain/party.js';
import { type Actor } from '#policy/rules.js';
import { filings } from './filings.js';
import { type Handler } from './handle.js';
import { type OfficersOfAgency } from './officers.js';
import { subjectsOf } from './subjects.js';

/** Whether the subject is known, and which of these filings are not its own. Throws StoreUnavailable. */
export async function partyFacts(handler: Handler, subject: string, named: readonly string[]): Promise<PartyFacts> {
  const [party, held] = await Promise.all([
    handler.load(subjectsOf(subject), subject),
    Promise.all(named.map(async (id) => ({ id, holder: (await handler.load(filings, id)).state.holder }))),
  ]);
  return {
    partyKnown: party.state.status !== 'none',
    foreignFilings: held.filter(({ holder }) => holder !== subject).map(({ id }) => id),
  };
}

/** Of the accounts named, the officers that are open in the actor's agency. Throws StoreUnavailable. */
export async function officersNamed(officers: OfficersOfAgency, accounts: readonly string[], actor: Actor): Promise<Officer[]> {
  const found = await Promise.all([...new Set(accounts)].map((account) => officers.find(account, actor.agency)));
  return found.filter((officer) => officer !== undefined);
}
