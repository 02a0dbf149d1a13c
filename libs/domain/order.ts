// Article 21: cyberspace, telecommunications and public security authorities that find a larger risk to information security order measures,
// each by its duty. One stream per order and addressee; each side of the procedure is a slice of it.
// Events are the storage format: they change only by a new version.
import { aggregate } from './aggregate.js';
import { type Decider } from './decider.js';
import { compliance, type ComplianceCommand, type ComplianceEvent } from './order-compliance.js';
import { course, type CourseCommand, type CourseEvent } from './order-course.js';
import { draft, type DraftCommand, type DraftEvent } from './order-draft.js';
import { ending, type EndingCommand, type EndingEvent } from './order-ending.js';
import { type OrderIncidentCommand, underIncident } from './order-incident.js';
import { publication, type PublicationCommand, type PublicationEvent } from './order-publication.js';
import { orderRemedies, type OrderRemedyCommand, type OrderRemedyEvent } from './order-remedies.js';
import { service, type ServiceCommand, type ServiceEvent } from './order-service.js';
import { nothingOrdered, type Order } from './order-state.js';

export type OrderCommand =
  | DraftCommand
  | OrderIncidentCommand
  | ServiceCommand
  | ComplianceCommand
  | CourseCommand
  | EndingCommand
  | OrderRemedyCommand
  | PublicationCommand;
export type OrderEvent =
  DraftEvent | ServiceEvent | ComplianceEvent | CourseEvent | EndingEvent | OrderRemedyEvent | PublicationEvent;

export const order: Decider<OrderCommand, OrderEvent, Order> = aggregate<OrderCommand, OrderEvent, Order>(nothingOrdered, {
  acts: {
    ...draft.acts,
    ...underIncident.acts,
    ...service.acts,
    ...compliance.acts,
    ...course.acts,
    ...ending.acts,
    ...orderRemedies.acts,
    ...publication.acts,
  },
  facts: {
    ...draft.facts,
    ...service.facts,
    ...compliance.facts,
    ...course.facts,
    ...ending.facts,
    ...orderRemedies.facts,
    ...publication.facts,
  },
});
