// DSP 21: an order as its addressee is served with it. It names basis, measures, scope, term and remedies.
import { type LocalDate } from '#domain/decider.js';
import { type Measure, type MeasureKind, type RemediesNotice } from '#domain/order-state.js';
import { citations } from './citations.js';
import { type Block, dayInWords, facts, list, paragraph, type Sheet } from './sheet.js';

export interface OrderFacts {
  event: { id: string; digest: string };
  issuer: string;
  basis: readonly string[];
  on: LocalDate;
  addressee: string;
  documentNo: string;
  /** Provisions that the order itself names. */
  legalBasis: readonly string[];
  /** In words; absent where they were erased. */
  riskFinding?: string;
  reasons?: string;
  measures: readonly Measure[];
  rectifyBy?: LocalDate;
  reviewOn?: LocalDate;
  provisionalUntil?: string;
  remedies: RemediesNotice;
  servedOn?: LocalDate;
}

const measureNames: Record<MeasureKind, string> = {
  'suspend-information-updates': '暂停信息更新',
  'suspend-account-registration': '暂停用户账号注册',
  'suspend-other-services': '暂停其他相关服务',
  rectify: '限期整改，消除隐患',
};

const ERASED = '（内容已删除）';
const EIGHT_HOURS = 28_800_000;

/** An instant by the clock of Asia/Shanghai. */
const momentInWords = (instant: string): string => {
  const text = new Date(Date.parse(instant) + EIGHT_HOURS).toISOString();
  return `${dayInWords(text.slice(0, 10))}${text.slice(11, 16)}`;
};

const scopeInWords = ({ products, functions, region }: Measure['scope']): string[] => [
  ...(products ? [`产品：${products.join('、')}`] : []),
  ...(functions ? [`功能：${functions.join('、')}`] : []),
  ...(region ? [`行政区域：${region}`] : []),
];

const measureInWords = ({ kind, services, scope, from, until }: Measure): string =>
  [
    `${measureNames[kind]}${services ? `（${services.join('、')}）` : ''}`,
    ...scopeInWords(scope),
    `自${momentInWords(from)}起${until ? `至${momentInWords(until)}止` : ''}`,
  ].join('；');

const whenGiven = (text: string | undefined, block: (text: string) => Block): Block[] =>
  text === undefined ? [] : [block(text)];

export const orderSheet = (order: OrderFacts): Sheet => ({
  issuer: order.issuer,
  title: '责令采取措施决定书',
  number: { label: '文号', text: order.documentNo },
  addressee: order.addressee,
  body: [
    paragraph(`经查，你单位的服务存在较大信息安全风险：${order.riskFinding ?? ERASED}`),
    paragraph(`理由：${order.reasons ?? ERASED}`),
    paragraph('现责令你单位采取下列措施：'),
    list(order.measures.map(measureInWords)),
    facts(
      ['整改期限', order.rectifyBy && dayInWords(order.rectifyBy)],
      ['复核日期', order.reviewOn && dayInWords(order.reviewOn)],
      ['送达日期', order.servedOn && dayInWords(order.servedOn)],
    ),
    ...whenGiven(order.provisionalUntil, (until) =>
      paragraph(`本决定为临时措施，未经追认的，至${momentInWords(until)}自行失效。`),
    ),
  ],
  basis: [...new Set([...citations(order.basis), ...citations(order.legalBasis)])],
  remedies: `如不服本决定，可以自知道本决定之日起六十日内向${order.remedies.reconsideration}申请行政复议，也可以自知道或者应当知道作出本决定之日起六个月内向${order.remedies.litigation}提起行政诉讼。复议、诉讼期间，除法律另有规定外，本决定不停止执行。`,
  on: order.on,
  event: order.event,
});
