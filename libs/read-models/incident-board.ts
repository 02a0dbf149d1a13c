// Incidents as the authorities that carry them see them: what is ordered, of which filings, and what came of it. DSP 21.
import { type Incident } from '#domain/incident-state.js';
import { incident, type IncidentEvent } from '#domain/incident.js';
import { type Projection } from './projection.js';
import { idIn, recorded } from './recorded.js';

export interface IncidentRow {
  id: string;
  revision: number;
  openedOn: string;
  /** As the domain itself folds it, so that the two cannot differ. */
  incident: Incident;
}

export const incidentBoard: Projection<IncidentRow> = {
  name: 'incident-board',
  version: 1,
  critical: false,
  history: false,
  keys({ stream }) {
    const id = idIn('incident', stream);
    return id === undefined ? [] : [id];
  },
  project(row, stored, key) {
    const { type, data, on } = recorded<IncidentEvent>(stored);
    const event = { type, data, effectiveOn: on, basis: stored.meta.basis } as unknown as IncidentEvent;
    return {
      id: key,
      revision: stored.revision,
      openedOn: row?.openedOn ?? on,
      incident: incident.evolve(row?.incident ?? incident.initial, event),
    };
  },
  columns: [
    { name: 'agency_kind', type: 'text', of: ({ incident }) => incident.agency?.kind },
    { name: 'agency_division', type: 'text', of: ({ incident }) => incident.agency?.division },
    { name: 'status', type: 'text', of: ({ incident }) => incident.status },
  ],
  indexes: [
    'create index on {table} (agency_kind, agency_division text_pattern_ops, key)',
    'create index on {table} (status, key)',
  ],
};
