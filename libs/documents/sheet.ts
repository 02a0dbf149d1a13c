// A document as it is composed, before anybody decides whether it becomes a page or a PDF: both say the same, in the same order.
import { type LocalDate } from '#domain/decider.js';

export type Block =
  | { kind: 'paragraph'; text: string }
  | { kind: 'facts'; rows: readonly (readonly [label: string, value: string])[] }
  | { kind: 'list'; items: readonly string[] };

/** Every member is plain text, as it was handed in: whoever writes it out escapes it. */
export interface Sheet {
  /** Of the authority. */
  issuer: string;
  title: string;
  /** 文号 or 备案编号; absent where the act has none of its own. */
  number?: { label: string; text: string };
  addressee: string;
  body: readonly Block[];
  /** The provisions on which the act rests, in words. */
  basis: readonly string[];
  /** How the addressee can have it reviewed. */
  remedies: string;
  /** What the reader must not take it for. */
  caution?: string;
  /** The day from which it counts in law. */
  on: LocalDate;
  /** The event of the log that it renders, and `sha256:` with the digest of its canonical text. */
  event: { id: string; digest: string };
}

export const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
export const list = (items: readonly string[]): Block => ({ kind: 'list', items });
/** Rows without a value are left out. */
export const facts = (...rows: readonly (readonly [label: string, value: string | undefined])[]): Block => ({
  kind: 'facts',
  rows: rows.flatMap(([label, value]) => (value === undefined ? [] : [[label, value] as const])),
});

/** 2026年11月24日 */
export const dayInWords = (day: LocalDate): string => {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
};

/** Stands where words of the vault were erased. */
export const ERASED = '（内容已删除）';

export const numbered = (label: string, text: string): Sheet['number'] => ({ label, text });

/** Against a decision that itself names where its addressee can turn. */
export const remediesAt = ({ reconsideration, litigation }: { reconsideration: string; litigation: string }): string =>
  `如不服本决定，可以自知道本决定之日起六十日内向${reconsideration}申请行政复议，也可以自知道或者应当知道作出本决定之日起六个月内向${litigation}提起行政诉讼。复议、诉讼期间，除法律另有规定外，本决定不停止执行。`;

/** The lines of a sheet that follow its body, in order: label and text. */
export const closing = ({ basis, remedies, caution, event }: Sheet): readonly (readonly [label: string, text: string])[] => [
  ['法律依据', basis.join('；')],
  ['救济途径', remedies],
  ...(caution === undefined ? [] : [['提示', caution] as const]),
  ['事件编号', event.id],
  ['事件摘要', event.digest],
];
