// Provisions and authorities by the names that a document gives them.
import { levelOf } from '#domain/division.js';

const laws: Readonly<Record<string, string>> = {
  DSP: '互联网信息服务深度合成管理规定',
  ARP: '互联网信息服务算法推荐管理规定',
  SA18: '具有舆论属性或社会动员能力的互联网信息服务安全评估规定',
  APL: '中华人民共和国行政处罚法',
  ARL: '中华人民共和国行政复议法',
  ALL: '中华人民共和国行政诉讼法',
  CPL: '中华人民共和国民事诉讼法',
  ACL: '中华人民共和国行政强制法',
  LBL: '人工智能生成合成内容标识办法',
};

const digits = '零一二三四五六七八九';

/** 1 to 999 as articles are numbered: 十, 二十五, 一百零五. */
export function chineseNumber(n: number): string {
  const [hundreds, tens, ones] = [Math.floor(n / 100), Math.floor(n / 10) % 10, n % 10];
  const hundred = hundreds > 0 ? `${digits[hundreds]}百` : '';
  const ten = tens === 0 ? (hundreds > 0 && ones > 0 ? '零' : '') : `${tens === 1 && hundreds === 0 ? '' : digits[tens]}十`;
  return `${hundred}${ten}${ones > 0 ? digits[ones] : ''}`;
}

/** `ARP 33 ¶1` in words; what is no citation of a law we know is left as it stands, `design` is left out. */
export function citation(basis: string): string | undefined {
  if (basis === 'design') return undefined;
  const [, law = '', article, paragraph] = /^([A-Z0-9]+) (\d{1,3})(?: ¶(\d{1,2}))?$/.exec(basis) ?? [];
  if (laws[law] === undefined || article === undefined) return basis;
  const clause = paragraph === undefined ? '' : `第${chineseNumber(Number(paragraph))}款`;
  return `《${laws[law]}》第${chineseNumber(Number(article))}条${clause}`;
}

export const citations = (basis: readonly string[]): string[] => basis.map(citation).filter((text) => text !== undefined);

const offices: Readonly<Record<string, { national: string; local: string }>> = {
  cac: { national: '国家互联网信息办公室', local: '互联网信息办公室' },
  telecom: { national: '工业和信息化部', local: '通信管理局' },
  'public-security': { national: '公安部', local: '公安机关' },
};

/** Of an agency such as `cac-110000`; `nameOf` gives a division's name. */
export function agencyName(agency: string, nameOf: (division: string) => string): string {
  const division = agency.slice(-6);
  const office = offices[agency.slice(0, -7)] ?? { national: agency, local: agency };
  return levelOf(division) === 'national' ? office.national : `${nameOf(division)}${office.local}`;
}
