// Who is assigned to, recused from or let into which matter; the key is the name of the matter's stream.
import { type CaseEvent, type CaseState } from '#domain/case-file.js';
import { type Projection } from './projection.js';
import { idIn, recorded, type Recorded } from './recorded.js';

export interface CaseFileRow {
  /** The name of the matter's stream. */
  stream: string;
  revision: number;
  assigned: readonly { account: string; person: string; agency: string; until: string }[];
  recused: readonly { account: string; person: string }[];
  grants: readonly (CaseState['grants'][number] & { agencyKey: string })[];
}

const keyOf = ({ kind, division }: { kind: string; division: string }): string => `${kind}-${division}`;

function step(row: CaseFileRow, event: Recorded<CaseEvent>): CaseFileRow {
  switch (event.type) {
    case 'CaseAssigned': {
      const { account, person, until, agency } = event.data;
      const key = keyOf(agency);
      return {
        ...row,
        assigned: [...row.assigned.filter((other) => other.agency !== key), { account, person, agency: key, until }],
      };
    }
    case 'CaseReleased': {
      const key = keyOf(event.data.agency);
      return { ...row, assigned: row.assigned.filter(({ agency }) => agency !== key) };
    }
    case 'OfficerRecused': {
      const { account, person } = event.data;
      return { ...row, recused: [...row.recused, { account, person }] };
    }
    case 'RecusalEnded': {
      const { person } = event.data;
      return { ...row, recused: row.recused.filter((officer) => officer.person !== person) };
    }
    case 'AccessGranted': {
      const { n, agency, until } = event.data;
      return { ...row, grants: [...row.grants, { n, agency, agencyKey: keyOf(agency), until }] };
    }
    case 'GrantEnded': {
      const { n } = event.data;
      return { ...row, grants: row.grants.map((grant) => (grant.n === n ? { ...grant, endedOn: event.on } : grant)) };
    }
  }
}

export const caseFiles: Projection<CaseFileRow> = {
  name: 'case-files',
  version: 1,
  critical: false,
  history: false,
  keys({ stream }) {
    const matter = idIn('case', stream);
    return matter === undefined ? [] : [matter];
  },
  project(row, event) {
    const stream = idIn('case', event.stream) ?? '';
    const before = row ?? { stream, revision: 0, assigned: [], recused: [], grants: [] };
    return { ...step(before, recorded<CaseEvent>(event)), revision: event.revision };
  },
  columns: [
    { name: 'recused', type: 'text[]', of: ({ recused }) => recused.map(({ person }) => person) },
    {
      name: 'granted',
      type: 'text[]',
      of: ({ grants }) => grants.filter(({ endedOn }) => endedOn === undefined).map(({ agencyKey }) => agencyKey),
    },
    { name: 'assigned', type: 'text[]', of: ({ assigned }) => assigned.map(({ account }) => account) },
  ],
  indexes: [
    'create index on {table} using gin (recused)',
    'create index on {table} using gin (granted)',
    'create index on {table} using gin (assigned)',
  ],
};
