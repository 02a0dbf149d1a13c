// DSP 21: an order as its addressee is served with it. It names basis, measures, scope, term and remedies.
import { type LocalDate } from '#domain/decider.js';
import { type LiftContent, type Measure, type MeasureKind, type RemediesNotice } from '#domain/order-state.js';
import { citations } from './citations.js';
import { type Block, dayInWords, ERASED, facts, list, numbered, paragraph, remediesAt, type Sheet } from './sheet.js';

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

const liftGrounds: Record<LiftContent['ground'], string> = {
  rectified: '整改完毕',
  'own-accord': '不再需要',
  'risk-ended': '风险消除',
  'superior-decision': '上级机关决定',
};

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
  number: numbered('文号', order.documentNo),
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
  remedies: remediesAt(order.remedies),
  on: order.on,
  event: order.event,
});

/** What a version of the draft would become. It has no number yet, and whoever prints it is told that nobody has decided it. */
export const draftSheet = (draft: number, order: Omit<OrderFacts, 'documentNo' | 'servedOn'>): Sheet => ({
  ...orderSheet({ ...order, documentNo: '（作出时确定）' }),
  caution: `草案第${draft}稿，供内部审核，未经批准和送达不具有效力。`,
});

export type LiftFacts = Pick<OrderFacts, 'event' | 'issuer' | 'basis' | 'on' | 'addressee' | 'remedies' | 'documentNo'> & {
  /** Number of the order. */
  orderNo: string;
  ground: LiftContent['ground'];
  /** In words; absent where it was erased. */
  reason?: string;
  measures: readonly Measure[];
  /** No measure of the order stands any more. */
  whole: boolean;
};

export const liftSheet = (lift: LiftFacts): Sheet => ({
  issuer: lift.issuer,
  title: lift.whole ? '解除措施决定书' : '解除部分措施决定书',
  number: numbered('文号', lift.documentNo),
  addressee: lift.addressee,
  body: [
    paragraph(`因${liftGrounds[lift.ground]}，现解除${lift.orderNo}责令采取的下列措施：`),
    list(lift.measures.map(measureInWords)),
    paragraph(`理由：${lift.reason ?? ERASED}`),
    ...(lift.whole ? [] : [paragraph('其他措施继续有效。')]),
  ],
  basis: citations(lift.basis),
  remedies: remediesAt(lift.remedies),
  on: lift.on,
  event: lift.event,
});
