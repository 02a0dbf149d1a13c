// Codes of filings and of what filers hand in, in the words of the desk.

export const filingStatuses = {
  'under-review': { zh: '审核中', en: 'under review' },
  refused: { zh: '不予备案', en: 'refused' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
  filed: { zh: '已备案', en: 'filed' },
  cancelled: { zh: '已注销', en: 'cancelled' },
  revoked: { zh: '已撤销', en: 'revoked' },
};

export const subjectStatuses = {
  recorded: { zh: '已记录', en: 'recorded by an authority' },
  registered: { zh: '已登记，等待核验', en: 'registered, awaits verification' },
  verified: { zh: '核验通过', en: 'verified' },
  refused: { zh: '核验未通过', en: 'verification refused' },
};

export const dutyNames = {
  filing: { zh: '提交备案', en: 'File the algorithm' },
  decision: { zh: '备案决定', en: 'Decision on the filing' },
  change: { zh: '提交变更', en: 'Notify the change' },
  'change-decision': { zh: '变更决定', en: 'Decision on the change' },
  'details-change': { zh: '主体信息变更后变更备案', en: 'Follow the change of details' },
  cancellation: { zh: '提交注销', en: 'Submit the cancellation' },
  'cancellation-decision': { zh: '注销决定', en: 'Decision on the cancellation' },
  'order-service': { zh: '送达决定', en: 'Service of the order' },
  'order-notice': { zh: '公告送达', en: 'Service by public notice' },
  rectification: { zh: '完成整改', en: 'Rectify' },
  'order-review': { zh: '复核措施', en: 'Review of the measures' },
  'order-term': { zh: '措施期限', en: 'Term of the measures' },
  'publication-withdrawal': { zh: '撤回公开', en: 'Withdrawal of the publication' },
  'reconsideration-request': { zh: '申请行政复议', en: 'Apply for reconsideration' },
  litigation: { zh: '提起行政诉讼', en: 'Litigate' },
  'litigation-after-reconsideration': { zh: '复议后提起行政诉讼', en: 'Litigate after reconsideration' },
  'assessment-report': { zh: '提交安全评估报告', en: 'Submit the assessment report' },
  'assessment-before-launch': { zh: '上线前完成安全评估', en: 'Assess before launch' },
  'assessment-notified': { zh: '按通知开展安全评估', en: 'Assess as notified' },
  reassessment: { zh: '重新评估', en: 'Assess again' },
  explanation: { zh: '补充说明', en: 'Supply an explanation' },
  'on-site-inspection': { zh: '现场检查', en: 'Inspection on site' },
  'penalty-decision': { zh: '处罚决定', en: 'Decision on the penalty' },
  'statement-and-defence': { zh: '陈述申辩', en: 'State and defend' },
  'hearing-request': { zh: '申请听证', en: 'Request a hearing' },
  hearing: { zh: '听证', en: 'Hearing' },
  'decision-service': { zh: '送达处罚决定', en: 'Service of the decision' },
  'decision-notice': { zh: '处罚决定公告送达', en: 'Service of the decision by public notice' },
  'fine-payment': { zh: '缴纳罚款', en: 'Pay the fine' },
  correction: { zh: '改正', en: 'Correct' },
  performance: { zh: '履行决定', en: 'Perform the decision' },
  inspection: { zh: '监督检查', en: 'Inspection' },
  'inspection-request': { zh: '提供检查所需资料', en: 'Supply what the inspection asked for' },
};

export const draftNames = {
  registration: { zh: '主体登记', en: 'Registration' },
  filing: { zh: '新备案', en: 'New filing' },
  resubmission: { zh: '重新提交', en: 'Resubmission' },
  change: { zh: '变更', en: 'Change' },
  cancellation: { zh: '注销', en: 'Cancellation' },
  assessment: { zh: '安全评估', en: 'Safety assessment' },
  'order-answer': { zh: '对决定的答复', en: 'Answer to an order' },
  'inspection-answer': { zh: '对检查的答复', en: 'Answer to an inspection' },
  'penalty-answer': { zh: '对处罚的答复', en: 'Answer in a penalty case' },
  'incident-report': { zh: '事件报告', en: 'Report of an incident' },
};

export const subjectKinds = {
  organisation: { zh: '单位', en: 'Organisation' },
  individual: { zh: '个人', en: 'Individual' },
};

export const startStates = {
  started: { zh: '已经上线', en: 'It has started' },
  planned: { zh: '计划上线', en: 'It is planned' },
};

export const modelOrigins = {
  own: { zh: '自有', en: 'own' },
  'third-party': { zh: '第三方', en: 'third party' },
};

export const appPlatforms = {
  ios: { zh: 'iOS', en: 'iOS' },
  android: { zh: '安卓', en: 'Android' },
  harmonyos: { zh: '鸿蒙', en: 'HarmonyOS' },
  'mini-program': { zh: '小程序', en: 'mini-program' },
  web: { zh: '网站', en: 'web' },
  other: { zh: '其他', en: 'other' },
};

export const materialKinds = {
  'responsibility-statement': { zh: '落实算法安全主体责任基本情况', en: 'Statement of safety responsibility' },
  'self-assessment-report': { zh: '算法安全自评估报告', en: 'Algorithm self-assessment report' },
  'publicity-form': { zh: '拟公示内容表', en: 'Publicity form' },
  'label-material': { zh: '标识材料', en: 'Label material' },
  'upstream-contract': { zh: '第三方模型合同', en: 'Contract on a third-party model' },
  other: { zh: '其他材料', en: 'Other material' },
};

export const yesOrNo = {
  true: { zh: '是', en: 'Yes' },
  false: { zh: '否', en: 'No' },
};

export const filingWarnings = {
  'label-material-missing': { zh: '未提交标识材料', en: 'Label material is missing' },
  'assessment-missing': {
    zh: '具有第十五条所列功能，尚无安全评估',
    en: 'It has functions of Article 15 without a safety assessment',
  },
  'upstream-number-missing': { zh: '第三方模型未写明备案编号', en: 'A third-party model is named without its filing number' },
  'division-unknown': { zh: '注册地区划不在现行名录中', en: 'The division of the seat is not in the present table' },
};

export const endingNames = {
  cancelled: { zh: '注销', en: 'cancelled' },
  'cancelled-ex-officio': { zh: '依职权注销', en: 'cancelled of the authority’s own motion' },
  revoked: { zh: '撤销', en: 'revoked' },
  'cancelled-before-import': { zh: '收录前已注销', en: 'cancelled before it was taken over' },
  'cancelled-by-notice': { zh: '注销公告', en: 'cancelled by a published notice' },
};

export const decisionNames = {
  accepted: { zh: '准予', en: 'accepted' },
  refused: { zh: '不予', en: 'refused' },
  open: { zh: '等待决定', en: 'awaits a decision' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
  lapsed: { zh: '已终止', en: 'lapsed' },
  submitted: { zh: '已提交', en: 'submitted' },
  completed: { zh: '已办结', en: 'completed' },
  returned: { zh: '已退回', en: 'returned' },
};
