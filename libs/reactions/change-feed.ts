// What webhooks tell of, as its source has it.

export interface Change {
  /** Its position, a dot, and its number among the changes of this position. */
  cursor: string;
  /** Id of the event that brought it about, and the filing: together they tell changes apart. */
  event: string;
  filingId: string;
  /** UTC with milliseconds. */
  recordedAt: string;
  /** What has happened. */
  changes: readonly string[];
  /** The filing's, 21 digits. */
  number: string;
  /** After the change. */
  status: { readonly status: string; readonly products: readonly { apps: readonly App[] }[] };
}

interface App {
  platform: string;
  id: string;
}

/** What organisations watch. */
export interface Watching {
  /** Of these filings those that concern the organisation, by their numbers. */
  concerned(organisation: string, filings: readonly { number: string; apps: readonly App[] }[]): Promise<ReadonlySet<string>>;
}

export interface ChangeFeed {
  /** In order, without a gap. Throws UnknownPosition for a cursor of another log, NotBuilt, and what its database does. */
  page(after: string, limit: number): Promise<{ changes: readonly Change[]; next: string; upTo: string }>;
  /** The end of what there is. Throws NotBuilt. */
  upTo(): Promise<string>;
  /** Whether there is a change after `upTo` within so many milliseconds. */
  changed(upTo: string, timeoutMs: number, signal?: AbortSignal): Promise<boolean>;
}
