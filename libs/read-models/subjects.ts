// A subject as itself and the authorities concerned see it. What is personal stands in the vault; here is where.
import { type SubjectDetails, type SubjectDocument, type SubjectEvent, type SubjectReason } from '#domain/subject.js';
import { type TextRef } from '#domain/text-ref.js';
import { type Projection } from './projection.js';
import { idIn, recorded, type Recorded } from './recorded.js';

export interface SubjectRow {
  id: string;
  revision: number;
  kind: 'organisation' | 'individual' | 'unidentified';
  status: 'recorded' | 'registered' | 'verified' | 'refused';
  details?: SubjectDetails;
  documents: readonly SubjectDocument[];
  division: string;
  /** The seven digits of its filing numbers. */
  entity?: string;
  contacts?: TextRef;
  knownAs?: TextRef;
  reasons?: readonly SubjectReason[];
  serviceConsent: boolean;
  registeredOn?: string;
  verifiedOn?: string;
  /** Days on which its details changed: each starts ten working days on every filing that it holds (ARP 24 ¶2). */
  detailsChangedOn: readonly string[];
}

function step(row: SubjectRow | undefined, id: string, event: Recorded<SubjectEvent>): SubjectRow | undefined {
  const fresh: SubjectRow = row ?? {
    id,
    revision: 0,
    kind: 'unidentified',
    status: 'recorded',
    documents: [],
    division: '',
    serviceConsent: false,
    detailsChangedOn: [],
  };
  switch (event.type) {
    case 'SubjectRegistered': {
      const { kind, details, documents, contacts } = event.data;
      return {
        ...fresh,
        kind,
        status: 'registered',
        details,
        documents,
        contacts,
        division: details.division,
        registeredOn: event.on,
        reasons: undefined,
      };
    }
    case 'SubjectRecorded':
      return { ...fresh, kind: event.data.kind, division: event.data.division, knownAs: event.data.knownAs };
    case 'SubjectVerified':
      return row && { ...row, status: 'verified', entity: event.data.entity, verifiedOn: event.on };
    case 'SubjectRefused':
      return row && { ...row, status: 'refused', reasons: event.data.reasons };
    case 'SubjectDetailsChanged': {
      const { after, changedOn, contacts } = event.data;
      return (
        row && {
          ...row,
          details: after,
          division: after.division,
          contacts: contacts ?? row.contacts,
          detailsChangedOn: [...row.detailsChangedOn, changedOn],
        }
      );
    }
    case 'ServiceConsentGiven':
      return row && { ...row, serviceConsent: true };
    case 'ServiceConsentWithdrawn':
      return row && { ...row, serviceConsent: false };
  }
}

export const subjects: Projection<SubjectRow> = {
  name: 'subjects',
  version: 1,
  critical: false,
  history: false,
  keys({ stream }) {
    const id = idIn('subject', stream);
    return id === undefined ? [] : [id];
  },
  project(row, event) {
    const after = step(row, idIn('subject', event.stream) ?? '', recorded<SubjectEvent>(event));
    return after ? { ...after, revision: event.revision } : null;
  },
  columns: [
    { name: 'credit_code', type: 'text', of: ({ details }) => details?.creditCode },
    { name: 'division', type: 'text', of: ({ division }) => division },
    { name: 'holder', type: 'text', of: ({ id }) => id },
    { name: 'status', type: 'text', of: ({ status }) => status },
  ],
  indexes: ['create index on {table} (credit_code)', 'create index on {table} (division text_pattern_ops, key)'],
};
