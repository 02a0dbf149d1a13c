import { expect, test } from '@jest/globals';
import { noticingSilence } from './silence.js';

test('a silence is noticed once after each item, however long it lasts, and not where the next item is there', async () => {
  let speak = (): void => undefined;
  async function* source() {
    yield 1;
    yield 2;
    await new Promise<void>((resolve) => (speak = resolve));
    yield 3;
  }
  const seen: (number | undefined)[] = [];
  for await (const item of noticingSilence(source(), 20)) {
    seen.push(item);
    if (item === undefined && seen.length === 3) setTimeout(() => speak(), 100);
  }
  expect(seen).toEqual([1, 2, undefined, 3]);
});

test('what the source throws is passed on, also when it breaks a silence', async () => {
  async function* source() {
    yield 1;
    await new Promise((resolve) => setTimeout(resolve, 40));
    throw new Error('lost');
  }
  const all = async (): Promise<void> => {
    for await (const item of noticingSilence(source(), 10)) void item;
  };
  await expect(all()).rejects.toThrow('lost');
});

test('who stops early does not wait for an item that never comes', async () => {
  async function* source() {
    yield 1;
    await new Promise(() => undefined);
  }
  for await (const item of noticingSilence(source(), 10)) {
    if (item === undefined) break;
  }
});
