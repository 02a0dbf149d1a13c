// Where a party is mailed: what it has named for the person who answers for algorithm safety. Each look into the vault is written down.
import { contactsOf } from '#vault/contacts.js';
import { type AccessAudit } from '#vault/access-audit.js';
import { type Texts } from '#vault/texts.js';
import { type ReadModels } from '#read-models/read-models.js';
import { type SubjectRow, subjects } from '#read-models/subjects.js';
import { SYSTEM } from './system.js';

export class PartyAddresses {
  constructor(
    private readonly models: ReadModels,
    private readonly texts: Texts,
    private readonly audit: AccessAudit,
  ) {}

  /** Undefined where the party has named none, or it was erased. Throws what the database does: nothing is read that is not on record. */
  async of(party: string, notice: string): Promise<string | undefined> {
    const { rows } = await this.models.query<{ doc: string }>(subjects, ({ table }) => ({
      name: 'contacts of a subject',
      text: `select doc from ${table} where key = $1`,
      values: [party],
    }));
    const contacts = rows[0] && (JSON.parse(rows[0].doc) as SubjectRow).contacts;
    if (!contacts) return undefined;
    await this.audit.record({
      ...{ account: SYSTEM.account, subject: party, action: 'mail.address', object: `subject-${party}` },
      ...{ rule: 'a-notice-is-mailed', outcome: 'allowed', requestId: notice },
    });
    const text = await this.texts.read(contacts.ref);
    if (text === undefined) return undefined;
    const { safetyOfficer, legalRepresentative } = contactsOf(text);
    return safetyOfficer.email ?? legalRepresentative.email;
  }
}
