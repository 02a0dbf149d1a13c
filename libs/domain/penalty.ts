// DSP 22, ARP 31 and 33: what is punished, by the procedure of the Administrative Penalty Law. One stream per case and addressee; an order
// of DSP 21 is another act. Events are the storage format: they change only by a new version.
import { aggregate } from './aggregate.js';
import { type Decider } from './decider.js';
import { penaltyCourse, type PenaltyCourseCommand, type PenaltyCourseEvent } from './penalty-course.js';
import { penaltyDecision, type PenaltyDecisionCommand, type PenaltyDecisionEvent } from './penalty-decision.js';
import { penaltyProcedure, type PenaltyProcedureCommand, type PenaltyProcedureEvent } from './penalty-procedure.js';
import { penaltyService, type PenaltyServiceCommand, type PenaltyServiceEvent } from './penalty-service.js';
import { noPenaltyCase, type Penalty } from './penalty-state.js';

export type PenaltyCommand = PenaltyProcedureCommand | PenaltyDecisionCommand | PenaltyServiceCommand | PenaltyCourseCommand;
export type PenaltyEvent = PenaltyProcedureEvent | PenaltyDecisionEvent | PenaltyServiceEvent | PenaltyCourseEvent;

export const penalty: Decider<PenaltyCommand, PenaltyEvent, Penalty> = aggregate<PenaltyCommand, PenaltyEvent, Penalty>(
  noPenaltyCase,
  {
    acts: { ...penaltyProcedure.acts, ...penaltyDecision.acts, ...penaltyService.acts, ...penaltyCourse.acts },
    facts: { ...penaltyProcedure.facts, ...penaltyDecision.facts, ...penaltyService.facts, ...penaltyCourse.facts },
  },
);
