// Dossiers against the log, worked out by looking through all of it. `CASES=2000` for the long form.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Position, type RecordedEvent } from '#event-store/event-store.js';
import { type CaseDatabase, caseDatabase } from '#support/case-database.js';
import { Random } from '#support/random.js';
import { surroundings } from '#support/read-side.js';
import { type VisibleCases } from './case-visibility.js';
import { casebook } from './casebook.js';
import { Dossiers, mergedStreams } from './dossier.js';
import { type Moment } from './moments.js';
import { foldProjection } from './projection.js';
import { rebuild } from './rebuild.js';

const everything: VisibleCases = () => ({ sql: 'true', params: [] });

let database: CaseDatabase;
let dossiers: Dossiers;
let events: RecordedEvent[];

beforeAll(async () => {
  database = await caseDatabase(43);
  dossiers = new Dossiers(database.models, database.log);
  ({ events } = database);
}, 300_000);
afterAll(() => database.stop());

/** Whom the event says that the matter concerns from now on. */
function partyNamed({ stream, type, data }: RecordedEvent): string | undefined {
  const fact = data as Record<string, string | undefined> & { reporter?: { subject?: string } };
  if (stream.startsWith('subject-')) return stream.slice('subject-'.length);
  if (type === 'FilingHolderChanged') return fact.to;
  if (type === 'FilingSubmitted') return fact.holder;
  if (type === 'OrderDrafted' || type === 'OrderEdited' || type === 'PenaltyCaseOpened') return fact.addressee;
  if (type === 'IncidentReported' || type === 'ComplaintMade' || type === 'ObjectionRaised') return fact.reporter?.subject;
  if (type === 'ImportedFilingClaimed' || type === 'AssessmentTriggered' || type === 'InspectionPlanned') return fact.subject;
  return undefined;
}

/** The filings that each report and each incident is about in the end. */
function filingsOf(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { stream, type, data } of events) {
    const { filings = [] } = data as { filings?: (string | { filing: string })[] };
    const named = filings.map((one) => (typeof one === 'string' ? one : one.filing));
    const before = found.get(stream) ?? [];
    if (['IncidentReported', 'ComplaintMade', 'ObjectionRaised', 'IncidentFilingsAdded'].includes(type))
      found.set(stream, [...before, ...named]);
    if (type === 'IncidentFilingsRemoved')
      found.set(
        stream,
        before.filter((filing) => !named.includes(filing)),
      );
  }
  return found;
}

/** Of each stream all that happened while it concerned the subject, and before: its past goes with it. */
function expected(subject: string, recorded: (event: RecordedEvent) => boolean = () => true): string[] {
  const until = new Map<string, Position>();
  const present = new Map<string, string>();
  for (const event of events) {
    const named = partyNamed(event);
    const before = present.get(event.stream);
    if (named === undefined || named === before) continue;
    if (before === subject) until.set(event.stream, event.position);
    present.set(event.stream, named);
  }
  const began = new Map<string, Position>();
  for (const { stream, position } of events) if (!began.has(stream)) began.set(stream, position);
  const lasts = (stream: string): Position => (present.get(stream) === subject ? '~' : (until.get(stream) ?? ''));
  const about = filingsOf();
  const concerns = ({ stream, position }: RecordedEvent): boolean =>
    position <= lasts(stream) ||
    (about.get(stream) ?? []).some((filing) => {
      const end = lasts(`filing-${filing}`);
      return end >= began.get(stream)! && position <= end;
    });
  return events.filter((event) => concerns(event) && recorded(event)).map(({ id }) => id);
}

const subjects = (): string[] => [...new Set(events.flatMap((event) => partyNamed(event) ?? []))];

const read = async (
  subject: string,
  { who = everything, limit = 1_000, moment }: { who?: VisibleCases; limit?: number; moment?: Moment } = {},
): Promise<RecordedEvent[]> => {
  const all: RecordedEvent[] = [];
  for (let after: Position | undefined; ;) {
    const page = await dossiers.page(subject, who, { limit, after }, () => true, { moment, least: await database.least() });
    all.push(...page.events);
    if (page.events.length < limit) return all;
    after = page.events.at(-1)!.position;
  }
};
const ids = (lines: readonly RecordedEvent[]): string[] => lines.map(({ id }) => id);

