// What touches a case against the log, worked out by looking for each id through all of it. `CASES=2000` for the long form.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type EventStore, type Json, type Position } from '#event-store/event-store.js';
import { type CaseDatabase, caseDatabase, CASES } from '#support/case-database.js';
import { liveCases } from '#support/case-lives.js';
import { type Random } from '#support/random.js';
import { surroundings, until } from '#support/read-side.js';
import { CaseLinkQueries } from './case-link-queries.js';
import { caseLinks } from './case-links.js';
import { type VisibleCases } from './case-visibility.js';
import { caseKinds } from './casebook.js';
import { Projector } from './projector.js';

const everything: VisibleCases = () => ({ sql: 'true', params: [] });
const of = (category: string): VisibleCases => {
  return (first) => ({ sql: `category = $${first}::text`, params: [category] });
};

/** As the lives of cases are elsewhere, but each names matters of this log, where the examples name theirs: `filing-1`, `penalty-1` … */
async function namingEachOther(log: EventStore, random: Random, cases: number): Promise<Position> {
  const ids: Record<string, string[]> = {};
  const naming = Object.create(log) as EventStore;
  naming.append = (stream, events, options) => {
    const dash = stream.indexOf('-');
    const [kind, id] = [stream.slice(0, dash), stream.slice(dash + 1)];
    if (!ids[kind]?.includes(id)) (ids[kind] ??= []).push(id);
    const named = JSON.stringify(events.map(({ data }) => data)).replaceAll(
      /"(f|filing|penalty|assessment|inspection)-\d+"/g,
      (placeholder, short: string) => {
        const known = ids[short === 'f' ? 'filing' : short];
        return known ? `"${random.of(known)}"` : placeholder;
      },
    );
    const data = JSON.parse(named) as Json[];
    return log.append(
      stream,
      events.map((event, i) => ({ ...event, data: data[i]! })),
      options,
    );
  };
  return liveCases(naming, random, cases);
}

let database: CaseDatabase;
let projector: Projector;
let links: CaseLinkQueries;
/** By stream, all that its events say. */
const said = new Map<string, string>();

beforeAll(async () => {
  database = await caseDatabase(59, Math.max(CASES, 600), namingEachOther);
  projector = new Projector(surroundings(database.pool, database.log), caseLinks, { standbyMs: 10, batch: 50 });
  projector.start();
  await until(async () => (await projector.status()).state === 'live');
  links = new CaseLinkQueries(database.models);
  for (const { stream, data } of database.events) said.set(stream, `${said.get(stream) ?? ''}${JSON.stringify(data)}`);
}, 300_000);
afterAll(async () => {
  await projector.stop();
  await database.stop();
});

const idOf = (stream: string): string => stream.slice(stream.indexOf('-') + 1);
const cases = (): string[] => [...said.keys()].filter((stream) => caseKinds.some((kind) => stream.startsWith(`${kind}-`)));
const expected = (stream: string): string[] =>
  cases().filter(
    (other) => other !== stream && (said.get(stream)!.includes(idOf(other)) || said.get(other)!.includes(idOf(stream))),
  );
const found = async (stream: string, who = everything): Promise<string[]> => {
  const { linked } = await links.touching(stream, who, { least: await database.least() });
  return linked.map(({ row }) => row.stream);
};

describe('what touches a case', () => {
  test('is every case that names it and every one that it names, of every case of the log', async () => {
    let touched = 0;
    for (const stream of cases()) {
      const others = await found(stream);
      expect({ stream, others: others.sort() }).toEqual({ stream, others: expected(stream).sort() });
      touched += others.length;
    }
    expect(touched).toBeGreaterThan(100);
  });

  test('is of a past moment what had been named by then, and was a case already', async () => {
    const least = await database.least();
    let [touched, fewer] = [0, 0];
    for (const at of [0.3, 0.6, 0.9].map((part) => database.events[Math.floor(database.events.length * part)]!.position)) {
      const until = database.events.filter(({ position }) => position <= at);
      const then = new Map<string, string>();
      for (const { stream, data } of until) then.set(stream, `${then.get(stream) ?? ''}${JSON.stringify(data)}`);
      const names = (one: string, other: string): boolean => then.get(one)!.includes(idOf(other));
      for (const stream of cases().filter((one, i) => then.has(one) && i % 7 === 0)) {
        const { own, linked } = await links.touching(stream, everything, { moment: { position: at }, least });
        const wanted = cases().filter(
          (other) => other !== stream && then.has(other) && (names(stream, other) || names(other, stream)),
        );
        expect({ stream, others: linked.map(({ row }) => row.stream).sort() }).toEqual({ stream, others: wanted.sort() });
        expect([own?.row.stream, own!.position <= at]).toEqual([stream, true]);
        touched += wanted.length;
        fewer += expected(stream).length - wanted.length;
      }
    }
    expect(touched).toBeGreaterThan(20);
    expect(fewer).toBeGreaterThan(5);
  });

  test('is no more than the reader may read, its own row included', async () => {
    const stream = cases().find((one) => one.startsWith('filing-') && expected(one).some((other) => other.startsWith('order-')))!;
    expect((await found(stream, of('order'))).sort()).toEqual(
      expected(stream)
        .filter((other) => other.startsWith('order-'))
        .sort(),
    );
    expect((await links.touching(stream, of('order'), { least: await database.least() })).own).toBeUndefined();
    expect((await links.touching(stream, everything, { least: await database.least() })).own?.row.stream).toBe(stream);
  });

  test('costs two statements, however much it is, and is nothing for what is not there', async () => {
    const asked = jest.spyOn(database.models, 'query');
    const most = cases().toSorted((a, b) => expected(b).length - expected(a).length)[0]!;
    expect((await found(most)).length).toBeGreaterThan(2);
    expect(asked).toHaveBeenCalledTimes(2);
    asked.mockRestore();
    expect(await links.touching('filing-nowhere', everything)).toMatchObject({ own: undefined, linked: [], more: false });
  });
});
