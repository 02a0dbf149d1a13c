// An order under an incident: what was prepared and approved for many filings becomes, for one of them, an order that is issued at once.
// It is judged by the rules of every order, act by act and person by person: nothing that they would refuse comes about here.
import { aggregate, type Slice } from './aggregate.js';
import { type By, type Command, fold, isRefusal } from './decider.js';
import { draft, type DraftCommand, type DraftEvent, type DraftFacts, type UnderIncident } from './order-draft.js';
import { publication, type PublicationCommand, type PublicationEvent } from './order-publication.js';
import { service, type ServiceCommand, type ServiceEvent } from './order-service.js';
import { nothingOrdered, type Order, type OrderContent, type Publication } from './order-state.js';

/** Who drafted and who approved the incident, as they stand today: a delegation since then may have made one person of the two. */
export interface IncidentPersons {
  drafter: By;
  approver: By;
}

export type OrderIncidentCommand = Command<
  'OrderUnderIncident',
  {
    content: OrderContent;
    officers: readonly string[];
    under: UnderIncident;
    publication: Publication;
    publicationBasis?: string;
    documentNo: string;
  },
  DraftFacts & IncidentPersons
>;

type Step = DraftCommand | ServiceCommand | PublicationCommand;
type Stepped = DraftEvent | ServiceEvent | PublicationEvent;

const steps = aggregate<Step, Stepped, Order>(nothingOrdered, {
  acts: { ...draft.acts, ...service.acts, ...publication.acts },
  facts: { ...draft.facts, ...service.facts, ...publication.facts },
});

export const underIncident: Slice<OrderIncidentCommand, never, Order, Stepped> = {
  acts: {
    OrderUnderIncident: {
      basis: 'DSP 21',
      already: ({ data }, state) => state.incident === data.under.incident,
      when: (state) => state.status === 'none',
      otherwise: ['order-exists', 'this order is drafted already, and not under this incident'],
      decide({ data, facts, on, by }) {
        const { content, officers, under, publication, publicationBasis, documentNo } = data;
        const { drafter, approver, ...drafting } = facts;
        const asked: readonly Step[] = [
          { type: 'DraftOrder', data: { content, officers, under }, facts: drafting, on, by: drafter },
          { type: 'ApproveOrder', data: { draft: 1, publication, publicationBasis }, facts: undefined, on, by: approver },
          { type: 'IssueOrder', data: { documentNo }, facts: { at: facts.at }, on, by },
        ];
        const events: Stepped[] = [];
        for (const command of asked) {
          const outcome = steps.decide(command, fold(steps, events));
          if (isRefusal(outcome)) return outcome;
          events.push(...outcome);
        }
        return events;
      },
    },
  },
  facts: {},
};
