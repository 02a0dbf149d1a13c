import { describe, expect, test } from '@jest/globals';
import { FreeText, optionalText, takeOut, UNSEALED } from './free-text.js';

const refOf = (pointer: string) => `ref of ${pointer}`;

describe('words on their way to the vault', () => {
  const data = {
    reasons: [
      { item: 'algorithm', text: new FreeText('甲') },
      { item: 'role', text: new FreeText('乙') },
    ],
    n: 1,
    none: undefined,
  };

  test('are taken out wherever they stand, each to the place that its pointer names', () => {
    const { data: without, texts } = takeOut(data, refOf);
    expect(texts).toEqual([
      { ref: 'ref of /reasons/0/text', words: '甲', pointer: '/reasons/0/text' },
      { ref: 'ref of /reasons/1/text', words: '乙', pointer: '/reasons/1/text' },
    ]);
    expect(without).toEqual({
      reasons: [
        { item: 'algorithm', text: { ref: 'ref of /reasons/0/text', digest: UNSEALED } },
        { item: 'role', text: { ref: 'ref of /reasons/1/text', digest: UNSEALED } },
      ],
      n: 1,
      none: undefined,
    });
  });

  test('show the digest of what has been kept', () =>
    expect(takeOut(data.reasons[0], refOf, new Map([['ref of /text', 'hmac-sha256:1']])).data).toEqual({
      item: 'algorithm',
      text: { ref: 'ref of /text', digest: 'hmac-sha256:1' },
    }));

  test('leave what they were taken from as it was', () => {
    takeOut(data, refOf);
    expect(data.reasons[0]!.text).toEqual(new FreeText('甲'));
  });

  test('may be none', () => {
    expect(optionalText(undefined)).toBeUndefined();
    expect(optionalText('')).toEqual(new FreeText(''));
    expect(takeOut(null, refOf)).toEqual({ data: null, texts: [] });
  });
});
