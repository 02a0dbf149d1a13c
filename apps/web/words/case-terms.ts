// Codes of cases in the words of the console: what a case is, where it stands, what it awaits and of whom.
import { type Language } from './words.js';

type Terms = Readonly<Record<string, Readonly<Record<Language, string>>>>;

export const caseKinds = {
  subject: { zh: '备案主体', en: 'Subject' },
  filing: { zh: '备案', en: 'Filing' },
  assessment: { zh: '安全评估', en: 'Safety assessment' },
  order: { zh: '责令采取措施', en: 'Order' },
  penalty: { zh: '行政处罚', en: 'Penalty case' },
  inspection: { zh: '监督检查', en: 'Inspection' },
  report: { zh: '投诉举报与异议', en: 'Report or objection' },
  incident: { zh: '事件处置', en: 'Incident' },
  listing: { zh: '应用商店处置', en: 'Act of an app store' },
} satisfies Terms;

export const caseSteps = {
  filing: { zh: '提交备案', en: 'Filing' },
  decision: { zh: '备案决定', en: 'Decision on the filing' },
  notification: { zh: '通知不予备案', en: 'Notification of the refusal' },
  change: { zh: '提交变更', en: 'Notice of change' },
  'change-decision': { zh: '变更决定', en: 'Decision on the change' },
  'details-change': { zh: '主体信息变更后的变更备案', en: 'Change after new details of the subject' },
  cancellation: { zh: '提交注销', en: 'Cancellation' },
  'cancellation-decision': { zh: '注销决定', en: 'Decision on the cancellation' },
  verification: { zh: '主体核验', en: 'Verification of the subject' },
  'revocation-approval': { zh: '批准撤销备案', en: 'Approval of the revocation' },
  'ex-officio-approval': { zh: '批准依职权注销', en: 'Approval of the cancellation of own motion' },
  'order-service': { zh: '送达决定', en: 'Service of the order' },
  'order-notice': { zh: '公告送达', en: 'Service by public notice' },
  rectification: { zh: '整改', en: 'Rectification' },
  'rectification-check': { zh: '核验整改', en: 'Check of the rectification' },
  'order-review': { zh: '复核措施', en: 'Review of the measures' },
  'order-term': { zh: '措施期限', en: 'Term of the measures' },
  'publication-withdrawal': { zh: '撤回公开', en: 'Withdrawal of the publication' },
  'reconsideration-request': { zh: '申请行政复议', en: 'Application for reconsideration' },
  litigation: { zh: '提起行政诉讼', en: 'Litigation' },
  'litigation-after-reconsideration': { zh: '复议后提起诉讼', en: 'Litigation after reconsideration' },
  'assessment-report': { zh: '提交安全评估报告', en: 'Assessment report' },
  'assessment-before-launch': { zh: '上线前安全评估', en: 'Assessment before launch' },
  'assessment-notified': { zh: '通知后的安全评估', en: 'Assessment after notice' },
  reassessment: { zh: '重新评估', en: 'Reassessment' },
  explanation: { zh: '补充说明', en: 'Supplementary explanation' },
  'on-site-inspection': { zh: '现场检查', en: 'Inspection on site' },
  review: { zh: '审查', en: 'Review' },
  approval: { zh: '批准', en: 'Approval' },
  issue: { zh: '签发', en: 'Issue' },
  ratification: { zh: '追认', en: 'Ratification' },
  lift: { zh: '解除措施', en: 'Lifting' },
  'lift-approval': { zh: '批准解除', en: 'Approval of the lifting' },
  'extension-approval': { zh: '批准延长', en: 'Approval of the extension' },
  'escalation-approval': { zh: '批准追加措施', en: 'Approval of further measures' },
  'withdrawal-approval': { zh: '批准撤回', en: 'Approval of the withdrawal' },
  'transfer-acknowledgement': { zh: '确认移送', en: 'Acknowledgement of the transfer' },
  investigation: { zh: '调查', en: 'Investigation' },
  'penalty-notice': { zh: '拟处罚告知', en: 'Notice of the proposed penalty' },
  'statement-and-defence': { zh: '陈述申辩', en: 'Statement and defence' },
  'hearing-request': { zh: '申请听证', en: 'Request for a hearing' },
  'hearing-notice': { zh: '听证通知', en: 'Notice of the hearing' },
  hearing: { zh: '听证', en: 'Hearing' },
  'legal-review': { zh: '法制审核', en: 'Legal review' },
  'penalty-approval': { zh: '批准处罚', en: 'Approval of the penalty' },
  'penalty-decision': { zh: '处罚决定', en: 'Decision on the penalty' },
  'decision-service': { zh: '送达处罚决定', en: 'Service of the penalty decision' },
  'decision-notice': { zh: '处罚决定公告送达', en: 'Service of the decision by public notice' },
  'fine-payment': { zh: '缴纳罚款', en: 'Payment of the fine' },
  correction: { zh: '改正', en: 'Correction' },
  performance: { zh: '履行', en: 'Performance' },
  execution: { zh: '执行', en: 'Execution' },
  inspection: { zh: '检查', en: 'Inspection' },
  'inspection-request': { zh: '检查要求的资料', en: 'What the inspection asked for' },
  conclusion: { zh: '作出结论', en: 'Conclusion' },
  acknowledgement: { zh: '确认收到', en: 'Acknowledgement' },
  answer: { zh: '答复', en: 'Answer' },
  reply: { zh: '答复异议', en: 'Reply to the objection' },
  activation: { zh: '启动处置', en: 'Activation' },
  'carrying-out': { zh: '实施处置', en: 'Carrying out' },
  closure: { zh: '办结', en: 'Closure' },
} satisfies Terms;

