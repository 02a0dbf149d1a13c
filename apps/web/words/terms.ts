// Codes of the API in the words of the pages.
import { type components } from '#client/schema.js';
import { type Language } from './words.js';

type Term = Readonly<Record<Language, string>>;

/** Of a measure of an order (DSP 21 ¶1). */
export const measureKinds: Readonly<Record<string, Term>> = {
  'suspend-information-updates': { zh: '暂停信息更新', en: 'suspension of information updates' },
  'suspend-account-registration': { zh: '暂停用户账号注册', en: 'suspension of account registration' },
  'suspend-other-services': { zh: '暂停其他相关服务', en: 'suspension of other services' },
  rectify: { zh: '责令整改', en: 'rectification' },
};

export const objectionGrounds: Readonly<Record<components['schemas']['ObjectionDto']['ground'], Term>> = {
  'false-particulars': { zh: '公示内容不实', en: 'Particulars are false' },
  'other-service': { zh: '备案的不是该服务', en: 'The service is another than the one filed' },
  'rights-infringed': { zh: '侵害他人权益', en: 'Rights of others are infringed' },
  other: { zh: '其他', en: 'Something else' },
};

export const objectionOutcomes: Readonly<Record<string, Term>> = {
  upheld: { zh: '异议成立', en: 'upheld' },
  'partly-upheld': { zh: '异议部分成立', en: 'upheld in part' },
  dismissed: { zh: '异议不成立', en: 'dismissed' },
  inadmissible: { zh: '不予受理', en: 'inadmissible' },
};

export const reportStatuses: Readonly<Record<string, Term>> = {
  received: { zh: '已收到', en: 'received' },
  acknowledged: { zh: '办理中', en: 'being handled' },
  referred: { zh: '已移送', en: 'referred' },
  closed: { zh: '已办结', en: 'closed' },
};

export const agencyKinds: Readonly<Record<string, Term>> = {
  cac: { zh: '网信部门', en: 'cyberspace administration' },
  telecom: { zh: '电信主管部门', en: 'telecommunications authority' },
  'public-security': { zh: '公安机关', en: 'public security organ' },
};

/** The term for a code; a code without one is shown as it is. */
export const termOf = (terms: Readonly<Record<string, Term>>, code: string, language: Language): string =>
  terms[code]?.[language] ?? code;
