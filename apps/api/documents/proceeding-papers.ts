import { fold } from '#domain/decider.js';
import { formatFilingNumber } from '#domain/filing-number.js';
import { type InspectionEvent, inspection } from '#domain/inspection.js';
import { type PenaltyEvent, penalty } from '#domain/penalty.js';
import { type ReportEvent, report } from '#domain/report.js';
import { penaltyDecisionSheet, penaltyNoticeSheet } from '#documents/penalty-sheets.js';
import { objectionReplySheet, rectificationOpinionSheet } from '#documents/supervision-sheets.js';
import { type Paper } from './papers.js';
import { factsIn, headOf } from './printed-facts.js';

/** APL 44, 57: what the party is told before, and the decision as it was made and as it was served. */
export const penaltyPaper: Paper = async (events, { inWords, nameOf }) => {
  const facts = factsIn<PenaltyEvent>(events);
  const { addressee, servedOn } = fold(penalty, facts);
  const fact = facts.at(-1)!;
  const told = fact.type === 'PenaltyServed' ? facts.findLast(({ type }) => type === 'PenaltyDecided') : fact;
  if (told?.type !== 'ProposedPenaltyNotified' && told?.type !== 'PenaltyDecided') return undefined;
  const { sanctions, legalBasis, reasons } = told.data;
  const penal = {
    ...headOf(events.at(-1)!),
    ...{ sanctions, legalBasis },
    basis: told.basis,
    addressee: await nameOf(addressee),
    reasons: (await inWords([reasons])).get(reasons.ref),
  };
  return told.type === 'ProposedPenaltyNotified'
    ? penaltyNoticeSheet({ ...penal, hearingRight: told.data.hearingRight })
    : penaltyDecisionSheet({ ...penal, documentNo: told.data.documentNo, remedies: told.data.remedies, servedOn });
};

/** ARP 28: the rectification opinion of an inspection. */
export const inspectionPaper: Paper = async (events, { inWords, nameOf }) => {
  const facts = factsIn<InspectionEvent>(events);
  const fact = facts.at(-1)!;
  if (fact.type !== 'RectificationOpinionGiven') return undefined;
  const { opinion, rectifyBy } = fact.data;
  const head = { ...headOf(events.at(-1)!), addressee: await nameOf(fold(inspection, facts).subject) };
  return rectificationOpinionSheet(head, (await inWords([opinion])).get(opinion.ref), rectifyBy);
};

/** ARP 30: the reply to who objected to an entry of the registry. */
export const reportPaper: Paper = async (events, { inWords, nameOf }) => {
  const facts = factsIn<ReportEvent>(events);
  const fact = facts.at(-1)!;
  if (fact.type !== 'ObjectionReplied') return undefined;
  const { outcome, reply } = fact.data;
  const { reporter, number } = fold(report, facts);
  const head = { ...headOf(events.at(-1)!), addressee: await nameOf(reporter?.subject) };
  return objectionReplySheet(head, outcome, (await inWords([reply])).get(reply.ref), number && formatFilingNumber(number));
};
