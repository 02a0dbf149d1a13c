// Which parts of a matter its readers may see. Who may see the matter at all is decided before.
import { type Actor, decide } from './rules.js';

/** Proceedings that an authority prepares: the party learns of the decision, and is heard before it, not of every draft. */
const internal: ReadonlySet<string> = new Set([
  'RevocationProposed',
  'ExOfficioCancellationProposed',
  'OrderDrafted',
  'OrderEdited',
  'OrderApproved',
  'OrderIssued',
  'ExtensionProposed',
  'EscalationProposed',
  'LiftProposed',
  'WithdrawalProposed',
  'PenaltyCaseLinked',
  'CaseTransferred',
  'TransferAcknowledged',
  'PenaltyInvestigated',
  'PenaltyLegallyReviewed',
  'PenaltyCaseTransferred',
  'PenaltyTransferAcknowledged',
  'InspectionFindingRecorded',
]);

/**
 * Members of an event's data that name an official: by the house's convention their names end in `By`. A decision is its authority's;
 * who had a hand in it is for authorities to see. The day by which to rectify is no person.
 */
const namesOfficial = (member: string): boolean => member.endsWith('By') && member !== 'rectifyBy';

/** What gave the occasion to look into a matter may name who complained: it is for authorities to see (ARP 29). */
const tellsOccasion = (member: string): boolean => member === 'occasion' || member === 'concerns';

/** What one authority tells the next when it hands a report on. */
const isAmongAuthorities = (member: string): boolean => member === 'remark';

/** By which a reporter without an account is known again: nobody reads it. */
const provesReporter = (member: string): boolean => member === 'secretHash';

/** Whether this reader of a matter sees its events of this type. */
export const seesEvent = (reader: Actor, type: string): boolean => reader.agency !== undefined || !internal.has(type);

/** Decisions of which a party learns when they reach it (APL 61), and what tells that they have. */
const reachesBy: Readonly<Record<string, readonly string[]>> = {
  PenaltyDecided: ['PenaltyPublicNoticeStarted', 'PenaltyServed'],
};

/** As `seesEvent`, of an event among those of its stream. */
export const seesAmong = (reader: Actor, type: string, stream: readonly { type: string }[]): boolean =>
  seesEvent(reader, type) &&
  (reader.agency !== undefined || (reachesBy[type]?.some((sign) => stream.some((other) => other.type === sign)) ?? true));

/** The data of an event as this reader sees them. */
export const visibleData = (reader: Actor, data: object): object => {
  const hidden = (name: string): boolean =>
    provesReporter(name) ||
    (reader.agency === undefined && (namesOfficial(name) || tellsOccasion(name) || isAmongAuthorities(name)));
  return Object.fromEntries(Object.entries(data).filter(([name]) => !hidden(name)));
};

/** The acting account, for authorities and for whoever it is. */
export const visibleActor = (reader: Actor, account: string): string | undefined =>
  reader.agency !== undefined || reader.account === account ? account : undefined;

/** Contacts of a subject and reasons why it was refused are for those on the case, not for all who may read that it is registered. */
export const seesSubjectsWords = (reader: Actor, { id, division }: { id: string; division: string | undefined }): boolean =>
  reader.subject === id || decide('subject.verify', reader, { division }).allowed;
