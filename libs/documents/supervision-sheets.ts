// ARP 28 and 30: what comes of an inspection and of an objection, in print. Neither is a decision that changes anybody's rights.
import { type LocalDate } from '#domain/decider.js';
import { type ObjectionOutcome } from '#domain/report-state.js';
import { citations } from './citations.js';
import { dayInWords, ERASED, facts, numbered, paragraph, type Sheet } from './sheet.js';

interface SupervisionFacts {
  event: { id: string; digest: string };
  issuer: string;
  basis: readonly string[];
  on: LocalDate;
  addressee: string;
}

export const rectificationOpinionSheet = (
  { event, issuer, basis, on, addressee }: SupervisionFacts,
  /** Absent where it was erased. */
  opinion: string | undefined,
  rectifyBy: LocalDate,
): Sheet => ({
  ...{ issuer, addressee, on, event },
  title: '监督检查整改意见书',
  body: [
    paragraph('经监督检查，提出下列整改意见：'),
    paragraph(opinion ?? ERASED),
    facts(['整改期限', dayInWords(rectifyBy)]),
    paragraph('整改完毕后，请向本机关提交整改报告。'),
  ],
  basis: citations(basis),
  remedies: '对本意见有异议的，可以向本机关陈述。本意见不是行政处罚，也不免除法律规定的其他责任。',
});

const outcomes: Record<ObjectionOutcome, string> = {
  upheld: '疑议成立',
  'partly-upheld': '疑议部分成立',
  dismissed: '疑议不成立',
  inadmissible: '疑议不予受理',
};

export const objectionReplySheet = (
  { event, issuer, basis, on, addressee }: SupervisionFacts,
  outcome: ObjectionOutcome,
  /** Absent where it was erased. */
  reply: string | undefined,
  /** Of the entry, as it is printed. */
  number: string | undefined,
): Sheet => ({
  ...{ issuer, addressee, on, event },
  title: '疑议答复书',
  number: number === undefined ? undefined : numbered('备案编号', number),
  body: [
    paragraph('你（单位）对公示的备案信息提出的疑议，现答复如下：'),
    facts(['处理结果', outcomes[outcome]]),
    paragraph(reply ?? ERASED),
  ],
  basis: citations(basis),
  remedies: '认为本机关的行政行为侵犯合法权益的，可以依法申请行政复议或者提起行政诉讼。',
});
