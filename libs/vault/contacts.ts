// ARP 24 and the filing form: a subject names the people who answer for it. They are kept as one text of the vault, by reference; when one
// of them changes, the whole is kept anew under a new reference, so that each event goes on pointing at what was handed in with it.

export interface Person {
  name: string;
  /** 证件类型 */
  documentType: string;
  /** 证件号码 */
  documentNumber: string;
  phone?: string;
  email?: string;
}

export interface Contacts {
  /** 法定代表人 */
  legalRepresentative: Person;
  /** 算法安全责任人 */
  safetyOfficer: Person;
}

/** Canonical JSON (RFC 8785) of these members and no others: the same people give the same bytes, and so the same digest under one key. */
export const contactsText = ({ legalRepresentative, safetyOfficer }: Contacts): string =>
  JSON.stringify({ legalRepresentative: personOf(legalRepresentative), safetyOfficer: personOf(safetyOfficer) });

/** What `contactsText` has written. Throws SyntaxError or TypeError for anything else. */
export function contactsOf(text: string): Contacts {
  const { legalRepresentative, safetyOfficer } = JSON.parse(text) as Contacts;
  return { legalRepresentative: personOf(legalRepresentative), safetyOfficer: personOf(safetyOfficer) };
}

/** Members in the order of their names, as canonical JSON has them; JSON leaves out those that are undefined. */
const personOf = ({ documentNumber, documentType, email, name, phone }: Person): Person => ({
  documentNumber,
  documentType,
  email,
  name,
  phone,
});
