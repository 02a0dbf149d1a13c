// How somebody who complained or objected can be reached, as far as it was said. Kept as one text of the vault, by reference.

export interface ReporterContact {
  name?: string;
  phone?: string;
  email?: string;
}

/** Canonical JSON (RFC 8785) of these members and no others. */
export const reporterContactText = (contact: ReporterContact): string => JSON.stringify(membersOf(contact));

/** What `reporterContactText` has written. Throws SyntaxError for anything else. */
export const reporterContactOf = (text: string): ReporterContact => membersOf(JSON.parse(text) as ReporterContact);

/** Members in the order of their names, as canonical JSON has them; JSON leaves out those that are undefined. */
const membersOf = ({ email, name, phone }: ReporterContact): ReporterContact => ({ email, name, phone });
