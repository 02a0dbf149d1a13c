import { describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { freshDatabase } from '#support/database.js';
import { Random } from '#support/random.js';
import { type Role, roles } from '#domain/account.js';
import { isDivisionCode, selfAndAbove } from '#domain/division.js';
import { incidentScope, listingScope, type ReadAction, reportScope, scopeOf, scopeSql } from './filters.js';
import { type Actor, decide, type Matter } from './rules.js';

const actions: readonly ReadAction[] = ['subject.read', 'filing.read', 'attachment.read'];
const divisions =
  '000000 100000 110000 110108 110100 310000 310115 330000 330100 330106 429000 429004 445100 44 999999 33 %'.split(' ');
const holders = ['s-1', 's-2', 's-3'];

const random = new Random(2026);
const maybe = <T>(choices: readonly T[]): T | undefined => (random.below(4) === 0 ? undefined : random.of(choices));
const someStreams = () =>
  Array.from({ length: random.below(5) }, () => `${random.of(['filing', 'subject'])}-${random.below(100)}`);

const actor = (): Actor => {
  const division = maybe(divisions);
  return {
    account: 'a',
    person: 'p',
    roles: Array.from({ length: random.below(4) }, (): Role => random.of(roles)),
    subject: maybe(holders),
    agency: division === undefined ? undefined : { kind: random.of(['cac', 'telecom', 'public-security']), division },
    delegated: random.below(4) === 0 ? [{ from: 'b', person: 'b', roles: [random.of(roles)] }] : undefined,
    cases: division === undefined ? undefined : { recused: someStreams(), granted: someStreams() },
  };
};
const matter = (_: unknown, at: number): Matter & { key: string } => ({
  key: String(at),
  holder: maybe(holders),
  division: maybe(divisions),
  takenUp: random.below(2) === 0,
});

describe('a list', () => {
  test('shows what single reads would, one by one, for 12,000 pairs of actor and matter', async () => {
    const matters = Array.from({ length: 100 }, matter);
    const streamOf = (action: ReadAction, { key }: { key: string }) => `${action.split('.')[0]}-${key}`;
    const database = await freshDatabase();
    const client = new Client({ connectionString: database.url });
    await client.connect();
    try {
      await client.query('create table matters (at int, key text, holder text, division text)');
      await client.query(
        'insert into matters select at, at::text, holder, division from unnest($1::int[], $2::text[], $3::text[]) as q(at, holder, division)',
        [
          matters.map((_, at) => at),
          matters.map(({ holder }) => holder ?? null),
          matters.map(({ division }) => division ?? null),
        ],
      );
      let shown = 0;
      for (let i = 0; i < 120; i++) {
        const who = actor();
        const action = random.of(actions);
        const { sql, params } = scopeSql(scopeOf(action, who), 2);
        const { rows } = await client.query<{ at: number }>(`select at from matters where at >= $1 and ${sql} order by at`, [
          0,
          ...params,
        ]);
        const oneByOne = matters.flatMap((what, at) =>
          decide(action, who, { ...what, stream: streamOf(action, what) }).allowed ? [at] : [],
        );
        expect({ who, action, shown: rows.map(({ at }) => at) }).toEqual({ who, action, shown: oneByOne });
        shown += rows.length;
      }
      expect(shown).toBeGreaterThan(1_000);
    } finally {
      await client.end();
      await database.drop();
    }
  });

  test('of incidents shows what single reads would, one by one, for 12,000 pairs of actor and incident', async () => {
    const incidents = Array.from({ length: 100 }, (_, at) => ({
      key: String(at),
      agency: { kind: random.of(['cac', 'telecom', 'public-security']), division: random.of(divisions.slice(0, 13)) },
    }));
    const database = await freshDatabase();
    const client = new Client({ connectionString: database.url });
    await client.connect();
    try {
      await client.query('create table incidents (key text, agency_kind text, agency_division text)');
      for (const { key, agency } of incidents)
        await client.query('insert into incidents values ($1, $2, $3)', [key, agency.kind, agency.division]);
      let shown = 0;
      for (let i = 0; i < 120; i++) {
        const who = actor();
        const cases = who.cases && {
          recused: Array.from({ length: random.below(5) }, () => `incident-${random.below(100)}`),
          granted: Array.from({ length: random.below(5) }, () => `incident-${random.below(100)}`),
        };
        const official = { ...who, cases };
        const { sql, params } = incidentScope(official, 2);
        const { rows } = await client.query<{ key: string }>(
          `select key from incidents where key >= $1 and ${sql} order by key::int`,
          ['', ...params],
        );
        const oneByOne = incidents
          .filter(({ key, agency }) => decide('incident.read', official, { stream: `incident-${key}`, agency }).allowed)
          .map(({ key }) => key);
        expect({ official, shown: rows.map(({ key }) => key) }).toEqual({ official, shown: oneByOne });
        shown += rows.length;
      }
      expect(shown).toBeGreaterThan(300);
    } finally {
      await client.end();
      await database.drop();
    }
  });

  test('of reports shows what single reads would, one by one, for 12,000 pairs of actor and report', async () => {
    const kinds = ['cac', 'telecom', 'public-security'];
    const places = divisions.filter(isDivisionCode);
    const someone = () => ({ kind: random.of(kinds), division: random.of(places) });
    const matters = Array.from({ length: 100 }, () => ({
      holder: maybe(holders),
      account: maybe(['a', 'b']),
      recipients: Array.from({ length: 1 + random.below(3) }, someone),
    }));
    const readersOf = ({ recipients }: (typeof matters)[number]): string[] =>
      recipients.flatMap(({ kind, division }) => selfAndAbove(division).map((above) => `${kind}-${above}`));
    const database = await freshDatabase();
    const client = new Client({ connectionString: database.url });
    await client.connect();
    try {
      await client.query('create table matters (at int, key text, holder text, account text, readers text[])');
      for (const [at, what] of matters.entries())
        await client.query('insert into matters values ($1, $2, $3, $4, $5)', [
          ...[at, String(at), what.holder ?? null, what.account ?? null, readersOf(what)],
        ]);
      let shown = 0;
      for (let i = 0; i < 120; i++) {
        const { cases, ...who } = actor();
        const ofReports = (streams: readonly string[] = []) => streams.map((stream) => stream.replace('subject-', 'report-'));
        const reader = { ...who, cases: cases && { recused: ofReports(cases.recused), granted: ofReports(cases.granted) } };
        const mine = i % 3 === 0;
        const { sql, params } = reportScope(reader, 2, mine);
        const { rows } = await client.query<{ at: number }>(`select at from matters where at >= $1 and ${sql} order by at`, [
          0,
          ...params,
        ]);
        // What an official is a recipient of, or was let into, is not what the same account made.
        const asReporter = mine ? { ...reader, agency: undefined, cases: cases && { ...reader.cases!, granted: [] } } : reader;
        const oneByOne = matters.flatMap((what, at) =>
          decide('report.read', asReporter, { ...what, stream: `report-${at}` }).allowed ? [at] : [],
        );
        expect({ reader, mine, shown: rows.map(({ at }) => at) }).toEqual({ reader, mine, shown: oneByOne });
        shown += rows.length;
      }
      expect(shown).toBeGreaterThan(1_000);
    } finally {
      await client.end();
      await database.drop();
    }
  });

  test('of what stores did shows what single reads would, one by one, for 12,000 pairs of actor and measure', async () => {
    const kinds = ['cac', 'telecom', 'public-security'];
    const places = divisions.filter(isDivisionCode);
    const matters = Array.from({ length: 100 }, () => ({
      store: random.of(['a', ...holders]),
      holder: maybe(holders),
      division: random.of(places),
      agency: random.below(2) === 0 ? undefined : { kind: random.of(kinds), division: random.of(places) },
    }));
    const database = await freshDatabase();
    const client = new Client({ connectionString: database.url });
    await client.connect();
    try {
      await client.query(
        'create table matters (at int, key text, store text, holder text, division text, agency_kind text, agency_division text)',
      );
      for (const [at, { store, holder, division, agency }] of matters.entries())
        await client.query('insert into matters values ($1, $2, $3, $4, $5, $6, $7)', [
          ...[at, String(at), store, holder ?? null, division, agency?.kind ?? null, agency?.division ?? null],
        ]);
      let shown = 0;
      for (let i = 0; i < 120; i++) {
        const { cases, ...who } = actor();
        const ofStores = (streams: readonly string[] = []) => streams.map((stream) => stream.replace('subject-', 'listing-'));
        const reader = { ...who, cases: cases && { recused: ofStores(cases.recused), granted: ofStores(cases.granted) } };
        const { sql, params } = listingScope(reader, 2);
        const { rows } = await client.query<{ at: number }>(`select at from matters where at >= $1 and ${sql} order by at`, [
          0,
          ...params,
        ]);
        const oneByOne = matters.flatMap((what, at) =>
          decide('listing.read', reader, { ...what, stream: `listing-${at}` }).allowed ? [at] : [],
        );
        expect({ reader, shown: rows.map(({ at }) => at) }).toEqual({ reader, shown: oneByOne });
        shown += rows.length;
      }
      expect(shown).toBeGreaterThan(1_000);
    } finally {
      await client.end();
      await database.drop();
    }
  });

  test('of who may read nothing is empty', () => {
    const nobody: Actor = { account: 'a', person: 'p', roles: ['store'], subject: 's-1' };
    expect(scopeOf('filing.read', nobody)).toEqual({
      everything: false,
      holders: [],
      divisionPrefixes: [],
      granted: [],
      recused: [],
    });
  });

  test('of an agency whose division is none is empty, and no error', () => {
    const lost: Actor = { account: 'a', person: 'p', roles: ['reviewer'], agency: { kind: 'cac', division: '33' } };
    expect(scopeOf('filing.read', lost)).toEqual({
      everything: false,
      holders: [],
      divisionPrefixes: [],
      granted: [],
      recused: [],
    });
  });

  test('of the national level is every matter whose division is known', () => {
    const national: Actor = { account: 'a', person: 'p', roles: ['reviewer'], agency: { kind: 'telecom', division: '000000' } };
    expect(scopeSql(scopeOf('filing.read', national), 3)).toEqual({
      sql: '(holder = any($3::text[]) or division is not null)',
      params: [[]],
    });
  });
});
