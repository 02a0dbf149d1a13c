// How an authority is called by its kind and its place.
import { provinceName } from './provinces.js';
import { agencyKinds, termOf } from './terms.js';
import { type Language } from './words.js';

const national: Readonly<Record<Language, string>> = { zh: '国家', en: 'National' };

/** 北京网信部门; of a place below a province its six digits. */
export function agencyName({ kind, division }: { kind: string; division: string }, language: Language): string {
  const place = division === '000000' ? national[language] : provinceName(division, language);
  const name = termOf(agencyKinds, kind, language);
  return language === 'zh' ? `${place}${name}` : `${place} ${name}`;
}

/** The same, of `cac-110000`. */
export function agencyInText(text: string, language: Language): string {
  const [, kind, division] = /^(.+)-(\d{6})$/.exec(text) ?? [];
  return kind === undefined || division === undefined ? text : agencyName({ kind, division }, language);
}

const nobodyKnown: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  anyone: { zh: '未登录者', en: 'somebody without an account' },
  system: { zh: '本系统', en: 'this service' },
};

/** Who acted: the account, and the authority that it acted for. */
export function actorName({ agency, actor }: { agency?: string; actor?: string }, language: Language): string {
  const who = actor !== undefined && Object.hasOwn(nobodyKnown, actor) ? nobodyKnown[actor]![language] : actor;
  return [agency && agencyInText(agency, language), who].filter(Boolean).join(' · ');
}
