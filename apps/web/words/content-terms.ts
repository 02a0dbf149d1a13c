// What the items of a filing are called, and the codes in them: by the last name of where they stand.
import {
  article15Functions,
  article17Services,
  article23Technologies,
  coRegulatedFields,
  filingRoles,
  productForms,
} from '#domain/services.js';
import { attachmentKinds } from './case-terms.js';
import { type Language } from './words.js';

type Terms = Readonly<Record<string, Readonly<Record<Language, string>>>>;

const names: Terms = {
  role: { zh: '角色', en: 'Role' },
  algorithm: { zh: '算法基本信息', en: 'Algorithm' },
  name: { zh: '名称', en: 'Name' },
  applicationField: { zh: '应用领域', en: 'Field of application' },
  introduction: { zh: '算法简介', en: 'Introduction' },
  scenario: { zh: '应用场景', en: 'Scenario' },
  inputs: { zh: '输入', en: 'Inputs' },
  outputs: { zh: '输出', en: 'Outputs' },
  strategy: { zh: '算法策略', en: 'Strategy' },
  riskPrevention: { zh: '风险与防范机制', en: 'Risks and their prevention' },
  technologies: { zh: '深度合成技术', en: 'Deep synthesis technology' },
  models: { zh: '算法模型', en: 'Models' },
  origin: { zh: '来源', en: 'Origin' },
  upstreamNumber: { zh: '上游备案编号', en: 'Filing number of the upstream model' },
  products: { zh: '产品及功能信息', en: 'Products and functions' },
  form: { zh: '形式', en: 'Form' },
  address: { zh: '地址', en: 'Address' },
  functionPath: { zh: '功能访问路径', en: 'Path to the function' },
  apps: { zh: '应用标识', en: 'App identifiers' },
  platform: { zh: '平台', en: 'Platform' },
  id: { zh: '标识', en: 'Identifier' },
  signingDigest: { zh: '签名摘要', en: 'Digest of the signature' },
  technicalService: { zh: '技术服务方式', en: 'Form of technical service' },
  services: { zh: '服务类别', en: 'Kinds of service' },
  article15: { zh: '应当安全评估的功能（第十五条）', en: 'Functions that need an assessment (Art. 15)' },
  article17: { zh: '应当显著标识的服务（第十七条）', en: 'Services that need a conspicuous label (Art. 17)' },
  coRegulated: { zh: '其他主管领域', en: 'Fields regulated by others as well' },
  attribute: { zh: '舆论属性或者社会动员能力', en: 'Public opinion attributes or social mobilization capability' },
  declared: { zh: '主体声明', en: 'Declared' },
  grounds: { zh: '理由', en: 'Grounds' },
  publicity: { zh: '拟公示内容', en: 'Content for publicity' },
  principle: { zh: '算法基本原理', en: 'Basic principle' },
  mechanism: { zh: '运行机制', en: 'Mechanism' },
  purpose: { zh: '目的意图', en: 'Purpose' },
  disclosure: { zh: '公示情况', en: 'Disclosure' },
  mainUse: { zh: '主要用途', en: 'Main use' },
  complaintEntrance: { zh: '投诉举报入口', en: 'Entrance for complaints' },
  attachments: { zh: '附件', en: 'Attachments' },
  kind: { zh: '种类', en: 'Kind' },
  sha256: { zh: '摘要', en: 'Digest' },
  filedAs: { zh: '备案主体', en: 'Filed as' },
  creditCode: { zh: '统一社会信用代码', en: 'Unified social credit code' },
  row: { zh: '公示内容', en: 'Published row' },
  sequence: { zh: '序号', en: 'Sequence' },
  algorithmName: { zh: '算法名称', en: 'Name of the algorithm' },
  entityName: { zh: '主体名称', en: 'Name of the entity' },
  remarks: { zh: '备注', en: 'Remarks' },
  contacts: { zh: '联系人', en: 'Contacts' },
};

const platforms: Terms = {
  ios: { zh: 'iOS', en: 'iOS' },
  android: { zh: '安卓', en: 'Android' },
  harmonyos: { zh: '鸿蒙', en: 'HarmonyOS' },
  'mini-program': { zh: '小程序', en: 'mini-program' },
  web: { zh: '网站', en: 'web' },
  other: { zh: '其他', en: 'other' },
};

const codes: Readonly<Record<string, Terms>> = {
  role: filingRoles,
  technologies: article23Technologies,
  article15: article15Functions,
  article17: article17Services,
  coRegulated: coRegulatedFields,
  form: productForms,
  platform: platforms,
  kind: attachmentKinds,
  origin: { own: { zh: '自有', en: 'own' }, 'third-party': { zh: '第三方', en: 'third party' } },
  declared: { true: { zh: '具有', en: 'yes' }, false: { zh: '不具有', en: 'no' } },
};

const isNumber = (segment: string): boolean => /^\d+$/.test(segment);
const segmentsOf = (pointer: string): string[] => pointer.split('/').slice(1);

/** `/products/0/name` → 产品及功能信息 1 · 名称. */
export function placeName(pointer: string, language: Language): string {
  const spoken: string[] = [];
  for (const segment of segmentsOf(pointer)) {
    if (isNumber(segment)) spoken.push(`${spoken.pop() ?? ''} ${Number(segment) + 1}`);
    else spoken.push((Object.hasOwn(names, segment) ? names[segment]?.[language] : undefined) ?? segment);
  }
  return spoken.join(' · ');
}

const order = Object.keys(names);

/** Compares items of the content by where the form has them; what the form does not know comes last. */
export function byForm(a: string, b: string): number {
  const [i, j] = [order.indexOf(a), order.indexOf(b)];
  return (i < 0 ? order.length : i) - (j < 0 ? order.length : j);
}

/** What stands at the pointer, in words. */
export function valueName(pointer: string, value: string | number | boolean, language: Language): string {
  const last = segmentsOf(pointer).findLast((segment) => !isNumber(segment)) ?? '';
  const terms = Object.hasOwn(codes, last) ? codes[last] : undefined;
  const code = String(value);
  return terms && Object.hasOwn(terms, code) ? terms[code]![language] : code;
}
