// Officers by account, for those who name a colleague in a request.
import { type Agency } from '#domain/account.js';
import { type Officer } from '#domain/agency.js';
import { agencyKey } from '#domain/case-file.js';
import { type Callers } from './ports.js';

export class OfficersOfAgency {
  constructor(private readonly callers: Callers) {}

  /** The officer behind an account that is open in this agency; undefined for any other. Throws StoreUnavailable. */
  async find(account: string, agency: Agency | undefined): Promise<Officer | undefined> {
    const found = await this.callers.current(account);
    if (!agency || !found?.agency || agencyKey(found.agency) !== agencyKey(agency)) return undefined;
    return { account, person: found.person };
  }
}
