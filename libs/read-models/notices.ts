// What parties have been told: one notice per event and party. Read marks and mails are no part of it; deadlines are computed beside it.
import { type LocalDate } from '#domain/decider.js';
import { type Position, type RecordedEvent } from '#event-store/event-store.js';
import { dayOf } from './duties.js';
import { noticeRule } from './notice-rules.js';
import { type Projection } from './projection.js';

export interface Notice {
  /** Of the event: in one party's inbox there is one notice of it. */
  id: string;
  /** A subject. */
  party: string;
  /** Of the event. */
  type: string;
  basis: readonly string[];
  effectiveOn: LocalDate;
  at: Position;
  recordedAt: string;
  /** On which it was recorded, in Asia/Shanghai. */
  day: LocalDate;
}

/** Of one stream: whose matter it is, and all that has been told in it, oldest first. */
export interface NoticesOfMatter {
  /** Whoever is told now. */
  party?: string;
  /** Against whom it goes and who has not been told of it yet. */
  expected?: string;
  notices: readonly Notice[];
}

interface Named {
  holder: string;
  to: string;
  subject: string;
  addressee: string;
  announced: boolean;
  /** Absent where nobody signed in. */
  reporter?: { subject?: string };
}

const nothing: NoticesOfMatter = { notices: [] };

const idOf = (stream: string): string => stream.slice(stream.indexOf('-') + 1);

/** Whose matter it is after the event, as far as the party may know of it. */
function partyAfter(before: NoticesOfMatter, { type, stream, data }: RecordedEvent): NoticesOfMatter {
  const { holder, to, subject, addressee, announced, reporter } = data as unknown as Named;
  switch (type) {
    case 'SubjectRegistered':
    case 'SubjectRecorded':
      return { ...before, party: idOf(stream) };
    case 'FilingSubmitted':
      return { ...before, party: holder };
    case 'FilingHolderChanged':
      return { ...before, party: to };
    case 'ImportedFilingClaimed':
    case 'AssessmentTriggered':
      return { ...before, party: subject };
    case 'IncidentReported':
    case 'ComplaintMade':
    case 'ObjectionRaised':
      return { ...before, party: reporter?.subject };
    case 'AppRefused':
    case 'AppWarned':
    case 'AppSuspended':
    case 'AppDelisted':
    case 'AppRestored':
      return { ...before, party: holder };
    case 'OrderDrafted':
    case 'OrderEdited':
    case 'PenaltyCaseOpened':
      return { ...before, expected: addressee };
    case 'InspectionPlanned':
      return announced ? { ...before, party: subject } : { ...before, expected: subject };
    // What reaches the party first; an order by its service, a penalty case by the notice of what is proposed (APL 44).
    case 'PublicNoticeStarted':
    case 'OrderServed':
    case 'ProposedPenaltyNotified':
    case 'InspectionDataRequested':
    case 'RectificationOpinionGiven':
      return { ...before, party: before.party ?? before.expected };
    default:
      return before;
  }
}

const isTold = ({ type, data }: RecordedEvent): boolean => {
  const rule = noticeRule(type);
  return rule !== undefined && rule.nobody === undefined && (rule.when?.(data) ?? true);
};

const sameParty = (a: NoticesOfMatter, b: NoticesOfMatter): boolean => a.party === b.party && a.expected === b.expected;

/** A filing that passes to another holder concerns both. */
const toldOf = (before: NoticesOfMatter, after: NoticesOfMatter): string[] =>
  [...new Set([before.party, after.party])].filter((party) => party !== undefined);

const noticeTo = (party: string, { id, type, meta, position, recordedAt }: RecordedEvent): Notice => ({
  id,
  party,
  type,
  basis: meta.basis,
  effectiveOn: meta.effectiveOn,
  at: position,
  recordedAt,
  day: dayOf(recordedAt),
});

export const notices: Projection<NoticesOfMatter> = {
  name: 'notices',
  version: 2,
  critical: false,
  history: false,
  keys: ({ stream }) => [stream],
  project(row, event) {
    const before = row ?? nothing;
    const after = partyAfter(before, event);
    const told = isTold(event) ? toldOf(before, after) : [];
    if (told.length === 0) return sameParty(before, after) ? (row ?? null) : after;
    return { ...after, notices: [...before.notices, ...told.map((party) => noticeTo(party, event))] };
  },
  columns: [
    { name: 'parties', type: 'text[]', of: ({ notices }) => [...new Set(notices.map(({ party }) => party))] },
    { name: 'events', type: 'text[]', of: ({ notices }) => [...new Set(notices.map(({ id }) => id))] },
    { name: 'last_at', type: 'text', of: ({ notices }) => notices.at(-1)?.at },
  ],
  indexes: [
    'create index on {table} using gin (parties)',
    'create index on {table} using gin (events)',
    'create index on {table} (last_at)',
  ],
};
