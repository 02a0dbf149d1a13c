// Reports as `handle` and the policy know them, and what the public is asked for by number alone.
import { NATIONAL, provinceOf } from '#domain/division.js';
import { type FilingNumber, numberParts } from '#domain/filing-number.js';
import { type Filing } from '#domain/filing-state.js';
import { type EntryFacts } from '#domain/report-making.js';
import { type Report } from '#domain/report-state.js';
import { report, type ReportCommand, type ReportEvent } from '#domain/report.js';
import { type Actor } from '#policy/rules.js';
import { entities } from './numbers.js';
import { filings } from './filings.js';
import { type Handler, type Matters } from './handle.js';
import { upcast, versionOf } from './versions.js';

/** A report is its reporter's, where that is known, and of every authority that it was handed to. */
export const reports: Matters<ReportCommand, ReportEvent, Report> = {
  category: 'report',
  decider: report,
  upcast,
  versionOf,
  matter: ({ reporter, tracks }) => ({
    holder: reporter?.subject,
    account: reporter?.account,
    recipients: tracks.map(({ agency }) => agency),
  }),
};

/** Whoever asks without a token. */
export const anyone: Actor = { account: 'anyone', person: 'anyone', roles: [] };

/** The filing that was published under this number; undefined where there is none. Throws StoreUnavailable. */
export async function filingBehind(handler: Handler, number: FilingNumber): Promise<{ id: string; state: Filing } | undefined> {
  const { state: entity } = await handler.load(entities, numberParts(number).entity);
  const filing = Object.entries(entity.numbers).find(([, other]) => other === number)?.[0];
  if (filing === undefined) return undefined;
  const { state } = await handler.load(filings, filing);
  // A number is reserved before the filing is accepted, and until then nobody is told of it.
  return ['filed', 'cancelled', 'revoked'].includes(state.status) ? { id: filing, state } : undefined;
}

/** The entry of the registry that this number stands for; undefined where nothing was published under it. Throws StoreUnavailable. */
export async function entryOf(handler: Handler, number: FilingNumber): Promise<EntryFacts | undefined> {
  const found = await filingBehind(handler, number);
  if (!found) return undefined;
  const { id, state } = found;
  return { filing: id, division: state.takenUp ? NATIONAL : provinceOf(state.division ?? NATIONAL) };
}