describe('a dossier', () => {
  test('is everything of its subject in the order of the log, of every subject', async () => {
    const lengths: number[] = [];
    for (const subject of subjects()) {
      const lines = await read(subject);
      expect(ids(lines)).toEqual(expected(subject));
      lengths.push(lines.length);
    }
    expect(lengths.filter((length) => length > 30).length).toBeGreaterThan(5);
  });

  test('of who held a filing ends for it with the event by which it passed on', async () => {
    const handed = events.filter(({ type }) => type === 'FilingHolderChanged').map(({ stream }) => stream);
    const [stream] = handed;
    const holders = events.filter((event) => event.stream === stream).flatMap((event) => partyNamed(event) ?? []);
    const lines = (await read(holders[0]!)).filter((event) => event.stream === stream);
    if (holders.at(-1) !== holders[0]) expect(lines.at(-1)!.type).toBe('FilingHolderChanged');
    expect((await read(holders.at(-1)!)).some((event) => event.stream === stream)).toBe(true);
  });

  test('is the same in pages of any size', async () => {
    const longest = subjects().toSorted((a, b) => expected(b).length - expected(a).length)[0]!;
    for (const limit of [1, 7, 50]) expect(ids(await read(longest, { limit }))).toEqual(expected(longest));
  });

  test('as of any position and instant ends there', async () => {
    const random = new Random(11);
    for (let round = 0; round < 30; round++) {
      const subject = random.of(subjects());
      const { position, recordedAt } = random.of(events);
      const moment: Moment = round % 3 === 0 ? { instant: recordedAt } : { position };
      const recorded = (event: RecordedEvent) =>
        'instant' in moment ? event.recordedAt <= recordedAt : event.position <= position;
      expect(ids(await read(subject, { moment, limit: 1 + random.below(40) }))).toEqual(expected(subject, recorded));
    }
  });

  test('has of the cases that its reader may read all lines, and of others none', async () => {
    const who: VisibleCases = (first) => ({ sql: `division like $${first}::text`, params: ['31%'] });
    const now = new Map([...foldProjection(casebook, events).rows].map(([stream, { row }]) => [stream, row.matter.division]));
    for (const subject of subjects())
      expect(ids(await read(subject, { who }))).toEqual(
        expected(subject, ({ stream }) => now.get(stream)?.startsWith('31') === true),
      );
  });

  test('leaves out the events that its reader does not see', async () => {
    const subject = subjects().toSorted((a, b) => expected(b).length - expected(a).length)[0]!;
    const keep = ({ type }: RecordedEvent) => !type.endsWith('Proposed');
    const page = await dossiers.page(subject, everything, { limit: 1_000 }, keep, { least: await database.least() });
    expect(ids(page.events)).toEqual(expected(subject, keep));
  });

  test('is the same after the casebook was built anew', async () => {
    const subject = subjects()[0]!;
    const client = await database.pool.connect();
    await rebuild(surroundings(database.pool, database.log), casebook, client).finally(() => client.release(true));
    expect(ids(await read(subject))).toEqual(expected(subject));
  });
});

test('streams are not read that begin after the page is full', async () => {
  const asked: string[] = [];
  const sources = Array.from({ length: 64 }, (_, i) => ({ stream: `s${i}`, since: String(i * 10).padStart(4, '0') }));
  const reader = {
    readStream(stream: string) {
      asked.push(stream);
      const since = Number(stream.slice(1)) * 10;
      return Promise.resolve([0, 1, 2].map((n) => ({ stream, position: String(since + n).padStart(4, '0') }) as RecordedEvent));
    },
  };
  const page = await mergedStreams(reader, sources, { limit: 5 }, () => true);
  expect(page.map(({ position }) => position)).toEqual(['0000', '0001', '0002', '0010', '0011']);
  expect(asked.length).toBeLessThan(sources.length);
});
