import { fold } from '#domain/decider.js';
import { type FilingEvent, filing } from '#domain/filing.js';
import { formatFilingNumber } from '#domain/filing-number.js';
import { type RefusalReason } from '#domain/filing-state.js';
import {
  acceptanceSheet,
  cancellationSheet,
  changeAcceptanceSheet,
  changeRefusalSheet,
  exOfficioCancellationSheet,
  type ReasonInWords,
  refusalSheet,
  revocationSheet,
} from '#documents/filing-sheets.js';
import { type Beside, type Paper } from './papers.js';
import { factsIn, headOf } from './printed-facts.js';

async function reasonsInWords(reasons: readonly RefusalReason[], { inWords }: Beside): Promise<ReasonInWords[]> {
  const words = await inWords(reasons.map(({ text }) => text));
  return reasons.map(({ item, defect, text }) => ({ item, defect, text: words.get(text.ref) }));
}

/** ARP 24, 25, 33. */
export const filingPaper: Paper = async (events, beside) => {
  const facts = factsIn<FilingEvent>(events);
  const { filedAs, content, row, number } = fold(filing, facts);
  const head = {
    ...headOf(events.at(-1)!),
    filedAs,
    algorithmName: content?.algorithm?.name ?? row?.algorithmName,
    number: number && formatFilingNumber(number),
  };
  const fact = facts.at(-1)!;
  switch (fact.type) {
    case 'FilingAccepted':
      return acceptanceSheet(head);
    case 'FilingRefused':
      return refusalSheet(head, await reasonsInWords(fact.data.reasons, beside));
    case 'ChangeAccepted':
      return changeAcceptanceSheet(head, fact.data.change, fact.data.remarks);
    case 'ChangeRefused':
      return changeRefusalSheet(head, fact.data.change, await reasonsInWords(fact.data.reasons, beside));
    case 'CancellationCompleted':
      return cancellationSheet(head, fact.data.terminatedOn);
    case 'ExOfficioCancelled':
      return exOfficioCancellationSheet(head, fact.data.ground, fact.data.documentNo);
    case 'FilingRevoked':
      return revocationSheet(head, fact.data.documentNo);
    default:
      return undefined;
  }
};
