import { expect, test } from '@jest/globals';
import { readAhead } from './read-ahead.js';

test('reading ahead gives the same items in order, asks for the next while one is worked on, and passes on what the source throws', async () => {
  const asked: number[] = [];
  async function* source() {
    for (let item = 1; item <= 3; item++) {
      asked.push(item);
      yield item;
    }
    throw new Error('lost');
  }
  const seen: [number, number[]][] = [];
  const all = async (): Promise<void> => {
    for await (const item of readAhead(source())) seen.push([item, [...asked]]);
  };
  await expect(all()).rejects.toThrow('lost');
  expect(seen).toEqual([
    [1, [1, 2]],
    [2, [1, 2, 3]],
    [3, [1, 2, 3]],
  ]);
});

test('who stops early does not wait for an item that never comes', async () => {
  async function* source() {
    yield 1;
    await new Promise(() => undefined);
  }
  for await (const item of readAhead(source())) {
    expect(item).toBe(1);
    break;
  }
});
