// What a filed service can show on its own pages: its number and how it stands, as a picture (Article 19 ¶3).
import { type Entry } from './filing-page.js';
import { type Language } from '../words/words.js';

const colours: Readonly<Record<string, string>> = {
  filed: '#00703c',
  suspended: '#d4351c',
  restricted: '#b25c00',
  revoked: '#54319f',
};

/** A character's width in units of the letter size: Chinese ones are square. */
const widthOf = (text: string): number => [...text].reduce((sum, c) => sum + (c > '\u2e80' ? 13 : 7.6), 0);

/** An SVG of a line: number and status. Both are ours, digits and fixed words: nothing that a filer has written. */
export function badge({ number, status }: Entry, language: Language): string {
  const [left, right] = [widthOf(number) + 20, widthOf(status[language]) + 20];
  const label = `${number} ${status[language]}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="28" role="img" aria-label="${label}">
<title>${label}</title>
<rect width="${left + right}" height="28" rx="3" fill="#3b3b3b"/>
<path d="M${left} 0h${right - 3}a3 3 0 0 1 3 3v22a3 3 0 0 1-3 3h-${right - 3}z" fill="${colours[status.code] ?? '#505a5f'}"/>
<g fill="#fff" font-family="PingFang SC,Noto Sans CJK SC,Microsoft YaHei,WenQuanYi Micro Hei,system-ui,sans-serif" font-size="13" text-anchor="middle">
<text x="${left / 2}" y="19">${number}</text>
<text x="${left + right / 2}" y="19">${status[language]}</text>
</g>
</svg>
`;
}
