// Why an act was refused, for people: the API says it in English, by a stable code; here the same in Chinese.
import { type Language } from './words.js';

/** By code. What several acts are refused for is said so that it fits all of them. */
export const refusalsZh: Readonly<Record<string, string>> = {
  'agency-required': '办案人员由主管部门安排。',
  'calendar-gap': '年历须逐年衔接：请先公布相邻年度。',
  'calendar-inconsistent': '该通知与现有年历或者自身内容相互矛盾。',
  'cancellation-submitted': '备案主体已经申请注销：请先办结或者退回该申请。',
  'change-not-open': '该变更不是正在办理的变更。',
  'delegator-not-open': '只有本机关的工作人员可以委托权限。',
  'draft-changed': '您阅读之后草案已被修改，请重新核对。',
  'entity-claimed-by-another': '该编号中的主体属于另一备案主体。',
  'express-basis-required': '该决定须写明其自身的依据条款。',
  'filing-numbered': '该备案已有另一编号。',
  'filing-of-another': '退回的备案只能由其主体重新提交。',
  'four-eyes': '须由另一人决定：经办、修改或者审核过该事项的人员不得批准。',
  'idempotency-key-reused': '这张表单已经提交过：请重新打开页面后再填写。',
  incomplete: '内容不完整，或者与该事项不符。',
  'level-too-low': '专家评审由省级以上主管部门组织。',
  'no-decision': '没有可以作为依据的相应决定。',
  'no-ordering-agency': '只有网信、电信和公安部门可以责令采取措施。',
  'no-public-notice': '公告尚未开始。',
  'no-service-consent': '电子送达须有受送达人签署的同意书。',
  'no-such-danger': '没有该编号的安全隐患。',
  'no-such-delegation': '没有该编号的委托。',
  'no-such-explanation': '没有该编号的说明要求。',
  'no-such-grant': '该案件没有该编号的授权。',
  'no-such-inspection': '没有安排该编号的检查。',
  'no-such-request': '该检查没有该编号的要求。',
  'no-such-sanction': '该决定除罚款外没有这项处罚。',
  'no-such-transfer': '没有该编号的移送。',
  'not-a-recipient': '该报告没有移交本机关，或者已不再由本机关办理。',
  'not-an-agency': '该行为只能由主管部门实施。',
  'not-for-oneself': '回避的解除由机关负责人对他人决定。',
  'not-for-others': '只能由本人提出，或者由机关负责人、管理员决定。',
  'not-legally-reviewed': '重大处罚以及经过听证的处罚须先经法制审核。',
  'not-overdue': '提交报告的期限尚未届满。',
  'not-the-issuer': '只有作出该决定的机关或者其同类上级可以继续办理。',
  'not-the-transferee': '移送只能由接收机关确认。',
  'nothing-proposed': '没有待批准的提议。',
  'nothing-to-order': '该事件没有可以责令的备案。',
  'notice-of-another': '公告由发布机关或者其同类上级撤回。',
  'notice-running': '公告期尚未届满，期满方视为送达。',
  'number-taken': '该编号已经用于另一备案。',
  'officer-recused': '已回避的人员不得办理该案件。',
  'own-account': '任何人不得变更或者关闭自己的账号。',
  'penalty-not-standing': '提议所引用的处罚已经失效：请重新提议。',
  'preview-changed': '事件的处置内容已经变化：请重新阅读预览。',
  'provisional-term': '临时措施须在作出后二十四小时内结束。',
  'rectification-not-verified': '整改尚未核验。',
  recused: '已回避的人员不得对该备案作出决定。',
  'remedy-not-entered': '须先登记救济的提出，再登记其停止执行或者结果。',
  'review-closed': '该审查已经结束；新的报告会开始新的审查。',
  'review-of-another': '审查由受理机关或者其同类上级继续办理。',
  'same-act-fined': '对同一违法行为不得两次罚款。',
  'sequence-exhausted': '该主体的 999 个序号已经用完。',
  'sign-in-taken': '该登录名已有账号。',
  'subject-not-registered': '请先登记主体。',
  'subject-not-verified': '主体须先通过核验。',
  'subject-unknown': '请先登记主体：其住所地决定由哪个机关受理。',
  'term-ended': '期限只能在届满之前延长，届满后须重新决定。',
  'termination-not-recorded': '请先登记服务终止。',
  'too-many-filings': '该事件的备案数量已达上限：请另立事件。',
  'transfer-returned': '该移送已经退回。',
  transferred: '该行为正在作为犯罪审查。',
  'violations-found': '已有结论认定违反义务。',
  'account-exists': '该账号已经开通。',
  'account-not-open': '只有有效的账号才有角色。',
  'already-rectified': '本机关已认定整改到位。',
  'being-carried-out': '事件在启动之前或者执行完毕之后才能关闭。',
  'incident-exists': '该事件已经登记：请修改草案。',
  'no-incident': '没有可以关闭的事件。',
  'not-a-draft': '已经作出的决定不能修改。',
  'not-active': '事件尚未启动。',
  'not-approved': '草案未经批准，或者批准后又被修改。',
  'not-in-force': '该决定没有生效。',
  'not-provisional': '只有尚在执行的临时措施可以追认。',
  'not-published': '该决定没有公开。',
  'not-ratified': '临时措施须先经追认，才能追加内容。',
  'not-to-be-served': '只有在作出之后、送达之前才能登记拒绝接收。',
  'nothing-delegated': '本机关没有可以结束的委托。',
  'nothing-reported': '当事人尚未报告整改情况。',
  'nothing-to-serve': '没有需要送达的内容，或者公告已经开始。',
  'nothing-to-withdraw': '没有可以撤回的决定。',
  'nothing-transferred': '没有等待确认的移送。',
  'order-exists': '该决定已经起草：请修改草案。',
};

/** What a problem document says of itself, as far as a page needs it. */
export interface Refused {
  code?: string;
  title?: string;
  detail?: string;
  article?: string;
}

/** One sentence for a person, with the provision behind it where there is one. */
export function refusalText({ code = '', title, detail, article }: Refused, language: Language): string {
  const text = (language === 'zh' ? refusalsZh[code] : detail) ?? title ?? code;
  return article === undefined || article === 'design' ? text : `${text} (${article})`;
}
