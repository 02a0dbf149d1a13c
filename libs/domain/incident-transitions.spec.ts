// Every command in every state of an incident: a listed transition, nothing for a repetition, or a refusal that says why.
import { describe } from '@jest/globals';
import * as the from '#support/incident-commands.js';
import { type Row, walk } from '#support/transitions.js';
import { fold } from './decider.js';
import { incident, type IncidentEvent } from './incident.js';

describe('incident', () => {
  const past = the.happened;
  const drafted = {
    EditIncident: 'IncidentEdited',
    AddIncidentFilings: 'IncidentFilingsAdded',
    RemoveIncidentFilings: 'IncidentFilingsRemoved',
    ApproveIncident: 'IncidentApproved',
    CloseIncident: 'IncidentClosed',
  };
  const rows: Record<string, Row<IncidentEvent>> = {
    nothing: { past: [], facts: { OpenIncident: 'IncidentOpened' } },
    drafted: { past: past(...the.drafted), facts: drafted },
    approved: {
      past: past(...the.approved),
      facts: { ...drafted, ActivateIncident: 'IncidentActivated' },
      nothing: ['ApproveIncident'],
    },
    'approved, and edited after it': { past: past(...the.approved, the.edit()), facts: drafted },
    'approved, and given a filing more': { past: past(...the.approved, the.addFilings('filing-9')), facts: drafted },
    'approved, and given a filing less': { past: past(...the.approved, the.remove(['filing-2'])), facts: drafted },
    active: {
      past: past(...the.active),
      facts: { RecordIncidentProgress: 'IncidentOrdersIssued IncidentFilingsPassedOver' },
      nothing: ['ActivateIncident'],
    },
    'carried out in part': {
      past: past(...the.active, the.progress(['filing-1'])),
      facts: { RecordIncidentProgress: 'IncidentFilingsPassedOver' },
      nothing: ['ActivateIncident'],
    },
    'carried out': {
      past: past(...the.active, the.progress(['filing-1', 'filing-2', 'filing-3'])),
      facts: { CloseIncident: 'IncidentClosed' },
      nothing: ['ActivateIncident', 'RecordIncidentProgress'],
    },
    'carried out, one filing passed over': {
      past: past(...the.active, the.progress(['filing-2', 'filing-3'], ['filing-1'])),
      facts: { CloseIncident: 'IncidentClosed', RecordIncidentProgress: 'IncidentOrdersIssued' },
      nothing: ['ActivateIncident'],
    },
    closed: {
      past: past(...the.active, the.progress(['filing-1', 'filing-2', 'filing-3']), the.close),
      facts: {},
      nothing: ['RecordIncidentProgress', 'CloseIncident'],
    },
    'closed as a draft': { past: past(...the.drafted, the.close), facts: {}, nothing: ['CloseIncident'] },
  };
  walk(incident, rows, (row) => [
    the.open(),
    the.edit(),
    the.addFilings('filing-4'),
    the.remove(['filing-1']),
    the.approveOf(fold(incident, rows[row]!.past)),
    the.activate(),
    the.progress(['filing-1'], ['filing-2']),
    the.close,
  ]);
});
