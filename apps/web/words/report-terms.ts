// Codes of reports in words.
import { complaintGrounds, incidentMeasures } from '#domain/report-state.js';
import { reportOutcomes } from './case-terms.js';
import { agencyName } from './agencies.js';
import { objectionGrounds, objectionOutcomes, termOf } from './terms.js';
import { type Language } from './words.js';

/** Kinds of authority that a report can be handed to. */
export const departments = {
  cac: { zh: '网信部门', en: 'cyberspace administration' },
  telecom: { zh: '电信主管部门', en: 'telecommunications authority' },
  'public-security': { zh: '公安机关', en: 'public security organ' },
  'market-regulation': { zh: '市场监督管理部门', en: 'market regulator' },
  press: { zh: '新闻出版主管部门', en: 'press and publication authority' },
  culture: { zh: '文化和旅游主管部门', en: 'culture and tourism authority' },
  'radio-television': { zh: '广播电视主管部门', en: 'radio and television authority' },
} as const;

const isAgency = (value: unknown): value is { kind: string; division: string } =>
  typeof value === 'object' && value !== null && 'kind' in value && 'division' in value;

/** What an act of a report says under a name, as text; nothing where it says nothing. */
export function saidOf(name: string, value: unknown, language: Language): string {
  if (isAgency(value)) return agencyName(value, language);
  if (Array.isArray(value)) return value.map((each) => saidOf(name, each, language)).join('，');
  if (typeof value === 'object' && value !== null) return Object.values(value).filter(Boolean).join('，');
  if (typeof value !== 'string' && typeof value !== 'number') return '';
  const code = String(value);
  if (name === 'ground') return termOf({ ...complaintGrounds, ...objectionGrounds }, code, language);
  if (name === 'measures') return termOf(incidentMeasures, code, language);
  if (name === 'outcome') return termOf({ ...objectionOutcomes, ...reportOutcomes }, code, language);
  return code;
}
