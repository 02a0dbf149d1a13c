import { fold } from '#domain/decider.js';
import { type OrderEvent, order } from '#domain/order.js';
import { liftSheet, orderSheet } from '#documents/order-sheets.js';
import { type Paper } from './papers.js';
import { factsIn, headOf } from './printed-facts.js';

/** DSP 21: the order, and what lifts it or a part of it. */
export const orderPaper: Paper = async (events, { inWords, nameOf }) => {
  const facts = factsIn<OrderEvent>(events);
  const { content, documentNo, measures, rectifyBy, reviewOn, servedOn } = fold(order, facts);
  if (!content || documentNo === undefined) return undefined;
  const head = { ...headOf(events.at(-1)!), addressee: await nameOf(content.addressee), remedies: content.remedies };
  const fact = facts.at(-1)!;
  switch (fact.type) {
    case 'OrderIssued':
    case 'OrderServed': {
      const words = await inWords([content.riskFinding, content.reasons]);
      return orderSheet({
        ...head,
        ...{ documentNo, measures, rectifyBy, reviewOn, servedOn },
        legalBasis: content.legalBasis,
        riskFinding: words.get(content.riskFinding.ref),
        reasons: words.get(content.reasons.ref),
        provisionalUntil: content.provisionalUntil,
      });
    }
    case 'MeasuresLifted':
    case 'OrderLifted': {
      const { measures: lifted, ground, reason, documentNo: liftedBy } = fact.data;
      return liftSheet({
        ...head,
        ...{ documentNo: liftedBy, orderNo: documentNo, ground },
        reason: (await inWords([reason])).get(reason.ref),
        measures: measures.filter(({ measureId }) => lifted.includes(measureId)),
        whole: fact.type === 'OrderLifted',
      });
    }
    default:
      return undefined;
  }
};