export const awaited = {
  officer: { zh: '承办人', en: 'an officer' },
  'second-person': { zh: '另一名批准人', en: 'a second person' },
  'other-authority': { zh: '其他机关', en: 'another authority' },
  party: { zh: '当事人', en: 'the party' },
} satisfies Terms;

export const caseStages: Terms = {
  none: { zh: '尚未开始', en: 'not begun' },
  registered: { zh: '已登记，待核验', en: 'registered' },
  recorded: { zh: '已记录', en: 'recorded' },
  verified: { zh: '核验通过', en: 'verified' },
  refused: { zh: '不予通过', en: 'refused' },
  submitted: { zh: '已提交', en: 'submitted' },
  'under-review': { zh: '审核中', en: 'under review' },
  'review-initial': { zh: '资质初审', en: 'initial review' },
  'review-second': { zh: '线上二审', en: 'second review online' },
  'review-on-site': { zh: '线下核查', en: 'check on site' },
  'review-final': { zh: '线上终审', en: 'final review online' },
  filed: { zh: '已备案', en: 'filed' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
  revoked: { zh: '已撤销', en: 'revoked' },
  cancelled: { zh: '已注销', en: 'cancelled' },
  required: { zh: '应当评估', en: 'assessment required' },
  'in-progress': { zh: '评估中', en: 'in progress' },
  reassessment: { zh: '重新评估', en: 'to be made again' },
  concluded: { zh: '已有结论', en: 'concluded' },
  draft: { zh: '草案', en: 'draft' },
  approved: { zh: '已批准', en: 'approved' },
  issued: { zh: '已签发', en: 'issued' },
  'in-force': { zh: '生效', en: 'in force' },
  lifted: { zh: '已解除', en: 'lifted' },
  annulled: { zh: '被撤销', en: 'annulled' },
  open: { zh: '办理中', en: 'open' },
  investigated: { zh: '调查终结', en: 'investigated' },
  notified: { zh: '已告知', en: 'notified' },
  hearing: { zh: '听证', en: 'hearing' },
  decided: { zh: '已决定', en: 'decided' },
  'no-penalty': { zh: '不予处罚', en: 'no penalty' },
  served: { zh: '已送达', en: 'served' },
  closed: { zh: '已办结', en: 'closed' },
  planned: { zh: '已安排', en: 'planned' },
  rectification: { zh: '整改中', en: 'rectification' },
  reported: { zh: '已报告整改', en: 'rectification reported' },
  received: { zh: '已收到', en: 'received' },
  acknowledged: { zh: '办理中', en: 'being handled' },
  answered: { zh: '已答复', en: 'answered' },
  active: { zh: '处置中', en: 'active' },
  'carried-out': { zh: '已实施', en: 'carried out' },
  warned: { zh: '已警告', en: 'warned' },
  suspended: { zh: '已暂停', en: 'suspended' },
  delisted: { zh: '已下架', en: 'delisted' },
  restored: { zh: '已恢复', en: 'restored' },
};

export const reviewStages = {
  initial: { zh: '资质初审', en: 'initial review of qualifications' },
  second: { zh: '线上二审', en: 'second review online' },
  'on-site': { zh: '线下核查', en: 'check on site' },
  final: { zh: '线上终审', en: 'final review online' },
} satisfies Terms;

export const stageResults = {
  passed: { zh: '通过', en: 'passed' },
  failed: { zh: '不通过', en: 'failed' },
} satisfies Terms;

export const defects = {
  missing: { zh: '缺失', en: 'missing' },
  form: { zh: '不符合要求', en: 'not in due form' },
  inconsistent: { zh: '前后不一致', en: 'inconsistent' },
} satisfies Terms;

export const revocationGrounds = {
  concealment: { zh: '隐瞒有关情况', en: 'concealment of the facts' },
  'false-material': { zh: '提供虚假材料', en: 'false material' },
  'other-improper-means': { zh: '其他不正当手段', en: 'other improper means' },
} satisfies Terms;

export const exOfficioGrounds = {
  'not-cancelled-after-termination': { zh: '终止服务未申请注销', en: 'service ended without cancellation' },
  'site-closed': { zh: '网站被依法关闭', en: 'site closed by law' },
  'permit-revoked': { zh: '互联网信息服务许可被吊销', en: 'internet information permit revoked' },
  'licence-revoked': { zh: '营业执照被吊销', en: 'business licence revoked' },
} satisfies Terms;

export const attachmentKinds: Terms = {
  'responsibility-statement': { zh: '落实算法安全主体责任基本情况', en: 'statement of safety responsibility' },
  'self-assessment-report': { zh: '算法安全自评估报告', en: 'self-assessment report' },
  'publicity-form': { zh: '拟公示内容', en: 'publicity content' },
  'label-material': { zh: '标识材料', en: 'label material' },
  'upstream-contract': { zh: '上游合同', en: 'upstream contract' },
  commitment: { zh: '承诺书', en: 'commitment' },
  'safety-responsibility': { zh: '安全责任书', en: 'safety responsibility' },
  'business-licence': { zh: '营业执照', en: 'business licence' },
  'icp-proof': { zh: '互联网信息服务备案证明', en: 'proof of ICP filing' },
  'identity-document': { zh: '身份证件', en: 'identity document' },
  report: { zh: '评估报告', en: 'assessment report' },
  evidence: { zh: '证据', en: 'evidence' },
  other: { zh: '其他', en: 'other' },
};

/** What of a subject a refusal of its verification can name. */
export const subjectItems = {
  name: { zh: '名称', en: 'name' },
  creditCode: { zh: '统一社会信用代码', en: 'unified social credit code' },
  address: { zh: '住所', en: 'address' },
  contacts: { zh: '联系人', en: 'contacts' },
  commitment: { zh: '承诺书', en: 'commitment' },
  'safety-responsibility': { zh: '安全责任书', en: 'safety responsibility' },
  'business-licence': { zh: '营业执照', en: 'business licence' },
  'icp-proof': { zh: '互联网信息服务备案证明', en: 'proof of ICP filing' },
  'identity-document': { zh: '身份证件', en: 'identity document' },
  other: { zh: '其他', en: 'other' },
} satisfies Terms;

export const versionKinds: Terms = {
  submission: { zh: '提交', en: 'submission' },
  change: { zh: '变更', en: 'change' },
  'holder-change': { zh: '备案主体变更', en: 'change of holder' },
  import: { zh: '导入的公示内容', en: 'imported list' },
};

export const versionOutcomes: Terms = {
  accepted: { zh: '准予', en: 'accepted' },
  refused: { zh: '不予', en: 'refused' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
  lapsed: { zh: '已终止', en: 'lapsed' },
  open: { zh: '待决定', en: 'awaits its decision' },
};

export const endings: Terms = {
  cancelled: { zh: '注销', en: 'cancelled' },
  'cancelled-ex-officio': { zh: '依职权注销', en: 'cancelled of own motion' },
  revoked: { zh: '撤销', en: 'revoked' },
  'cancelled-before-import': { zh: '导入前已注销', en: 'cancelled before it was imported' },
  'cancelled-by-notice': { zh: '注销公告', en: 'cancelled by a published notice' },
};

export const reportOutcomes = {
  handled: { zh: '已处理', en: 'handled' },
  'not-established': { zh: '不属实', en: 'not established' },
  inspection: { zh: '转入监督检查', en: 'an inspection follows' },
  order: { zh: '转入责令采取措施', en: 'an order follows' },
  'penalty-case': { zh: '转入行政处罚', en: 'a penalty case follows' },
} satisfies Terms;

/** The terms as choices of a field. */
export const choicesOf = (terms: Terms, language: Language): { value: string; text: string }[] =>
  Object.entries(terms).map(([value, term]) => ({ value, text: term[language] }));
