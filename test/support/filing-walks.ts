// Random lives of a filing: any command at any time, and whatever of it the domain lets happen.
import fc from 'fast-check';
import { fold, isRefusal } from '#domain/decider.js';
import { filing, type FilingCommand, type FilingEvent } from '#domain/filing.js';
import { supporterMaterial, submit } from './filing-examples.js';
import * as the from './filing-commands.js';

/** Any of them, at any time. */
export const filingCommands: readonly FilingCommand[] = [
  submit(),
  submit(supporterMaterial()),
  the.submitPlanned,
  the.review(),
  the.review('failed'),
  the.accept,
  the.refuseFiling,
  the.notifyRefusal,
  the.takeUp,
  the.findAttribute(true),
  the.findAttribute(false),
  the.withdraw,
  the.publish,
  the.startService,
  the.declareDisplay,
  ...[1, 2].flatMap((n) => [the.addItems(undefined, n), the.acceptChange(n), the.refuseChange(n), the.withdrawChange(n)]),
  the.change(),
  the.change([the.otherUse]),
  the.changeHolder(),
  the.reportEnd(),
  the.cancel,
  the.completeCancellation,
  the.returnCancellation,
  the.proposeCancellation(),
  the.approveCancellation(),
  the.proposeRevocation(),
  the.approveRevocation(),
  ...(['refusal', 'change-refusal', 'revocation', 'cancellation', 'ex-officio-cancellation'] as const).map((kind) =>
    the.remedy(kind),
  ),
  the.reinstate,
  the.annulRefusal,
  ...(['refusal', 'revocation', 'cancellation', 'ex-officio-cancellation'] as const).map(the.correct),
  the.importRow(),
  the.importRow({ remarks: '已注销' }),
  the.importRow({ remarks: '更新' }, '2023-09'),
  the.importNotice(),
  the.importNotice({ cancelledIn: '2025年8月' }),
  the.claim(),
];

/** Beginnings after which many commands take effect. */
const beginnings: readonly (readonly FilingCommand[])[] = [
  [],
  the.filed,
  the.supporterFiled,
  the.refused,
  [the.importRow()],
  [the.importRow(), the.claim()],
  [the.importNotice()],
];

const live = (past: readonly FilingEvent[], command: FilingCommand): readonly FilingEvent[] => {
  const outcome = filing.decide(command, fold(filing, past));
  return isRefusal(outcome) ? past : [...past, ...outcome];
};

/** What happened in one such life, always lawful. */
export const filingWalk: fc.Arbitrary<readonly FilingEvent[]> = fc
  .tuple(fc.constantFrom(...beginnings), fc.array(fc.constantFrom(...filingCommands), { maxLength: 40 }))
  .map(([beginning, more]) => [...beginning, ...more].reduce(live, []));
