// Which matter names which other in its acts: read in both directions, it gives everything that touches a case. A new kind of matter, or a
// new member that names one, is a word in the tables below.
import { type RecordedEvent } from '#event-store/event-store.js';
import { type Projection } from './projection.js';

/** Kinds of streams that name others. */
const naming = ['subject', 'filing', 'assessment', 'order', 'penalty', 'inspection', 'incident', 'report', 'listing'] as const;

/** By member of an act's data, the kinds of matter whose id it may hold. Where it can be several, only one of them exists. */
const members: Readonly<Record<string, readonly string[]>> = {
  subject: ['subject'],
  holder: ['subject'],
  addressee: ['subject'],
  from: ['subject'],
  to: ['subject'],
  filing: ['filing'],
  filings: ['filing'],
  assessment: ['assessment'],
  assessments: ['assessment'],
  order: ['order'],
  orders: ['order'],
  // What a store's measure rests on is told by the kind of the cause.
  cause: [],
  penalty: ['penalty'],
  penalties: ['penalty'],
  sameActAs: ['penalty'],
  inspection: ['inspection'],
  incident: ['incident'],
  report: ['report'],
  /** Of a report that was closed with something that followed from it. */
  reference: ['inspection', 'order', 'penalty'],
  /** Streams by their names. */
  concerns: [],
};

export interface CaseLink {
  /** The name of the stream that is named. */
  to: string;
  /** By which member. */
  as: string;
}

export interface CaseLinksRow {
  /** The name of the stream whose acts name others. */
  stream: string;
  links: readonly CaseLink[];
}

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const STREAM = /^[a-z]+-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What one member names. Elements that are objects, such as an incident's filings, name matters by members of their own. */
function named(as: string, value: unknown): CaseLink[] {
  if (typeof value === 'string') {
    if (ID.test(value)) return (members[as] ?? []).map((kind) => ({ to: `${kind}-${value}`, as }));
    return as === 'concerns' && STREAM.test(value) ? [{ to: value, as }] : [];
  }
  if (Array.isArray(value)) return value.flatMap((item) => (typeof item === 'string' ? named(as, item) : linksIn(item)));
  return linksIn(value);
}

/** What these data name, without going deeper than into the members that the table knows. */
function linksIn(data: unknown): CaseLink[] {
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([name, value]) => (Object.hasOwn(members, name) ? named(name, value) : []));
}

function after(row: CaseLinksRow, { data, stream }: RecordedEvent): CaseLinksRow {
  const found = linksIn(data).filter(
    ({ to, as }, i, all) =>
      to !== stream &&
      all.findIndex((other) => other.to === to && other.as === as) === i &&
      !row.links.some((known) => known.to === to && known.as === as),
  );
  return found.length === 0 ? row : { ...row, links: [...row.links, ...found] };
}

const isNaming = (stream: string): boolean =>
  (naming as readonly string[]).includes(stream.slice(0, Math.max(0, stream.indexOf('-'))));

export const caseLinks: Projection<CaseLinksRow> = {
  name: 'case-links',
  version: 3,
  critical: false,
  history: true,
  // Most acts name nothing: their rows need not be looked up.
  keys: ({ stream, data }) => (isNaming(stream) && linksIn(data).length > 0 ? [stream] : []),
  project(row, event) {
    const before = row ?? { stream: event.stream, links: [] };
    const next = after(before, event);
    return next === before ? (row ?? null) : next;
  },
  columns: [{ name: 'names', type: 'text[]', of: ({ links }) => [...new Set(links.map(({ to }) => to))] }],
  indexes: ['create index on {table} using gin (names)'],
  historyIndexes: ['create index on {table} using gin (names)'],
};
