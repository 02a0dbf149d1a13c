// A thread that sets sheets as PDF, one after the other.
import { parentPort } from 'node:worker_threads';
import { type Printed } from './pdf-press.js';
import { type Sheet } from './sheet.js';
import { sheetPdf } from './sheet-pdf.js';

const parent = parentPort!;

parent.on('message', (sheet: Sheet) => {
  void sheetPdf(sheet).then(
    (pdf) => parent.postMessage({ pdf } satisfies Printed),
    (error: unknown) => parent.postMessage({ failure: String(error) } satisfies Printed),
  );
});
