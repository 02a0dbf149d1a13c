// Codes of orders and incidents in the words of the pages.
import { type Language } from './words.js';
import { termOf } from './terms.js';

type Terms = Readonly<Record<string, Readonly<Record<Language, string>>>>;

export const orderStatuses: Terms = {
  draft: { zh: '草案', en: 'draft' },
  issued: { zh: '已作出，未送达', en: 'issued, not served' },
  'in-force': { zh: '已生效', en: 'in force' },
  lifted: { zh: '已解除', en: 'lifted' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
  annulled: { zh: '已被撤销', en: 'annulled' },
};

export const measureStates: Terms = {
  ordered: { zh: '已决定，未送达', en: 'ordered, not served' },
  'in-force': { zh: '执行中', en: 'in force' },
  applied: { zh: '当事人已执行', en: 'applied by the addressee' },
  lifted: { zh: '已解除', en: 'lifted' },
  struck: { zh: '已被救济决定取消', en: 'struck by a remedy' },
};

export const jurisdictionFactors: Terms = {
  seat: { zh: '住所地', en: 'seat' },
  'violation-place': { zh: '违法行为发生地', en: 'place of the violation' },
  users: { zh: '用户所在地', en: 'place of the users' },
  servers: { zh: '服务器所在地', en: 'place of the servers' },
  designated: { zh: '指定管辖', en: 'designated by a superior' },
  'taken-up': { zh: '上级提级管辖', en: 'taken up by a superior' },
};

export const publications: Terms = {
  public: { zh: '向社会公开', en: 'the public' },
  stores: { zh: '告知应用商店', en: 'app stores' },
  parties: { zh: '仅告知当事人', en: 'the parties alone' },
};

export const serviceMethods: Terms = {
  direct: { zh: '直接送达', en: 'in person' },
  'left-with-witness': { zh: '留置送达', en: 'left before a witness' },
  post: { zh: '邮寄送达', en: 'by post' },
  entrusted: { zh: '委托送达', en: 'by another authority' },
  electronic: { zh: '电子送达', en: 'electronically' },
  'public-notice': { zh: '公告送达', en: 'by public notice' },
};

export const rectifications: Terms = {
  none: { zh: '未报告', en: 'not reported' },
  reported: { zh: '已报告，待核验', en: 'reported, to be verified' },
  verifying: { zh: '核验中', en: 'being verified' },
  verified: { zh: '核验通过', en: 'verified' },
  rejected: { zh: '核验未通过', en: 'rejected' },
};

export const inspectionResults: Terms = {
  rectified: { zh: '整改到位', en: 'rectified' },
  'not-rectified': { zh: '整改不到位', en: 'not rectified' },
};

export const liftGrounds: Terms = {
  rectified: { zh: '整改完毕', en: 'rectified' },
  'own-accord': { zh: '不再需要', en: 'no longer needed' },
  'risk-ended': { zh: '风险消除', en: 'the risk has ended' },
  'superior-decision': { zh: '上级机关决定', en: 'decision of a superior' },
};

export const remedyKinds: Terms = {
  reconsideration: { zh: '行政复议', en: 'reconsideration' },
  litigation: { zh: '行政诉讼', en: 'litigation' },
};

export const remedyOutcomes: Terms = {
  pending: { zh: '办理中', en: 'pending' },
  upheld: { zh: '维持', en: 'upheld' },
  varied: { zh: '变更', en: 'varied' },
  annulled: { zh: '撤销', en: 'annulled' },
  withdrawn: { zh: '撤回申请', en: 'withdrawn' },
};

export const proposalKinds: Terms = {
  lift: { zh: '解除措施', en: 'lift' },
  extension: { zh: '延长期限', en: 'longer term' },
  escalation: { zh: '追加措施', en: 'further measures' },
  withdrawal: { zh: '撤回决定', en: 'withdrawal' },
};

export const transferees: Terms = {
  cac: { zh: '网信部门', en: 'cyberspace administration' },
  telecom: { zh: '电信主管部门', en: 'telecommunications authority' },
  'public-security': { zh: '公安机关', en: 'public security organ' },
  prosecution: { zh: '检察机关', en: 'procuratorate' },
};

/** What has happened to an order, by the type of its event. */
export const orderEvents: Terms = {
  OrderDrafted: { zh: '起草', en: 'drafted' },
  OrderEdited: { zh: '修改草案', en: 'draft edited' },
  OrderApproved: { zh: '批准草案', en: 'draft approved' },
  OrderIssued: { zh: '作出决定', en: 'issued' },
  OrderRatified: { zh: '追认临时措施', en: 'provisional order ratified' },
  PublicNoticeStarted: { zh: '开始公告送达', en: 'service by public notice begun' },
  OrderServed: { zh: '送达', en: 'served' },
  OrderPublished: { zh: '公开', en: 'made known' },
  PublicationWithdrawn: { zh: '撤回公开', en: 'publication taken back' },
  OrderAcknowledged: { zh: '当事人确认收到', en: 'acknowledged by the addressee' },
  ServiceRefusedRecorded: { zh: '拒绝接收', en: 'service refused' },
  MeasuresApplied: { zh: '当事人报告已执行', en: 'measures reported as applied' },
  RectificationReported: { zh: '当事人报告整改情况', en: 'rectification reported' },
  RectificationRejected: { zh: '整改未通过', en: 'rectification rejected' },
  OrderInspectionScheduled: { zh: '安排检查', en: 'inspection scheduled' },
  OrderInspectionRecorded: { zh: '登记检查结果', en: 'inspection recorded' },
  ExtensionProposed: { zh: '提议延长期限', en: 'longer term proposed' },
  OrderExtended: { zh: '延长期限', en: 'term extended' },
  EscalationProposed: { zh: '提议追加措施', en: 'further measures proposed' },
  OrderEscalated: { zh: '追加措施', en: 'measures added' },
  LiftProposed: { zh: '提议解除', en: 'lifting proposed' },
  MeasuresLifted: { zh: '解除部分措施', en: 'some measures lifted' },
  OrderLifted: { zh: '解除', en: 'lifted' },
  WithdrawalProposed: { zh: '提议撤回', en: 'withdrawal proposed' },
  OrderWithdrawn: { zh: '撤回', en: 'withdrawn' },
  PenaltyCaseLinked: { zh: '关联处罚案件', en: 'penalty case linked' },
  CaseTransferred: { zh: '移送', en: 'transferred' },
  TransferAcknowledged: { zh: '移送已确认', en: 'transfer acknowledged' },
  DelistingRequested: { zh: '要求应用商店下架', en: 'stores asked to delist' },
  RemedyFiled: { zh: '当事人申请救济', en: 'remedy sought by the addressee' },
  OrderRemedyRecorded: { zh: '登记救济', en: 'remedy recorded' },
  OrderAnnulled: { zh: '被撤销', en: 'annulled' },
};

export const incidentStatuses: Terms = {
  draft: { zh: '草案', en: 'draft' },
  active: { zh: '正在执行', en: 'being carried out' },
  'carried-out': { zh: '执行完毕', en: 'carried out' },
  closed: { zh: '已关闭', en: 'closed' },
};

/** What an incident will do to a filing, or why nothing. */
export const incidentEffects: Terms = {
  order: { zh: '将作出决定', en: 'will be ordered' },
  'outside-jurisdiction': { zh: '不属于本机关管辖', en: 'outside the jurisdiction' },
  recused: { zh: '审批人须回避', en: 'the reader is recused' },
  revoked: { zh: '备案已被撤销', en: 'the filing was revoked' },
  cancelled: { zh: '备案已经注销', en: 'the filing was cancelled' },
  'other-holder': { zh: '当事人不是备案主体', en: 'somebody else holds the filing' },
  'under-order': { zh: '已有正在执行的决定', en: 'an order stands already' },
};

export const accountRoles: Terms = {
  filer: { zh: '备案经办人', en: 'filer' },
  'filer-admin': { zh: '备案主体管理员', en: 'filer’s administrator' },
  reviewer: { zh: '审核员', en: 'reviewer' },
  approver: { zh: '审批人', en: 'approver' },
  inspector: { zh: '执法人员', en: 'inspector' },
  'agency-admin': { zh: '机关管理员', en: 'agency administrator' },
  store: { zh: '应用商店', en: 'app store' },
  auditor: { zh: '审计员', en: 'auditor' },
  operator: { zh: '运行人员', en: 'operator' },
};

export const auditOutcomes: Terms = {
  allowed: { zh: '允许', en: 'allowed' },
  denied: { zh: '拒绝', en: 'denied' },
};

export const templateKinds: Terms = {
  'refusal-reason': { zh: '不予备案理由', en: 'refusal reason' },
  'order-text': { zh: '决定正文', en: 'text of an order' },
  rectification: { zh: '限期整改正文', en: 'rectification' },
  'penalty-reason': { zh: '处罚理由', en: 'reason of a penalty' },
  'inspection-opinion': { zh: '检查意见', en: 'opinion of an inspection' },
  'report-reply': { zh: '举报答复', en: 'reply to a report' },
  'objection-reply': { zh: '异议答复', en: 'reply to an objection' },
};

export type { Terms };

/** The choices of a field, from a table. */
export const choicesOf = (terms: Terms, language: Language): { value: string; text: string }[] =>
  Object.keys(terms).map((value) => ({ value, text: termOf(terms, value, language) }));
