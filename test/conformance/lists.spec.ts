// What a list shows is what single reads would, one by one: for every kind of matter 10,000 pairs of a random reader and a random matter in
// any of its states, by the columns of the read model that the list is taken from, and by those of the deadlines.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { type Role, roles } from '#domain/account.js';
import { assessments } from '#application/assessment-reliance.js';
import { filings } from '#application/filings.js';
import { foldOn } from '#application/folds.js';
import { type Matters } from '#application/handle.js';
import { inspections } from '#application/inspections.js';
import { listings } from '#application/listings.js';
import { orders } from '#application/orders.js';
import { penalties } from '#application/penalty-citation.js';
import { upcast } from '#application/versions.js';
import { type RecordedEvent } from '#event-store/event-store.js';
import {
  caseScope,
  listingScope,
  matterScope,
  orderScope,
  type ReadAction,
  readingOf,
  scopeOf,
  scopeSql,
} from '#policy/filters.js';
import { type Actor, decide, type Matter } from '#policy/rules.js';
import { assessmentCases } from '#read-models/assessment-cases.js';
import { deadlines } from '#read-models/deadlines.js';
import { filingCases } from '#read-models/filing-cases.js';
import { inspectionCases } from '#read-models/inspection-cases.js';
import { listingCases } from '#read-models/listing-cases.js';
import { orderBoard } from '#read-models/order-board.js';
import { penaltyCases } from '#read-models/penalty-cases.js';
import { foldProjection, type Projection } from '#read-models/projection.js';
import { casebook } from '#read-models/casebook.js';
import { incidents } from '#application/incident-matters.js';
import { reports } from '#application/report-matters.js';
import { freshDatabase, type TestDatabase } from '#support/database.js';
import { Random } from '#support/random.js';
import { asStored } from '#support/registry-rows.js';
import { goldenFiles, type StoredFact } from '../golden/files.js';

const MATTERS = 100;
const READERS = 100;
const columns = ['category', 'key', 'holder', 'division', 'agency_kind', 'agency_division', 'store'] as const;
type Judged = Partial<Record<(typeof columns)[number], string>>;

const random = new Random(2026);
const divisions = '000000 110000 110108 110100 310000 310115 330000 330100 330106 429004 445100 44 999999'.split(' ');
const holders = ['s-1', 's-2', 's-3'];
const maybe = <T>(choices: readonly T[]): T | undefined => (random.below(4) === 0 ? undefined : random.of(choices));

/** The same life of another holder, in another place, carried by another agency. */
function elsewhere(life: readonly StoredFact[]): StoredFact[] {
  const moved = new Map<string, string>();
  const to = (text: string, choices: readonly string[]): string => {
    if (!moved.has(text)) moved.set(text, random.of(choices));
    return moved.get(text)!;
  };
  return JSON.parse(JSON.stringify(life), (_, value: unknown) => {
    if (typeof value !== 'string') return value;
    if (/^(subject|s|store)-\d+$/.test(value)) return to(value, holders);
    return /^\d{6}$/.test(value) ? to(value, divisions) : value;
  }) as StoredFact[];
}

interface Kind {
  category: string;
  scope: (reader: Actor, first: number) => { sql: string; params: unknown[] };
  /** What the policy judges, as every single read and every write has it. */
  matter: (events: readonly RecordedEvent[]) => Matter;
  /** As the list of this kind has it. */
  row: (events: readonly RecordedEvent[], key: string) => Judged | undefined;
}

const kind = <C, E, S, Row>(
  matters: Matters<C, E, S>,
  model: Projection<Row>,
  scope = (reader: Actor, first: number) => scopeSql(scopeOf(readingOf[matters.category]!, reader), first),
): Kind => ({
  category: matters.category,
  scope,
  matter: (events) => matters.matter(foldOn(matters, events).state),
  row: (events, key) => judgedBy(model, events, key, matters.category),
});

/** The columns by which a list of this read model is judged; undefined where it has no such row. */
function judgedBy<Row>(model: Projection<Row>, events: readonly RecordedEvent[], key: string, category: string) {
  const row = foldProjection(model, events.map(upcast)).rows.get(
    model === (deadlines as unknown) ? `${category}-${key}` : key,
  )?.row;
  if (row === undefined) return undefined;
  const told = Object.fromEntries(model.columns.map((column) => [column.name, column.of(row)])) as Judged;
  return { ...Object.fromEntries(columns.map((name) => [name, told[name]])), category, key } as Judged;
}

const kinds: readonly Kind[] = [
  kind(filings, filingCases),
  kind(assessments, assessmentCases),
  kind(orders, orderBoard, orderScope),
  kind(penalties, penaltyCases),
  kind(inspections, inspectionCases),
  kind(listings, listingCases, listingScope),
];

const livesOf = (category: string): (readonly StoredFact[])[] =>
  [...goldenFiles().values()].filter((file) => file.category === category).map(({ life }) => life);

const reader = (category: string): Actor => {
  const division = maybe(divisions);
  const streams = () =>
    Array.from({ length: random.below(5) }, () => `${random.of([category, 'subject'])}-${random.below(MATTERS)}`);
  return {
    account: 'a',
    person: 'p',
    roles: Array.from({ length: random.below(4) }, (): Role => random.of(roles)),
    subject: maybe(holders),
    agency: division === undefined ? undefined : { kind: random.of(['cac', 'telecom', 'public-security']), division },
    delegated: random.below(4) === 0 ? [{ from: 'b', person: 'b', roles: [random.of(roles)] }] : undefined,
    cases: division === undefined ? undefined : { recused: streams(), granted: streams() },
  };
};

