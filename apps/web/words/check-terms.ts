// What the check of a filing number has found, and what it means for an app store.
import { type components } from '#client/schema.js';
import { type Language } from './words.js';

type Answer = components['schemas']['CheckAnswerDto'];
type Outcome = Answer['outcome'];
type Reason = NonNullable<Answer['reason']>;

/** Its name, and what it means. */
export const checkOutcomes: Readonly<Record<Outcome, Readonly<Record<Language, readonly [name: string, meaning: string]>>>> = {
  match: {
    zh: ['相符', '该备案有效，并且涵盖该应用。'],
    en: ['match', 'The filing stands, and it covers this app.'],
  },
  'product-not-covered': {
    zh: ['未涵盖该应用', '该备案有效，但是没有涵盖该应用。'],
    en: ['app not covered', 'The filing stands, but it does not cover this app.'],
  },
  'entity-mismatch': {
    zh: ['主体不符', '该备案属于另一主体。'],
    en: ['another entity', 'The filing is another entity’s.'],
  },
  'supporter-only': {
    zh: ['仅为技术支持者备案', '该编号属于技术支持者，使用其技术的产品须以自己的名义备案。'],
    en: [
      'supporter’s filing',
      'The number is a technical supporter’s: products that use its technology are filed in their own name.',
    ],
  },
  'not-found': {
    zh: ['没有该备案', '没有该编号的备案，或者尚未公示。'],
    en: ['not found', 'There is no such filing, or it is not public yet.'],
  },
  malformed: {
    zh: ['编号有误', '填写的内容不是备案编号，或者格式有误。'],
    en: ['malformed', 'This is no filing number, or something else was not well formed.'],
  },
  restricted: {
    zh: ['受限', '依照有关部门的决定，该服务的部分功能、注册或者产品受到限制，或者须限期整改。'],
    en: ['restricted', 'By an order, some functions, registrations or products are restricted, or are to be rectified.'],
  },
  suspended: {
    zh: ['暂停', '依照有关部门的决定，该服务已经暂停。'],
    en: ['suspended', 'By an order, the service is suspended.'],
  },
  cancelled: { zh: ['已注销', '该备案已经注销，不再有效。'], en: ['cancelled', 'The filing was cancelled and stands no more.'] },
  revoked: { zh: ['已撤销', '该备案已经被撤销，不再有效。'], en: ['revoked', 'The filing was revoked and stands no more.'] },
};

export const checkReasons: Readonly<Record<Reason, Readonly<Record<Language, string>>>> = {
  'number-length': { zh: '编号应当为 21 位数字', en: 'A number has 21 digits' },
  'number-characters': { zh: '编号含有数字以外的字符', en: 'There is something else than digits in the number' },
  'number-check-digit': { zh: '编号的校验位有误', en: 'The check digit of the number is wrong' },
  'item-malformed': { zh: '填写的内容格式有误', en: 'Something was not well formed' },
  'credit-code-differs': { zh: '统一社会信用代码与备案主体不一致', en: 'The credit code is another than the filing entity’s' },
  'credit-code-not-on-record': { zh: '备案没有登记统一社会信用代码', en: 'The filing has no credit code on record' },
  'supporter-has-no-products': { zh: '技术支持者的备案不列产品', en: 'A supporter’s filing names no products' },
  'no-apps-on-record': { zh: '备案没有登记应用', en: 'The filing has no apps on record' },
  'app-not-filed': { zh: '备案中没有该应用', en: 'The app is not in the filing' },
  'platform-differs': { zh: '备案的是该应用的另一平台', en: 'The app is filed for another platform' },
  'signing-digest-differs': { zh: '应用签名与备案不一致', en: 'The signature is another than the one filed' },
};

export const platforms = {
  ios: { zh: 'iOS', en: 'iOS' },
  android: { zh: '安卓', en: 'Android' },
  harmonyos: { zh: '鸿蒙', en: 'HarmonyOS' },
  'mini-program': { zh: '小程序', en: 'Mini program' },
  web: { zh: '网站', en: 'Web site' },
  other: { zh: '其他', en: 'Other' },
} satisfies Readonly<Record<string, Readonly<Record<Language, string>>>>;
