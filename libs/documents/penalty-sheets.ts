// APL 44, 57 to 73: what a party is told before a penalty is decided, and the decision.
import { type LocalDate } from '#domain/decider.js';
import { type Sanction } from '#domain/penalty-state.js';
import { citations } from './citations.js';
import { dayInWords, ERASED, facts, list, numbered, paragraph, remediesAt, type Sheet } from './sheet.js';

export interface PenaltyFacts {
  event: { id: string; digest: string };
  issuer: string;
  basis: readonly string[];
  on: LocalDate;
  addressee: string;
  sanctions: readonly Sanction[];
  /** Provisions that the authority itself names. */
  legalBasis: readonly string[];
  /** In words; absent where they were erased. */
  reasons?: string;
}

const FEN = 100;

const sanctionInWords = (sanction: Sanction): string => {
  switch (sanction.kind) {
    case 'warning':
      return '警告';
    case 'public-criticism':
      return '通报批评';
    case 'suspend-information-updates':
      return '责令暂停信息更新';
    case 'closure':
      return '责令关闭网站';
    case 'order-to-correct':
      return `责令限期改正，期限至${dayInWords(sanction.correctBy)}`;
    case 'fine':
      return `罚款人民币${(sanction.amountFen / FEN).toFixed(2)}元`;
    case 'permit-revocation':
      return `吊销相关业务许可证（${sanction.competentAuthority}，${sanction.decisionNo}）`;
    case 'licence-revocation':
      return `吊销营业执照（${sanction.competentAuthority}，${sanction.decisionNo}）`;
  }
};

const sheet = (
  { event, issuer, basis, on, addressee, legalBasis }: PenaltyFacts,
  rest: Pick<Sheet, 'title' | 'number' | 'body' | 'remedies'>,
): Sheet => ({
  issuer,
  ...rest,
  addressee,
  basis: [...new Set([...citations(basis), ...citations(legalBasis)])],
  on,
  event,
});

const HEARD = '你单位有权进行陈述和申辩，本机关不因陈述、申辩而给予更重的处罚。逾期未提出的，视为放弃该权利。';
const HEARING = '你单位有权要求举行听证，应当自收到本告知书之日起五日内提出。';

export const penaltyNoticeSheet = (penalty: PenaltyFacts & { hearingRight: boolean }): Sheet =>
  sheet(penalty, {
    title: '行政处罚事先告知书',
    body: [
      paragraph(`本机关拟对你单位作出行政处罚，事实、理由如下：${penalty.reasons ?? ERASED}`),
      paragraph('拟给予下列行政处罚：'),
      list(penalty.sanctions.map(sanctionInWords)),
    ],
    remedies: penalty.hearingRight ? `${HEARD}${HEARING}` : HEARD,
  });

export const penaltyDecisionSheet = (
  penalty: PenaltyFacts & {
    documentNo: string;
    remedies: { reconsideration: string; litigation: string };
    servedOn?: LocalDate;
  },
): Sheet =>
  sheet(penalty, {
    title: '行政处罚决定书',
    number: numbered('文号', penalty.documentNo),
    body: [
      paragraph(`经查，违法事实和理由如下：${penalty.reasons ?? ERASED}`),
      paragraph('现对你单位给予下列行政处罚：'),
      list(penalty.sanctions.map(sanctionInWords)),
      ...(penalty.sanctions.some(({ kind }) => kind === 'fine')
        ? [
            paragraph(
              '罚款应当自收到本决定书之日起十五日内缴纳；到期不缴纳的，每日按罚款数额的百分之三加处罚款，加处罚款的数额不超出罚款的数额。',
            ),
          ]
        : []),
      facts(['送达日期', penalty.servedOn && dayInWords(penalty.servedOn)]),
    ],
    remedies: remediesAt(penalty.remedies),
  });
