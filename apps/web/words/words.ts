// The languages of the pages.
import { en } from './en.js';
import { type Words, zh } from './zh.js';

export type Language = 'zh' | 'en';
export { type Words };

export const words: Readonly<Record<Language, Words>> = { zh, en };
