// Every matter as the lists of officers need it: where it stands, what it awaits of whom, who is assigned, by which words it is found, and
// what was decided when. One row a matter, so that the queue, the dossier, the search and the figures agree.
import { type AnyFact, type LocalDate } from '#domain/decider.js';
import { type RecordedEvent } from '#event-store/event-store.js';
import { allTexts, type CaseTexts, gramsOf, lookUpForm, namesAndNumbers, nothingSaid, textsAfter } from './case-texts.js';
import { touchesOf } from './deadlines.js';
import { type Owned, ownedAfter } from './case-owners.js';
import { type DeadlineRow, dutyKinds, type DutyKind, type DutyRow } from './duties.js';
import { stageAfter } from './case-stages.js';
import { type Projection } from './projection.js';
import { idIn, recorded } from './recorded.js';
import { type Turn, type Waits, type WaitStep, waitSteps } from './waiting.js';
import { waitsAfter } from './waits.js';

/** The kinds of matters that stand in the casebook; a stream of another kind has no row. */
export const caseKinds = [
  'subject',
  'filing',
  'assessment',
  'order',
  'penalty',
  'inspection',
  'report',
  'incident',
  'listing',
] as const;
export type CaseKind = (typeof caseKinds)[number];

/** A duty without what the row tells already. `by` is the agency that met it. */
export type CaseDuty = Omit<DutyRow, 'row' | 'matter'> & { by?: string };

/** Something that an authority decided, or did not have to any more. */
export interface Done {
  kind: DutyKind | WaitStep;
  startedOn: LocalDate;
  /** Where days were counted. */
  duty?: CaseDuty;
  metOn: LocalDate;
  /** The agency, `cac-110000`. */
  by?: string;
}

export interface CasebookRow extends Owned {
  /** The name of the matter's stream. */
  stream: string;
  category: CaseKind;
  id: string;
  stage: string;
  /** Of the event that made this version. */
  recordedAt: string;
  /** By what tells them apart within the case. */
  duties: Readonly<Record<string, CaseDuty>>;
  waits: Waits;
  /** Met by an authority, and since then begun anew or no longer waited for. */
  done: readonly Done[];
  texts: CaseTexts;
  /** What it was found by before, and by which names and numbers. */
  former: readonly string[];
  formerNames: readonly string[];
  assigned: readonly { account: string; agency: string; until: LocalDate }[];
}

/** A refusal is decided and awaits its notification. */
export const stepNames = [...dutyKinds, 'notification', ...waitSteps] as const;
export type StepName = (typeof stepNames)[number];

/** Something that the case awaits of somebody. */
export interface Step {
  /** Within the case. */
  key: string;
  step: StepName;
  awaits: Turn;
  startedOn: LocalDate;
  /** The count that runs from `anchor`; absent where an act named the day, or where nothing counts. */
  count?: DutyRow['count'];
  anchor: LocalDate;
  /** Named by an act. */
  dueOn?: LocalDate;
  authority?: string;
  n?: number;
}

const isCase = (category: string): category is CaseKind => (caseKinds as readonly string[]).includes(category);

const caseOf = (stream: string): { category: CaseKind; id: string } | undefined => {
  const at = stream.indexOf('-');
  const category = stream.slice(0, at);
  return isCase(category) ? { category, id: stream.slice(at + 1) } : undefined;
};

const open = (duty: CaseDuty): boolean => duty.startedOn !== undefined && duty.metOn === undefined && duty.endedOn === undefined;

/** The duties and the matter's own facts after the event, by the very steps that the read model of deadlines takes. */
function carriedOn(row: CasebookRow, event: RecordedEvent): Pick<CasebookRow, 'matter' | 'duties' | 'done'> {
  const { stream, category, id } = row;
  let { matter, duties, done } = row;
  for (const touch of touchesOf(event)) {
    if (touch.key === stream) {
      const before: DeadlineRow = { row: 'matter', category, id, ...matter };
      const after = touch.step(before);
      if (after === before || after?.row !== 'matter') continue;
      const { row: _row, category: _category, id: _id, ...rest } = after;
      matter = rest;
      // A duty that runs in all filings of a subject is no single case's.
    } else if (category !== 'subject') {
      const slot = touch.key.slice(stream.length + 1);
      const present = duties[slot];
      const before: DeadlineRow | undefined = present && { row: 'duty', matter: stream, ...present };
      const after = touch.step(before);
      if (after === before) continue;
      const { [slot]: _, ...others } = duties;
      const next = after?.row === 'duty' ? takenOver(present, after, event.meta.agency) : undefined;
      if (present !== undefined && next?.at !== present.at) done = [...done, ...metByAuthority(present)];
      duties = next === undefined ? others : { ...others, [slot]: next };
    }
  }
  return { matter, duties, done };
}

