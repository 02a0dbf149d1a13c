// Where a count of days comes from, in words: what is not law is called so.
import { type Language } from './words.js';

const kinds: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  draft: { zh: '征求意见稿，未生效', en: 'draft, not in force' },
  practice: { zh: '实践做法', en: 'practice' },
  design: { zh: '本系统设定', en: 'set by this service' },
};

/** `practice, after ARP 25` → 实践做法，参照 ARP 25. */
export function countBasis({ basis, countKind = 'law' }: { basis?: string; countKind?: string }, language: Language): string {
  if (basis === undefined) return '';
  const kind = Object.hasOwn(kinds, countKind) ? kinds[countKind]![language] : undefined;
  if (kind === undefined) return basis;
  const provision = basis.replace(/^(?:draft|practice|design)(?:, after )?/, '');
  if (provision === '') return kind;
  return language === 'zh' ? `${kind}，参照 ${provision}` : `${kind}, after ${provision}`;
}
