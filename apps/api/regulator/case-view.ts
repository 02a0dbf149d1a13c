// What the lists of authorities have in common: a case in few words, and the moment that is asked for.
import { divisionName } from '#application/division-names.js';
import { type CasebookRow } from '#read-models/casebook.js';
import { type CaseSummaryDto } from './case-view.dto.js';

/** A confidential list is kept by nobody on the way. */
export const CONFIDENTIAL = 'private, no-store';

export const caseSummary = ({ category, id, stage, texts, parties, matter }: CasebookRow, position: string): CaseSummaryDto => ({
  matter: { category, id },
  stage,
  title: texts.title,
  party: texts.party,
  subject: parties.find(({ until }) => until === undefined)?.subject,
  numbers: [...texts.numbers],
  division: matter.division === undefined ? undefined : { code: matter.division, name: divisionName(matter.division).full },
  agency: matter.agency && { kind: matter.agency.kind, division: matter.agency.division },
  position,
});

export const categoryNames: Readonly<Record<string, string>> = {
  subject: '主体备案',
  filing: '算法备案',
  assessment: '安全评估',
  order: '处置决定',
  penalty: '行政处罚',
  inspection: '监督检查',
  report: '报告与投诉',
  incident: '应急处置',
  listing: '应用商店措施',
};

/** The cells of a case in a spreadsheet, in the order of `caseColumns`. */
export const caseCells = ({ matter, stage, title = '', party = '', numbers, division, agency }: CaseSummaryDto): string[] => [
  categoryNames[matter.category] ?? matter.category,
  matter.id,
  stage,
  title,
  party,
  numbers.join(' '),
  division?.code ?? '',
  agency ? `${agency.kind}-${agency.division}` : '',
];

/** In a cell. */
export const yes = (flag: boolean): string => (flag ? '是' : '否');

export const caseColumns = ['类别', '案件', '阶段', '名称', '主体', '编号', '行政区划', '机关'] as const;
