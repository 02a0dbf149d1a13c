// What is wrong with a field, for people: the API names it by a code.
import { type Language } from './words.js';

type Said = Readonly<Record<Language, string>>;

const missing: Said = { zh: '请填写', en: 'Fill this in' };
const choose: Said = { zh: '请选择', en: 'Choose one' };
const malformed: Said = { zh: '格式不正确', en: 'This does not have the right form' };
const tooLong: Said = { zh: '超过了允许的长度', en: 'This is too long' };
const date: Said = { zh: '请填写真实存在的日期，例如 2026-11-24', en: 'Give a real date, such as 2026-11-24' };
const unknown: Said = { zh: '没有找到所指的内容', en: 'What this names was not found' };

const faults: Readonly<Record<string, Said>> = {
  missing,
  'not-empty': missing,
  defined: missing,
  'min-length': missing,
  string: missing,
  text: {
    zh: '请填写此项，不得超过规定的长度，也不得含有控制字符',
    en: 'Fill this in, within the length allowed and without control characters',
  },
  boolean: choose,
  'not-of-role': { zh: '与所选角色不符', en: 'This does not fit the role' },
  'number-malformed': { zh: '备案编号有误', en: 'This is not a filing number' },
  'new-filing-required': { zh: '变更角色须重新备案', en: 'Another role is a new filing' },
  division: { zh: '请填写六位行政区划代码，例如 110108', en: 'Give the six digits of a division, such as 110108' },
  'array-min-size': { zh: '至少需要一项', en: 'At least one is needed' },
  'array-max-size': { zh: '项数过多', en: 'There are too many' },
  in: choose,
  enum: choose,
  'max-length': tooLong,
  'too-long': tooLong,
  length: { zh: '长度不符合要求', en: 'This does not have the right length' },
  format: malformed,
  matches: malformed,
  url: { zh: '请填写以 https:// 开头的网址', en: 'Give an address that begins with https://' },
  email: { zh: '请填写有效的电子邮箱', en: 'Give a valid e-mail address' },
  uuid: malformed,
  'local-date': date,
  'in-the-future': { zh: '不得晚于今日', en: 'This may not lie in the future' },
  'in-the-past': { zh: '不得早于今日', en: 'This may not lie in the past' },
  'attachment-unknown': { zh: '没有收到该附件，请重新上传', en: 'This attachment was never received: upload it again' },
  'credit-code': { zh: '统一社会信用代码有误，请核对校验位', en: 'This is not a valid unified social credit code' },
  'not-of-this-agency': { zh: '不属于本机关', en: 'This is another agency’s' },
  'not-of-this-subject': { zh: '不属于该主体', en: 'This is another subject’s' },
  'two-officers': { zh: '须由两名以上执法人员进行', en: 'This takes two officers at least' },
  'personal-data': { zh: '此处不得包含个人信息', en: 'Personal data may not stand here' },
  'filing-unknown': unknown,
  'subject-unknown': unknown,
  'number-unknown': unknown,
  'penalty-unknown': unknown,
  unknown,
  int: { zh: '请填写整数', en: 'Give a whole number' },
  min: { zh: '数值过小', en: 'This is too small' },
  max: { zh: '数值过大', en: 'This is too large' },
  'unknown-field': { zh: '此处不需要填写该项', en: 'This is not asked here' },
  'before-start': { zh: '截止时间须晚于开始时间', en: 'This must be later than the start' },
  changed: { zh: '所批准的不是最新一稿，请重新审阅', en: 'The draft was changed since: read it again' },
  'division-unknown': { zh: '没有这个行政区划代码', en: 'There is no such division' },
  'no-such-measure': { zh: '该决定没有这项尚在执行的措施', en: 'The order has no such measure that stands' },
  'not-later': { zh: '须晚于现在的期限', en: 'This must be later than the present term' },
  'not-of-this-kind': { zh: '与所选种类不符', en: 'This does not fit the kind' },
  'not-of-this-order': { zh: '不属于该决定', en: 'This is not of this order' },
  'not-provided-for': { zh: '本系统不使用临时措施', en: 'Provisional orders are not used here' },
  'not-since-issue': { zh: '不得早于作出决定之日', en: 'This may not be before the order was issued' },
  'not-since-service': { zh: '不得早于送达之日', en: 'This may not be before the order was served' },
  'other-addressee': { zh: '该备案属于另一主体', en: 'Another subject holds this filing' },
  'outside-jurisdiction': { zh: '不在本机关的管辖区域内', en: 'This is outside the authority’s own area' },
  'own-agency': { zh: '不得移送给本机关', en: 'This is your own authority' },
  instant: { zh: '请填写时间，例如 2026-12-15 08:00', en: 'Give a time, such as 2026-12-15 08:00' },
  'filing-number': { zh: '备案编号有误，请核对校验位', en: 'This is not a valid filing number' },
};

/** One sentence for the fault; where the pages know no better, what the API says. */
export const faultText = (code: string, detail: string | undefined, language: Language): string =>
  faults[code]?.[language] ?? (language === 'en' ? detail : undefined) ?? `${malformed[language]} (${code})`;
