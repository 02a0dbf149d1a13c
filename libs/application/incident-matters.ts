// Incidents as the write side folds them and the policy judges them.
import { type Incident } from '#domain/incident-state.js';
import { incident, type IncidentCommand, type IncidentEvent } from '#domain/incident.js';
import { type Matters } from './handle.js';
import { upcast, versionOf } from './versions.js';

/** An incident is its agency’s alone: others learn of its orders, each as of any order. */
export const incidents: Matters<IncidentCommand, IncidentEvent, Incident> = {
  category: 'incident',
  decider: incident,
  upcast,
  versionOf,
  matter: ({ agency }) => ({ agency }),
};