/** Every kind in the casebook, whose own lists have other columns. */
const inCasebook: readonly Pick<Kind, 'category' | 'matter'>[] = [
  ...kinds,
  { category: 'report', matter: (events) => reports.matter(foldOn(reports, events).state) },
  { category: 'incident', matter: (events) => incidents.matter(foldOn(incidents, events).state) },
];

describe.each(inCasebook)('the casebook', ({ category, matter }) => {
  test(`has of ${category} matters what its reader can read one by one, for 10,000 pairs`, async () => {
    const database = await freshDatabase();
    const client = new Client({ connectionString: database.url });
    await client.connect();
    try {
      const names = [...columns, 'account', 'readers'] as const;
      await client.query(
        `create table cases (${names.map((name) => `${name} ${name === 'readers' ? 'text[]' : 'text'}`).join(', ')})`,
      );
      const lives = livesOf(category);
      const matters: { key: string; judged: Matter }[] = [];
      for (let at = 0; at < MATTERS; at++) {
        const key = String(at);
        const life = elsewhere(random.of(lives));
        const stream = `${category}-${key}`;
        const events = asStored(life as never, stream).map((event, i) => ({ ...event, version: life[i]!.version }));
        // Officers read the casebook, stores the list of what they did.
        matters.push({ key, judged: { ...matter(events), stream, store: undefined } });
        const { row } = foldProjection(casebook, events.map(upcast)).rows.get(stream)!;
        const told = Object.fromEntries(casebook.columns.map((column) => [column.name, column.of(row)]));
        const values = names.map((name) => (name === 'key' ? key : (told[name] ?? null)));
        await client.query(`insert into cases values (${names.map((_, i) => `$${i + 1}`).join(', ')})`, values);
      }
      let shown = 0;
      for (let i = 0; i < READERS; i++) {
        const who = reader(category);
        const { sql, params } = caseScope(who, 2);
        const { rows } = await client.query<{ key: string }>(`select key from cases where key >= $1 and ${sql}`, ['', ...params]);
        const oneByOne = matters.filter(({ judged }) => decide(readingOf[category] as ReadAction, who, judged).allowed);
        expect({ who, found: rows.map(({ key }) => key).sort() }).toEqual({ who, found: oneByOne.map(({ key }) => key).sort() });
        shown += rows.length;
      }
      expect(shown).toBeGreaterThan(100);
    } finally {
      await client.end();
      await database.drop();
    }
  });
});

describe.each(kinds)('a list of $category matters', ({ category, scope, matter, row }) => {
  let database: TestDatabase;
  let client: Client;
  const matters: { key: string; judged: Matter }[] = [];
  const readers = Array.from({ length: READERS }, () => reader(category));
  const lives = livesOf(category);

  const fill = async (table: string, rows: readonly (Judged | undefined)[]) => {
    await client.query(`create table ${table} (${columns.map((name) => `${name} text`).join(', ')})`);
    for (const one of rows)
      if (one)
        await client.query(`insert into ${table} values ($1, $2, $3, $4, $5, $6, $7)`, columns.map((name) => one[name] ?? null)); // prettier-ignore
  };

  beforeAll(async () => {
    database = await freshDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
    const listed: (Judged | undefined)[] = [];
    const dutiful: (Judged | undefined)[] = [];
    for (let at = 0; at < MATTERS; at++) {
      const key = String(at);
      const life = elsewhere(random.of(lives));
      const versions = new Map(life.map(({ version }, i) => [i, version]));
      const events = asStored(life as never, `${category}-${key}`).map((event, i) => ({ ...event, version: versions.get(i)! }));
      matters.push({ key, judged: { ...matter(events), stream: `${category}-${key}` } });
      listed.push(row(events, key));
      dutiful.push(judgedBy(deadlines, events, key, category));
    }
    await fill('listed', listed);
    await fill('dutiful', dutiful);
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  const among = async (table: string, { sql, params }: { sql: string; params: unknown[] }): Promise<string[]> =>
    (await client.query<{ key: string }>(`select key from ${table} where key >= $1 and ${sql}`, ['', ...params])).rows.map(
      ({ key }) => key,
    );
  const oneByOne = (who: Actor): string[] =>
    matters.filter(({ judged }) => decide(readingOf[category] as ReadAction, who, judged).allowed).map(({ key }) => key);

  test('has what its reader can read one by one, for 10,000 pairs', async () => {
    let shown = 0;
    for (const who of readers) {
      const found = (await among('listed', scope(who, 2))).sort();
      expect({ who, found }).toEqual({ who, found: oneByOne(who).sort() });
      shown += found.length;
    }
    expect(shown).toBeGreaterThan(500);
    expect(shown).toBeLessThan((MATTERS * READERS) / 2);
  });

  test('and the list of deadlines has their duties for the same readers', async () => {
    const has = new Set((await client.query<{ key: string }>('select key from dutiful')).rows.map(({ key }) => key));
    expect(has.size).toBeGreaterThan(MATTERS / 2);
    for (const who of readers) {
      const found = (await among('dutiful', matterScope(who, 2))).sort();
      expect({ who, found }).toEqual({
        who,
        // What a store does starts no duty, and stands among no deadlines.
        found:
          category === 'listing'
            ? []
            : oneByOne(who)
                .filter((key) => has.has(key))
                .sort(),
      });
    }
  });
});
