// Whether an account may go on following: asked anew as long as it follows, since roles are taken away meanwhile.
import { type Actor, decide } from '#policy/rules.js';
import { type Standings } from '#api/http/access.js';

const isAllowed = (actor: Actor | undefined): boolean => actor !== undefined && decide('status.follow', actor, {}).allowed;

/** By what the account's stream says, at most a second old. Throws StoreUnavailable. */
export const mayFollow = async (standings: Standings, account: string): Promise<boolean> =>
  isAllowed(await standings.recent(account));
