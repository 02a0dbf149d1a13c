// A register of more entries than a search looks through before it asks the index of words.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Pool } from 'pg';
import { canonical } from '#event-store/canonical.js';
import { type Json, NO_STREAM } from '#event-store/event-store.js';
import { MemoryEventStore } from '#event-store/memory.js';
import { migratedDatabase, type TestDatabase } from '#support/database.js';
import { filed, happened } from '#support/filing-commands.js';
import { number } from '#support/filing-examples.js';
import { newEvent, servicePool, surroundings, until } from '#support/read-side.js';
import { Projector } from './projector.js';
import { PublicRegistry, type RegistryPage } from './public-registry-queries.js';
import { publicRegistry } from './public-registry.js';
import { ReadModels } from './read-models.js';

const ENTRIES = 1_100;
/** Every third entry has the one word, and one of the oldest the other. */
const nameOf = (n: number): string =>
  `${n === 7 ? '镜湖' : '云影'}${n % 3 === 0 ? '数字人' : '换脸'}${String(n).padStart(4, '0')}号算法`;
const numberOf = (n: number): string => `${n % 2 === 0 ? '110108' : '330106'}${String(n).padStart(7, '0')}${number.slice(13)}`;

let database: TestDatabase;
let pool: Pool;
let projector: Projector;
let registry: PublicRegistry;

beforeAll(async () => {
  database = await migratedDatabase();
  pool = servicePool(database.url);
  const log = new MemoryEventStore();
  const facts = happened(...filed);
  for (let n = 0; n < ENTRIES; n++) {
    const events = facts.map(({ type, data }, i) => {
      const text = canonical(JSON.parse(JSON.stringify(data)) as Json);
      const own = text.replaceAll(number, numberOf(n)).replaceAll('云影换脸算法', nameOf(n));
      return newEvent(`${n}/${i}`, type, JSON.parse(own) as Json);
    });
    await log.append(`filing-${randomUUID()}`, events, { expected: NO_STREAM });
  }
  projector = new Projector(surroundings(pool, log), publicRegistry);
  projector.start();
  await until(async () => (await projector.status()).state === 'live');
  registry = new PublicRegistry(new ReadModels(pool, log));
});

afterAll(async () => {
  await projector.stop();
  await pool.end();
  await database.drop();
});

const all = Array.from({ length: ENTRIES }, (_, n) => n);
const namesOf = (page: RegistryPage): string[] => page.entries.map(({ row }) => row.content.algorithm.name);

/** Every page of the search, one after the other. */
async function pages(search: Parameters<PublicRegistry['search']>[0], limit: number): Promise<RegistryPage[]> {
  const found: RegistryPage[] = [];
  for (let after: string | undefined; ;) {
    const page = await registry.search(search, { limit, after });
    found.push(page);
    if (page.entries.length < limit) return found;
    after = page.entries.at(-1)!.sortKey;
  }
}

test.each([
  { title: 'a common word', search: { text: '数字人' }, wanted: (n: number) => n % 3 === 0 },
  {
    title: 'a common word in one province',
    search: { text: '数字人', division: '33' },
    wanted: (n: number) => n % 3 === 0 && n % 2 === 1,
  },
  { title: 'a word of one old entry', search: { text: '镜湖' }, wanted: (n: number) => n === 7 },
  { title: 'one name', search: { text: nameOf(1_001) }, wanted: (n: number) => n === 1_001 },
  { title: 'a word that none has', search: { text: '配音' }, wanted: () => false },
])('$title finds the same on every page, counted for the first time or again', async ({ search, wanted }) => {
  const expected = all.filter(wanted).map(nameOf).sort();
  for (const limit of [20, 20, 100]) {
    const found = await pages(search, limit);
    expect(found.flatMap(namesOf).sort()).toEqual(expected);
    const keys = found.flatMap(({ entries }) => entries.map(({ sortKey }) => sortKey));
    expect(keys).toEqual([...keys].sort().reverse());
    expect(new Set(found.map(({ total }) => total))).toEqual(new Set([expected.length]));
    expect(found[0]!.facets.province).toEqual(found.at(-1)!.facets.province);
  }
});
