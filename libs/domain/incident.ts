// One incident, many filings: the same order, previewed before it is activated, each in a stream of its own (DSP 21). One stream an
// incident. Events are the storage format: they change only by a new version.
import { aggregate } from './aggregate.js';
import { type Decider } from './decider.js';
import { incidentCourse, type IncidentCourseCommand, type IncidentCourseEvent } from './incident-course.js';
import { incidentDraft, type IncidentDraftCommand, type IncidentDraftEvent } from './incident-draft.js';
import { type Incident, noIncident } from './incident-state.js';

export type IncidentCommand = IncidentDraftCommand | IncidentCourseCommand;
export type IncidentEvent = IncidentDraftEvent | IncidentCourseEvent;

export const incident: Decider<IncidentCommand, IncidentEvent, Incident> = aggregate<IncidentCommand, IncidentEvent, Incident>(
  noIncident,
  {
    acts: { ...incidentDraft.acts, ...incidentCourse.acts },
    facts: { ...incidentDraft.facts, ...incidentCourse.facts },
  },
);
