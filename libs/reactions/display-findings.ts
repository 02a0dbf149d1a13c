// Whether a page shows a filing number and a link to its publicity page, and where (DSP 19 ¶3). What the page says is quoted, never trusted.
import { type FilingNumber, parseFilingNumber } from '#domain/filing-number.js';
import { readMarkup } from './markup.js';

export interface Sought {
  number: FilingNumber;
  /** Where the publicity pages are. */
  publicUrl: string;
}

export interface Finding {
  where: 'text' | 'label' | 'link';
  /** Of the source, from 1. */
  line: number;
  /** With what stands around it, of what can be seen. */
  excerpt: string;
}

export interface DisplayFindings {
  /** A few of them; of text before those of labels. */
  number: Finding[];
  link: Finding[];
  /** Numbers that the page shows besides. */
  others: FilingNumber[];
  /** It has scripts and next to no text: what they would write is not known. */
  scriptsOnly: boolean;
}

const MOST = 5;
const AROUND = 40;
const LONGEST_EXCERPT = 160;
/** Of text without blanks, in characters. */
const NEXT_TO_NO_TEXT = 50;

/** What people and machines put between digits. */
const GAP = '[\\s\\p{Pd}\\p{Cf}]{0,3}';
/** One for one, so that places stay what they are. */
const plainDigits = (text: string): string =>
  text.replaceAll(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xff10 + 0x30));

const shownAs = (digits: string): RegExp => new RegExp(`(?<!\\d)${[...digits].join(GAP)}(?!\\d)`, 'gu');

const legible = (text: string): string =>
  text
    .replaceAll(/[\p{Cs}\p{Cf}]/gu, '')
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_EXCERPT);

/** Whether the address is that of the publicity page, in any of its spellings: `/f/…`, `/zh/filings/…`, with or without prefix. */
export function isPublicityLink(url: URL, { number, publicUrl }: Sought): boolean {
  const ours = new URL(publicUrl);
  const base = ours.pathname.replace(/\/$/, '');
  if (!/^https?:$/.test(url.protocol) || url.host !== ours.host || !url.pathname.startsWith(`${base}/`)) return false;
  const named = /^\/(?:f|(?:zh|en)\/filings)\/([^/]{1,300})\/?$/.exec(url.pathname.slice(base.length))?.[1];
  if (named === undefined) return false;
  try {
    const parsed = parseFilingNumber(decodeURIComponent(named));
    return parsed.ok && parsed.number === number;
  } catch {
    return false;
  }
}

/** Looks through a page that came from `address`; where it is no markup, all of it is text. */
export function findDisplay(source: string, address: string, isMarkup: boolean, sought: Sought): DisplayFindings {
  const markup = readMarkup(isMarkup ? source : source.replaceAll('<', '&lt;'));
  const text = plainDigits(markup.text);
  const pattern = shownAs(sought.number);
  const number: Finding[] = [];
  for (const { index, 0: found } of text.matchAll(pattern)) {
    if (number.length === MOST) break;
    const excerpt = markup.text.slice(Math.max(0, index - AROUND), index + found.length + AROUND);
    number.push({ where: 'text', line: markup.lineAt(index), excerpt: legible(excerpt) });
  }
  for (const { value, line } of markup.labels) {
    if (number.length === MOST) break;
    if (plainDigits(value).search(pattern) >= 0) number.push({ where: 'label', line, excerpt: legible(value) });
  }
  return {
    number,
    link: linksIn(markup, address, sought),
    others: othersIn(text, sought.number),
    scriptsOnly: markup.hasScripts && markup.text.replaceAll(/\s/g, '').length < NEXT_TO_NO_TEXT,
  };
}

function linksIn({ links, base }: ReturnType<typeof readMarkup>, address: string, sought: Sought): Finding[] {
  const from = base !== undefined && URL.canParse(base, address) ? new URL(base, address).href : address;
  const found: Finding[] = [];
  for (const { href, text, line } of links) {
    // Others are the greater part, and need no parser.
    if (found.length === MOST || !href.includes(sought.number) || !URL.canParse(href, from)) continue;
    const url = new URL(href, from);
    if (isPublicityLink(url, sought)) found.push({ where: 'link', line, excerpt: legible(`${text} → ${url.href}`) });
  }
  return found;
}

function othersIn(text: string, number: FilingNumber): FilingNumber[] {
  const others = new Set<FilingNumber>();
  for (const [digits] of text.matchAll(/(?<!\d)\d{21}(?!\d)/g)) {
    if (digits === number || others.has(digits as FilingNumber)) continue;
    const parsed = parseFilingNumber(digits);
    if (parsed.ok) others.add(parsed.number);
    if (others.size === MOST) break;
  }
  return [...others];
}
