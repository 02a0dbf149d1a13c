import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { linesOf } from './lines.js';

async function read(chunks: readonly Uint8Array[], limits = { lot: 3, longest: 20 }): Promise<(string | undefined)[][]> {
  async function* source() {
    for (const chunk of chunks) yield await Promise.resolve(chunk);
  }
  const lots: (string | undefined)[][] = [];
  for await (const lot of linesOf(source(), limits)) lots.push(lot.map((line) => line?.toString()));
  return lots;
}

test('lines are the same however their bytes arrive, and come in lots', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ maxLength: 6, unit: fc.constantFrom('a', '换', '\n') })),
      fc.nat(9),
      async (texts, step) => {
        const bytes = Buffer.from(texts.join('\n'));
        const size = step + 1;
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
        const lots = await read(chunks, { lot: 3, longest: 100 });
        const expected = bytes.toString().split('\n');
        if (expected.at(-1) === '') expected.pop();
        expect(lots.flat()).toEqual(expected);
        expect(lots.slice(0, -1).every((lot) => lot.length === 3)).toBe(true);
      },
    ),
    { numRuns: 300 },
  ));

test('a line that is too long is passed over to its end, however it arrives', async () => {
  const long = Buffer.from(`short\n${'x'.repeat(21)}\n${'y'.repeat(20)}\nlast`);
  for (const size of [1, 7, 100]) {
    const chunks = Array.from({ length: Math.ceil(long.length / size) }, (_, i) => long.subarray(i * size, (i + 1) * size));
    expect((await read(chunks)).flat()).toEqual(['short', undefined, 'y'.repeat(20), 'last']);
  }
});

test('no body is no line', async () => expect(await read([])).toEqual([]));
