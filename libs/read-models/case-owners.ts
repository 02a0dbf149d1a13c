// Whose a case is: whom it concerns, where it is, which authorities have it, and which filings it is about.
import { type Agency } from '#domain/account.js';
import { agencyKey } from '#domain/case-file.js';
import { type AnyFact, type Fact } from '#domain/decider.js';
import { selfAndAbove } from '#domain/division.js';
import { type Position } from '#event-store/event-store.js';
import { type MatterRow } from './duties.js';
import { type Recorded } from './recorded.js';

export interface Owned {
  matter: Omit<MatterRow, 'row' | 'category' | 'id'>;
  /** Subjects whom it concerns, or concerned until an event. */
  parties: readonly { subject: string; until?: Position }[];
  /** Of a report: the account that made it, and the keys of the agencies that may read it, each recipient and those above it. */
  account?: string;
  readers: readonly string[];
  /** Filings that a report or an incident is about, by id. */
  about: readonly string[];
}

type Matter = Owned['matter'];

/** A subject is its own holder, where its seat is. */
const subjectsMatter = (matter: Matter, id: string, { data }: Recorded<AnyFact>): Matter => {
  const { division, details, after } = data as {
    division?: string;
    details?: { division: string };
    after?: { division: string };
  };
  const seat = division ?? details?.division ?? after?.division;
  return seat === undefined || seat === matter.division ? matter : { ...matter, holder: id, division: seat };
};

/** Whom it concerns: the addressee also before it has learnt of the matter. */
const partyOf = (category: string, id: string, { holder, drafted }: Matter): string | undefined =>
  category === 'subject' ? id : (drafted?.addressee ?? holder);

function partiesAfter(parties: Owned['parties'], subject: string | undefined, at: Position): Owned['parties'] {
  const present = parties.find(({ until }) => until === undefined);
  if (subject === undefined || present?.subject === subject) return parties;
  return [...parties.map((party) => (party.until === undefined ? { ...party, until: at } : party)), { subject }];
}

type ReportFact =
  | Fact<
      'IncidentReported' | 'ComplaintMade' | 'ObjectionRaised',
      { recipients: readonly Agency[]; filings: readonly string[]; reporter?: { account: string; subject?: string } }
    >
  | Fact<'ReportReferred', { to: Agency }>;

const readersOf = (agencies: readonly Agency[]): string[] =>
  agencies.flatMap(({ kind, division }) => selfAndAbove(division).map((above) => agencyKey({ kind, division: above })));

/** A report is its reporter's, and is where it was last handed to. */
function ofReport(owned: Owned, event: Recorded<ReportFact>): Owned {
  switch (event.type) {
    case 'IncidentReported':
    case 'ComplaintMade':
    case 'ObjectionRaised': {
      const { recipients, filings, reporter } = event.data;
      return {
        ...owned,
        matter: { ...owned.matter, holder: reporter?.subject, division: recipients.at(-1)?.division },
        account: reporter?.account,
        readers: [...new Set(readersOf(recipients))],
        about: filings,
      };
    }
    case 'ReportReferred': {
      const { to } = event.data;
      const readers = [...new Set([...owned.readers, ...readersOf([to])])];
      return { ...owned, matter: { ...owned.matter, division: to.division }, readers };
    }
    default:
      return owned;
  }
}

type IncidentFact =
  | Fact<'IncidentOpened' | 'IncidentEdited', { agency: Agency }>
  | Fact<'IncidentFilingsAdded', { filings: readonly { filing: string }[] }>
  | Fact<'IncidentFilingsRemoved', { filings: readonly string[] }>;

/** An incident is its agency's. What was taken out of it before anything was ordered, it is not about any more. */
function ofIncident(owned: Owned, event: Recorded<IncidentFact>): Owned {
  switch (event.type) {
    case 'IncidentOpened':
    case 'IncidentEdited': {
      const { kind, division } = event.data.agency;
      return owned.matter.agency ? owned : { ...owned, matter: { ...owned.matter, agency: { kind, division }, division } };
    }
    case 'IncidentFilingsAdded':
      return { ...owned, about: [...new Set([...owned.about, ...event.data.filings.map(({ filing }) => filing)])] };
    case 'IncidentFilingsRemoved':
      return { ...owned, about: owned.about.filter((filing) => !event.data.filings.includes(filing)) };
    default:
      return owned;
  }
}

const byKind: Readonly<Record<string, (owned: Owned, event: never, id: string) => Owned>> = {
  subject: (owned, event, id) => {
    const matter = subjectsMatter(owned.matter, id, event);
    return matter === owned.matter ? owned : { ...owned, matter };
  },
  report: ofReport,
  incident: ofIncident,
};

/** Whose it is after the event, where its duties have made `matter` of it; members that it does not change are the very same. */
export function ownedAfter({ category, id, ...row }: Owned & { category: string; id: string }, event: Recorded<AnyFact>): Owned {
  const { matter, parties, account, readers, about } = row;
  const before: Owned = { matter, parties, account, readers, about };
  const owned = byKind[category]?.(before, event as never, id) ?? before;
  return { ...owned, parties: partiesAfter(parties, partyOf(category, id, owned.matter), event.position) };
}
