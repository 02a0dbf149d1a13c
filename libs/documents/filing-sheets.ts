// ARP 25, 24 ¶3 and 33: what becomes of a filing, as its filer is given it in print.
import { type LocalDate } from '#domain/decider.js';
import { type ExOfficioGround } from '#domain/filing-state.js';
import { type MaterialDefect, materialDefects, type MaterialItem, materialItems } from '#domain/services.js';
import { citations } from './citations.js';
import { dayInWords, ERASED, facts, list, numbered, paragraph, type Sheet } from './sheet.js';

/** What every document of a filing says. */
export interface FilingFacts {
  event: { id: string; digest: string };
  issuer: string;
  basis: readonly string[];
  on: LocalDate;
  /** Under which the filing stands; absent for an individual. */
  filedAs: { name?: string; creditCode?: string };
  algorithmName?: string;
  /** As it is printed, with its prefix. */
  number?: string;
}

export interface ReasonInWords {
  item: MaterialItem;
  defect: MaterialDefect;
  /** Absent where it was erased. */
  text?: string;
}

const REMEDIES =
  '如不服本决定，可以自知道本决定之日起六十日内依法申请行政复议，也可以自知道或者应当知道作出本决定之日起六个月内依法向人民法院提起行政诉讼。';
const NO_ENDORSEMENT =
  '备案仅对所备案的服务和技术作出，不代表对备案主体、算法、产品或者服务的认可，任何人不得用于宣传或者商业用途。';

const grounds: Record<ExOfficioGround, string> = {
  'not-cancelled-after-termination': '终止服务后未按规定办理注销备案手续',
  'site-closed': '被责令关闭网站',
  'permit-revoked': '被吊销相关业务许可证',
  'licence-revoked': '被吊销营业执照',
};

const sheet = (
  { event, issuer, basis, on, filedAs }: FilingFacts,
  rest: Pick<Sheet, 'title' | 'number' | 'body' | 'caution'>,
): Sheet => ({
  issuer,
  ...rest,
  addressee: filedAs.name ?? '备案人',
  basis: citations(basis),
  remedies: REMEDIES,
  on,
  event,
});

const subjectMatter = ({ filedAs, algorithmName, number }: FilingFacts) =>
  facts(['备案主体', filedAs.name], ['统一社会信用代码', filedAs.creditCode], ['算法名称', algorithmName], ['备案编号', number]);

const filingNumber = ({ number }: FilingFacts): Sheet['number'] =>
  number === undefined ? undefined : numbered('备案编号', number);

const inList = (reasons: readonly ReasonInWords[]) =>
  list(reasons.map(({ item, defect, text }) => `${materialItems[item].zh}（${materialDefects[defect].zh}）：${text ?? ERASED}`));

export const acceptanceSheet = (filing: FilingFacts): Sheet =>
  sheet(filing, {
    title: '准予备案通知书',
    number: filingNumber(filing),
    body: [
      paragraph('你单位提交的算法备案材料齐全，现予备案，发放备案编号并公示。'),
      subjectMatter(filing),
      paragraph('请在对外提供服务的网站、应用程序等的显著位置标明备案编号，并提供公示信息链接。'),
    ],
    caution: NO_ENDORSEMENT,
  });

export const refusalSheet = (filing: FilingFacts, reasons: readonly ReasonInWords[]): Sheet =>
  sheet(filing, {
    title: '不予备案通知书',
    body: [
      paragraph('你单位提交的算法备案材料不齐全，现不予备案。理由如下：'),
      inList(reasons),
      subjectMatter(filing),
      paragraph('可以补齐材料后重新提交备案。'),
    ],
  });

/** `remarks` is what the registry will say of the change; it may be empty. */
export const changeAcceptanceSheet = (filing: FilingFacts, change: number, remarks: string): Sheet =>
  sheet(filing, {
    title: '准予变更备案通知书',
    number: filingNumber(filing),
    body: [
      paragraph(`你单位提交的第${change}次变更备案材料齐全，现予变更，备案编号不变。`),
      subjectMatter(filing),
      facts(['备注', remarks === '' ? undefined : remarks]),
    ],
    caution: NO_ENDORSEMENT,
  });

export const changeRefusalSheet = (filing: FilingFacts, change: number, reasons: readonly ReasonInWords[]): Sheet =>
  sheet(filing, {
    title: '不予变更备案通知书',
    number: filingNumber(filing),
    body: [
      paragraph(`你单位提交的第${change}次变更备案材料不齐全，现不予变更。理由如下：`),
      inList(reasons),
      subjectMatter(filing),
      paragraph('原备案内容继续有效；可以补齐材料后重新提交变更。'),
    ],
  });

export const cancellationSheet = (filing: FilingFacts, terminatedOn: LocalDate): Sheet =>
  sheet(filing, {
    title: '注销备案通知书',
    number: filingNumber(filing),
    body: [paragraph(`你单位的服务已于${dayInWords(terminatedOn)}终止，现准予注销备案。`), subjectMatter(filing)],
  });

export const exOfficioCancellationSheet = (filing: FilingFacts, ground: ExOfficioGround, documentNo: string): Sheet =>
  sheet(filing, {
    title: '依职权注销备案决定书',
    number: numbered('文号', documentNo),
    body: [paragraph(`因${grounds[ground]}，现对下列备案予以注销。`), subjectMatter(filing)],
  });

export const revocationSheet = (filing: FilingFacts, documentNo: string): Sheet =>
  sheet(filing, {
    title: '撤销备案决定书',
    number: numbered('文号', documentNo),
    body: [paragraph('下列备案以隐瞒有关情况、提供虚假材料等不正当手段取得，现予以撤销。'), subjectMatter(filing)],
  });
