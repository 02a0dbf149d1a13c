// Templates that every agency has from the start. They are a wording to begin with: an administrator writes the agency's own.
import { type MaterialDefect } from '#domain/services.js';

export const templateKinds = [
  'refusal-reason',
  'order-text',
  'rectification',
  'penalty-reason',
  'inspection-opinion',
  'report-reply',
  'objection-reply',
] as const;
export type TemplateKind = (typeof templateKinds)[number];

export interface ShippedTemplate {
  id: string;
  kind: TemplateKind;
  /** Of a refusal reason: the defect that it is about. */
  defect?: MaterialDefect;
  title: string;
  text: string;
}

/** Ids never change: a console remembers them. In the order of their ids. */
export const shippedTemplates: readonly ShippedTemplate[] = [
  {
    id: '00000000-0000-4000-8000-000000000101',
    kind: 'refusal-reason',
    defect: 'missing',
    title: '不予备案理由：材料缺失',
    text: '经审查，{主体}报送的“{名称}”备案材料中，{材料名称}缺失，无法据以核对备案信息。请补齐后重新提交。',
  },
  {
    id: '00000000-0000-4000-8000-000000000102',
    kind: 'refusal-reason',
    defect: 'form',
    title: '不予备案理由：不符合形式要求',
    text: '经审查，{主体}报送的“{名称}”备案材料中，{材料名称}不符合形式要求：{具体情形}。请按填报要求修改后重新提交。',
  },
  {
    id: '00000000-0000-4000-8000-000000000103',
    kind: 'refusal-reason',
    defect: 'inconsistent',
    title: '不予备案理由：前后不一致',
    text: '经审查，{主体}报送的“{名称}”备案材料中，{材料名称}与{对照材料}所载内容不一致：{具体情形}。请核实并统一后重新提交。',
  },
  {
    id: '00000000-0000-4000-8000-000000000201',
    kind: 'rectification',
    title: '限期整改决定正文',
    text:
      '{主体}：\n经查，你单位提供的“{名称}”（{编号}）存在下列问题：{问题}。\n根据《互联网信息服务深度合成管理规定》第二十一条，现要求你单位于{整改期限}前完成整改，' +
      '并在整改期限内向本机关书面报告整改情况。整改期间应当采取必要措施防止风险扩大。\n{机关}\n{日期}',
  },
  {
    id: '00000000-0000-4000-8000-000000000202',
    kind: 'order-text',
    title: '暂停服务决定正文',
    text:
      '{主体}：\n经查，你单位提供的“{名称}”（{编号}）存在较大信息安全风险：{风险认定}。\n根据《互联网信息服务深度合成管理规定》第二十一条，现要求你单位自{起始时间}起暂停{暂停范围}，' +
      '直至风险消除并经本机关核验。暂停期间应当向用户作出说明，妥善处理用户数据。\n{机关}\n{日期}',
  },
  {
    id: '00000000-0000-4000-8000-000000000203',
    kind: 'order-text',
    title: '解除措施决定正文',
    text: '{主体}：\n你单位报送的整改情况已收悉。经核验，{核验结论}。现决定自{解除时间}起解除对“{名称}”（{编号}）采取的{措施}。\n{机关}\n{日期}',
  },
  {
    id: '00000000-0000-4000-8000-000000000301',
    kind: 'penalty-reason',
    title: '行政处罚理由',
    text: '{主体}{违法事实}，有{证据}为证，违反了{违反条款}。本机关已依法告知拟作出处罚的内容及事实、理由、依据和依法享有的权利；{陈述申辩情况}。',
  },
  {
    id: '00000000-0000-4000-8000-000000000302',
    kind: 'inspection-opinion',
    title: '监督检查意见',
    text: '{机关}于{检查日期}对{主体}开展监督检查，发现：{检查情况}。请于{整改期限}前改正，并书面报告改正情况。',
  },
  {
    id: '00000000-0000-4000-8000-000000000401',
    kind: 'report-reply',
    title: '投诉举报答复',
    text: '您反映的问题已收悉。经核查，{核查情况}。本机关已{处理情况}。感谢您对网络信息安全工作的监督。\n{机关}\n{日期}',
  },
  {
    id: '00000000-0000-4000-8000-000000000402',
    kind: 'objection-reply',
    title: '公示异议答复',
    text: '您对“{名称}”（{编号}）公示信息提出的异议已收悉。经核查，{核查情况}，{处理结论}。\n{机关}\n{日期}',
  },
];