/** The duty after the event; by whom it was met is known to the event that met it. */
function takenOver(present: CaseDuty | undefined, after: DutyRow & { by?: string }, by: string | undefined): CaseDuty {
  const { row: _row, matter: _matter, ...duty } = after;
  const metNow = duty.metOn !== undefined && (present?.at !== duty.at || present.metOn === undefined);
  return metNow ? { ...duty, by } : duty;
}

/** The decision that a duty of an authority has come to, if it has. */
const metByAuthority = (duty: CaseDuty): Done[] =>
  duty.of === 'agency' && duty.metOn !== undefined && duty.startedOn !== undefined
    ? [{ kind: duty.kind, startedOn: duty.startedOn, duty, metOn: duty.metOn, by: duty.by }]
    : [];

function followed(row: CasebookRow, stored: RecordedEvent): CasebookRow {
  const event = recorded<AnyFact>(stored);
  const { done, duties, matter } = carriedOn(row, stored);
  const waiting = waitsAfter(row.category, row.waits, event);
  const texts = textsAfter(row.texts, event);
  const gone = (of: (texts: CaseTexts) => readonly string[]): readonly string[] =>
    texts === row.texts ? [] : of(row.texts).filter((text) => !of(texts).includes(text));
  const met = waiting.met.map(({ step, startedOn }): Done => ({
    kind: step,
    startedOn,
    metOn: event.on,
    by: stored.meta.agency,
  }));
  const after: CasebookRow = {
    ...row,
    ...ownedAfter({ ...row, matter }, event),
    stage: stageAfter(row.stage, event, waiting.waits),
    duties,
    waits: waiting.waits,
    done: met.length === 0 ? done : [...done, ...met],
    texts,
    former: together(row.former, gone(allTexts)),
    formerNames: together(row.formerNames, gone(namesAndNumbers)),
  };
  const names = Object.keys(after) as (keyof CasebookRow)[];
  return names.every((name) => after[name] === row[name]) ? row : { ...after, recordedAt: event.recordedAt };
}

const together = (some: readonly string[], more: readonly string[]): readonly string[] =>
  more.length === 0 ? some : [...new Set([...some, ...more])];

/** Each agency assigns the case to an officer of its own. */
function arranged(row: CasebookRow, stored: RecordedEvent): CasebookRow {
  const { type, data, recordedAt } = recorded<AnyFact>(stored);
  if (type !== 'CaseAssigned' && type !== 'CaseReleased') return row;
  const { account, until, agency } = data as { account: string; until: LocalDate; agency: { kind: string; division: string } };
  const key = `${agency.kind}-${agency.division}`;
  const others = row.assigned.filter((one) => one.agency !== key);
  return { ...row, recordedAt, assigned: type === 'CaseAssigned' ? [...others, { account, agency: key, until }] : others };
}

const fresh = (stream: string, category: CaseKind, id: string, { position, recordedAt }: RecordedEvent): CasebookRow => ({
  ...{ stream, category, id, stage: 'none', recordedAt, matter: { since: position } },
  ...{
    duties: {},
    waits: {},
    done: [],
    parties: [],
    readers: [],
    about: [],
    texts: nothingSaid,
    former: [],
    formerNames: [],
    assigned: [],
  },
});

/** Worked out once: versions share what did not change between them, and several columns are made of the same. */
const once = <K extends object, V>(of: (key: K) => V): ((key: K) => V) => {
  const known = new WeakMap<K, V>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) known.set(key, (value = of(key)));
    return value;
  };
};

/** What the case awaits, in the order of its keys. What was proposed to end a filing waits while the filing stands. */
export const stepsOf = once(stepsIn);

