import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Client, type Pool } from 'pg';
import { createPool } from '#platform/database.js';
import { migratedDatabase, type TestDatabase } from '#support/database.js';
import { type KeptText, TextDiffers, Texts } from './texts.js';

let database: TestDatabase;
let pool: Pool;
let texts: Texts;
beforeAll(async () => {
  database = await migratedDatabase();
  pool = createPool({ url: database.url });
  texts = new Texts(pool);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const about = { kind: 'filing', stream: 'filing-1' };

describe('a text in the vault', () => {
  test('is read as it was kept, to the last character', async () => {
    const ref = randomUUID();
    const words = '材料不齐:\r\n\t"{},\\x00" \u00e9 e\u0301 \ufeff𠮷 NULL';
    await texts.seal(ref, words, about);
    expect(await texts.read(ref)).toBe(words);
    expect(await texts.read(randomUUID())).toBeUndefined();
  });

  test('may be empty', async () => {
    const ref = randomUUID();
    await texts.seal(ref, '', about);
    expect(await texts.read(ref)).toBe('');
  });

  test('has a digest that does not tell equal texts', async () => {
    const [one, other] = [randomUUID(), randomUUID()];
    const digests = await texts.sealAll(
      [one, other].map((ref) => ({ ref, text: '张三' })),
      about,
    );
    expect(digests.get(one)).toMatch(/^hmac-sha256:[0-9a-f]{64}$/);
    expect(digests.get(one)).not.toBe(digests.get(other));
  });

  test('gives the same digest however often the request is made', async () => {
    const ref = randomUUID();
    const first = await texts.seal(ref, '张三', about);
    expect(await texts.seal(ref, '张三', about)).toEqual(first);
    expect(await texts.verify(ref, first.digest)).toBe(true);
  });

  test('gives one digest to twenty requests at once', async () => {
    const items = Array.from({ length: 8 }, (_, i) => ({ ref: randomUUID(), text: `text ${i}` }));
    const answers = await Promise.all(Array.from({ length: 20 }, () => texts.sealAll(items, about)));
    for (const { ref } of items) expect(new Set(answers.map((digests) => digests.get(ref))).size).toBe(1);
  });

  test('does not make two requests wait for one another in a circle, in whatever order they name their texts', async () => {
    const items = Array.from({ length: 3 }, (_, i) => ({ ref: randomUUID(), text: `text ${i}` })).sort((a, b) =>
      a.ref < b.ref ? -1 : 1,
    );
    const other = new Client({ connectionString: database.url });
    await other.connect();
    try {
      // Whoever does not begin with the first has the last by now, when both come to the one in the middle.
      await other.query('begin');
      await other.query(`insert into vault.text (ref, text, key, kind, stream) values ($1, '', $2, '', '')`, [
        items[1]!.ref,
        Buffer.alloc(32),
      ]);
      const requests = Promise.all([items, [...items].reverse()].map((some) => texts.sealAll(some, about)));
      const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      while ((await other.query(waiting)).rowCount !== 2) await other.query('select pg_stat_clear_snapshot()');
      await other.query('rollback');
      const [one, two] = await requests;
      expect(one).toEqual(two);
    } finally {
      await other.end();
    }
  });

  test('is not replaced by another under its reference, and then nothing else of the request is kept', async () => {
    const ref = randomUUID();
    await texts.seal(ref, 'the words', about);
    const other = randomUUID();
    await expect(
      texts.sealAll(
        [
          { ref: other, text: 'x' },
          { ref, text: 'other words' },
        ],
        about,
      ),
    ).rejects.toThrow(TextDiffers);
    expect(await texts.read(ref)).toBe('the words');
    expect(await texts.read(other)).toBeUndefined();
  });

  test('is named once in a request, or twice with the same words', async () => {
    const ref = randomUUID();
    expect(
      (
        await texts.sealAll(
          [
            { ref, text: 'a' },
            { ref, text: 'a' },
          ],
          about,
        )
      ).size,
    ).toBe(1);
    const another = randomUUID();
    await expect(
      texts.sealAll(
        [
          { ref: another, text: 'a' },
          { ref: another, text: 'b' },
        ],
        about,
      ),
    ).rejects.toThrow(TextDiffers);
    expect(await texts.read(another)).toBeUndefined();
  });

  test.each([
    ['NUL', 'a\0b'],
    ['half a surrogate pair', '\ud842'],
  ])('is refused when it holds %s, since it would come back as something else', async (_, text) => {
    await expect(texts.seal(randomUUID(), text, about)).rejects.toThrow(RangeError);
  });

  test('is found among many, and those that are not there are left out', async () => {
    const items = Array.from({ length: 50 }, (_, i) => ({ ref: randomUUID(), text: `text ${i}` }));
    await texts.sealAll(items, about);
    const read = await texts.readAll([...items.map(({ ref }) => ref), randomUUID()]);
    expect(read).toEqual(new Map(items.map(({ ref, text }) => [ref, text])));
    expect(await texts.readAll([])).toEqual(new Map());
    expect(await texts.sealAll([], about)).toEqual(new Map());
  });
});

describe('an erased text', () => {
  test('is gone, and its digest proves nothing any more, though somebody brings the same words again', async () => {
    const ref = randomUUID();
    const { digest } = await texts.seal(ref, '张三', about);
    expect(await texts.erase(ref)).toBe(true);
    expect(await texts.erase(ref)).toBe(false);
    expect(await texts.read(ref)).toBeUndefined();
    expect(await texts.verify(ref, digest)).toBe(false);

    await texts.seal(ref, '张三', about);
    expect(await texts.verify(ref, digest)).toBe(false);
  });

  test('is the only way in which the service can change one', async () => {
    await expect(pool.query(`update vault.text set text = 'x'`)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('a text that can be looked for', () => {
  const grams = ['训', '训练', '练', '数据'];
  const said = (text: string, more: Partial<KeptText> = {}): KeptText => ({ ref: randomUUID(), text, grams, ...more });

  test('is found by any of its grams together, and by its stream, as long as it is kept', async () => {
    const [one, other] = [said('训练数据'), said('训练', { grams: ['训', '训练', '练'] })];
    await texts.sealAll([one], { kind: 'filing', stream: 'filing-sought' });
    await texts.sealAll([other], { kind: 'order', stream: 'order-sought' });
    expect((await texts.streamsWith(['训练'], 10)).sort()).toEqual(['filing-sought', 'order-sought']);
    expect(await texts.streamsWith(['训练'], 1)).toHaveLength(1);
    expect(await texts.streamsWith(['训练', '数据'], 10)).toEqual(['filing-sought']);
    expect(await texts.streamsWith(['模型'], 10)).toEqual([]);
    expect(await texts.withinStreams(['训练'], ['order-sought', 'order-other'])).toEqual(['order-sought']);
    expect(await texts.readWith(['数据'], [one.ref, other.ref])).toEqual(new Map([[one.ref, '训练数据']]));

    await texts.erase(one.ref);
    expect(await texts.streamsWith(['数据'], 10)).toEqual([]);
    expect(await texts.withinStreams(['训练'], ['filing-sought'])).toEqual([]);
    expect((await pool.query(`select from vault.text where grams @> '{数据}'`)).rowCount).toBe(0);
    await texts.erase(other.ref);
  });

  test('keeps the grams that it came with when the request is repeated, and those of a text without any are none', async () => {
    const silent = said('张三', { grams: undefined });
    await texts.sealAll([silent], { kind: 'subject', stream: 'subject-silent' });
    await texts.sealAll([{ ...silent, grams }], { kind: 'subject', stream: 'subject-silent' });
    expect(await texts.withinStreams([], ['subject-silent'])).toEqual(['subject-silent']);
    expect(await texts.withinStreams(['训'], ['subject-silent'])).toEqual([]);
  });

  test('may hold whatever a text may, in its grams too', async () => {
    const odd = said('"{},\\ \u{20bb7}NULL', { grams: ['"', '{}', ',\\', '\u{20bb7}', 'NULL', ''] });
    await texts.sealAll([odd], { kind: 'order', stream: 'order-odd' });
    for (const gram of odd.grams!) expect(await texts.streamsWith([gram, ',\\'], 10)).toEqual(['order-odd']);
  });
});
