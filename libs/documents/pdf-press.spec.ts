import { afterEach, expect, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { testPress } from '#support/press.js';
import { type PdfPress, PressBusy } from './pdf-press.js';
import { paragraph, type Sheet } from './sheet.js';
import { sheetPdf } from './sheet-pdf.js';

const sheet = (words: string): Sheet => ({
  ...{ issuer: '北京市互联网信息办公室', title: '答复书', addressee: '某公司', basis: [], remedies: '无', on: '2026-11-24' },
  body: [paragraph(words)],
  event: { id: '6f1c2d3e-0000-5000-8000-000000000001', digest: 'sha256:0' },
});

let press: PdfPress;
afterEach(() => press.close());

test('a document set in a thread is the same, byte for byte, and each who asks gets his own', async () => {
  press = testPress({ threads: 2 });
  const words = ['整改意见', '处罚决定', '疑议答复', '准予变更', '解除措施'];
  const pdfs = await Promise.all(words.map((one) => press.set(sheet(one))));
  for (const [i, pdf] of pdfs.entries()) expect(pdf.equals(await sheetPdf(sheet(words[i]!)))).toBe(true);
});

test('no more wait than are allowed to; whoever comes then is told to come again, and may', async () => {
  press = testPress({ threads: 1, waiting: 2 });
  const given = Array.from({ length: 5 }, () =>
    press.set(sheet('文')).then(
      () => 'set',
      (error: unknown) => error,
    ),
  );
  const answers = await Promise.all(given);
  expect(answers.filter((answer) => answer === 'set')).toHaveLength(3);
  for (const refused of answers.slice(3)) expect(refused).toBeInstanceOf(PressBusy);
  expect((await press.set(sheet('文'))).subarray(0, 5).toString()).toBe('%PDF-');
});

test('this thread is free while a long document is set', async () => {
  press = testPress();
  await press.set(sheet('热'));
  let longest = 0;
  let done = false;
  const watched = (async () => {
    for (let last = performance.now(); !done; last = performance.now()) {
      await pause(1);
      longest = Math.max(longest, performance.now() - last);
    }
  })();
  const began = performance.now();
  await press.set(sheet('很长的理由，'.repeat(4_000)));
  const took = performance.now() - began;
  done = true;
  await watched;
  expect(longest).toBeLessThan(took / 2);
});

test('a thread that fails fails what it was setting, and another takes the next', async () => {
  press = testPress();
  await expect(press.set({ ...sheet('文'), body: null as never })).rejects.toThrow();
  await expect(press.set(sheet('文'))).resolves.toBeDefined();
});

test('without work its thread ends, and one is there again when it is asked', async () => {
  press = testPress({ idleMs: 1 });
  for (let round = 0; round < 6; round++) {
    await expect(press.set(sheet('文'))).resolves.toBeDefined();
    await pause(round % 3); // before the thread ends, while it does, and after it
  }
});

test('closed, it gives up what waits', async () => {
  press = testPress();
  const waits = [press.set(sheet('一')), press.set(sheet('二'))].map((one) => one.catch((error: unknown) => error));
  await press.close();
  for (const given of await Promise.all(waits)) expect(given).toBeInstanceOf(PressBusy);
  await expect(press.set(sheet('三'))).rejects.toThrow(PressBusy);
});