function stepsIn({ category, duties, waits, matter }: CasebookRow): Step[] {
  const ofDuties = Object.entries(duties).flatMap(([key, duty]): Step[] => {
    const { kind, of, count, startedOn, countsFrom, dueOn, right, n } = duty;
    if (!open(duty) || right === true || startedOn === undefined || (count === undefined && dueOn === undefined)) return [];
    const step = duty.awaits ?? kind;
    const awaits = of === 'agency' ? 'officer' : 'party';
    const counted = dueOn === undefined ? { count, anchor: countsFrom ?? startedOn } : { anchor: dueOn, dueOn };
    return [{ key, step, awaits, startedOn, n, ...counted }];
  });
  const ofWaits = Object.entries(waits)
    // What was verified is to be lifted, unless that has been proposed.
    .filter(([, { step }]) => step !== 'lift' || waits['lift-approval'] === undefined)
    .map(([key, { step, awaits, startedOn, dueOn, authority }]): Step => ({
      ...{ key, step, awaits, startedOn, anchor: dueOn ?? startedOn, dueOn, authority },
    }));
  const standing = category === 'filing' && matter.inForce !== true ? [] : ofWaits;
  return [...ofDuties, ...standing].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** The count of a day that an act named, and of what no day is named for. */
export const NAMED = 'named';
export const UNCOUNTED = 'none';

const startOf = ({ count, anchor, dueOn }: Step): string => `${count ?? (dueOn === undefined ? UNCOUNTED : NAMED)} ${anchor}`;

/** Each text on a line of its own. */
const lines = (texts: readonly string[]): string => texts.map((text) => `\n${lookUpForm(text)}`).join('') + '\n';

const namesOf = once((texts: CaseTexts) => lines(namesAndNumbers(texts)));
const wordsOf = once((texts: CaseTexts) => lines(allTexts(texts)));

/** Everything that an authority has decided in the case and that stands. */
const decisions = ({ duties, done }: CasebookRow): Done[] => [...done, ...Object.values(duties).flatMap(metByAuthority)];

export const casebook: Projection<CasebookRow> = {
  name: 'casebook',
  version: 6,
  critical: false,
  history: true,
  slim: true,
  keys({ stream }) {
    const matter = idIn('case', stream) ?? stream;
    return caseOf(matter) ? [matter] : [];
  },
  project(row, event, key) {
    if (event.stream !== key) return row ? arranged(row, event) : null;
    const found = caseOf(key);
    if (!found) return null;
    return followed(row ?? fresh(key, found.category, found.id, event), event);
  },
  columns: [
    { name: 'category', type: 'text', of: ({ category }) => category },
    { name: 'id', type: 'text', of: ({ id }) => id },
    { name: 'holder', type: 'text', of: ({ matter }) => matter.holder },
    { name: 'division', type: 'text', of: ({ matter }) => matter.division },
    { name: 'agency_kind', type: 'text', of: ({ matter }) => matter.agency?.kind },
    { name: 'agency_division', type: 'text', of: ({ matter }) => matter.agency?.division },
    { name: 'stage', type: 'text', of: ({ stage }) => stage },
    { name: 'recorded_at', type: 'text', of: ({ recordedAt }) => recordedAt },
    { name: 'waiting', type: 'boolean', of: (row) => stepsOf(row).length > 0 },
    // In the same order: from where something runs, and what and whom it awaits.
    { name: 'starts', type: 'text[]', of: (row) => stepsOf(row).map(startOf) },
    {
      name: 'steps',
      type: 'text[]',
      of: (row) => stepsOf(row).map(({ key, step, awaits, startedOn }) => `${awaits}|${step}|${startedOn}|${key}`),
    },
    {
      name: 'assigned',
      type: 'text[]',
      of: ({ assigned }) => assigned.map((one) => `${one.agency}|${one.until}|${one.account}`),
    },
    {
      name: 'decided',
      type: 'text[]',
      of: (row) =>
        decisions(row).map(({ kind, startedOn, duty, metOn, by }) =>
          [by ?? '', kind, startedOn, metOn, duty?.count ?? '', duty?.countsFrom ?? startedOn].join('|'),
        ),
    },
    { name: 'names', type: 'text', of: ({ texts }) => namesOf(texts) },
    { name: 'words', type: 'text', of: ({ texts }) => wordsOf(texts) },
    // Its first event: before that there was nothing to be found.
    { name: 'since', type: 'text', of: ({ matter }) => matter.since, present: true },
    { name: 'account', type: 'text', of: ({ account }) => account },
    { name: 'readers', type: 'text[]', of: ({ readers }) => readers },
    {
      name: 'concerns',
      type: 'text[]',
      of: ({ parties, about }) => [...parties.map(({ subject }) => subject), ...about.map((filing) => `filing-${filing}`)],
      present: true,
    },
    {
      name: 'grams',
      type: 'text[]',
      of: ({ texts }) => gramsOf(allTexts(texts), namesAndNumbers(texts)),
      present: true,
      aside: true,
    },
    // Of all that it was ever found by, where that is more, so that the index of the present also finds what a past version said.
    {
      name: 'ever',
      type: 'text[]',
      of: ({ texts, former, formerNames }) =>
        former.length + formerNames.length === 0
          ? undefined
          : gramsOf([...allTexts(texts), ...former], [...namesAndNumbers(texts), ...formerNames]),
      present: true,
      aside: true,
    },
  ],
  indexes: [
    'create index on {table} (division text_pattern_ops) where waiting',
    'create index on {table} (recorded_at, position)',
    'create index on {table} (position) include (key)',
    'create index on {table} using gin (concerns)',
    'create index on {table} using gin (grams)',
    'create index on {table} using gin (ever)',
  ],
  historyIndexes: [
    'create index on {table} using gist (read.positions(from_position, to_position)) where waiting',
    'create index on {table} (from_position, to_position) include (key)',
    'create index on {table} (key, to_position)',
    'create index on {table} (recorded_at, from_position)',
  ],
};
