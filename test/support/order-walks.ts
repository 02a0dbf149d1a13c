// What can be asked of an order, by whom, and which of it is likely to be answered with a fact.
import { type By } from '#domain/decider.js';
import { order, type OrderCommand } from '#domain/order.js';
import { type Order } from '#domain/order-state.js';
import * as the from './order-commands.js';

export const people: readonly By[] = [the.officer, the.lead, the.other, the.superior, the.telecom, the.addressee];

export const everyCommand: readonly OrderCommand[] = [
  ...[the.draft, the.draftProvisional(), the.edit(), the.approve(), the.approve(2), the.issue(), the.ratify(), the.notice()],
  ...[the.serve(), the.acknowledge, the.refuseService, the.apply, the.report, the.reject, the.schedule, the.inspect()],
  ...[the.inspect('not-rectified'), the.extend(), the.approveExtension(), the.escalate, the.approveEscalation()],
  ...[the.linkPenalty, the.transfer, the.acknowledgeTransfer(), the.delist(), the.lift(), the.lift(['m1']), the.approveLift()],
  ...[the.withdraw(), the.approveWithdrawal(), the.fileRemedy, the.enterRemedy(), the.remedy('pending', true)],
  ...[the.remedy(), the.remedy('upheld')],
  ...[the.publish(), the.unpublish, the.underIncident(), the.underIncident({ approver: the.officer })],
];

/** Of these commands those that the state allows; all of them where it allows none. */
export function likely(commands: readonly OrderCommand[], state: Order): readonly OrderCommand[] {
  const allowed = order.allowed(state);
  const found = commands.filter(({ type }) => allowed.includes(type));
  return found.length > 0 ? found : commands;
}
