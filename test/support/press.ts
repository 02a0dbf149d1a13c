// The press of PDFs as tests have it: its threads read TypeScript.
import { type PressSettings, PdfPress } from '#documents/pdf-press.js';

const here = (path: string): URL => new URL(path, import.meta.url);

export const testPress = (settings: Partial<PressSettings> = {}): PdfPress =>
  new PdfPress({
    program: here('../../libs/documents/pdf-thread.ts'),
    options: { execArgv: ['--import', here('register-typescript.mjs').href] },
    ...settings,
  });
