// Accounts as those who keep them see them. Whoever signs in is judged from the log; this is for lists.
import { type AccountEvent, type Agency, type Role } from '#domain/account.js';
import { type Projection } from './projection.js';
import { idIn, recorded, type Recorded } from './recorded.js';

export interface AccountRow {
  id: string;
  revision: number;
  status: 'open' | 'closed';
  person: string;
  roles: readonly Role[];
  subject?: string;
  agency?: Agency;
  openedOn: string;
  closedOn?: string;
}

function step(row: AccountRow | undefined, id: string, event: Recorded<AccountEvent>): AccountRow | undefined {
  switch (event.type) {
    case 'AccountOpened': {
      const { person, roles, subject, agency } = event.data;
      return { id, revision: 0, status: 'open', person, roles, subject, agency, openedOn: event.on };
    }
    case 'AccountRolesChanged':
      return row && { ...row, roles: event.data.roles };
    case 'AccountClosed':
      return row && { ...row, status: 'closed', closedOn: event.on };
  }
}

export const accounts: Projection<AccountRow> = {
  name: 'accounts',
  version: 1,
  critical: false,
  history: false,
  keys({ stream }) {
    const id = idIn('account', stream);
    return id === undefined ? [] : [id];
  },
  project(row, event) {
    const after = step(row, idIn('account', event.stream) ?? '', recorded<AccountEvent>(event));
    return after ? { ...after, revision: event.revision } : null;
  },
  columns: [
    { name: 'holder', type: 'text', of: ({ subject }) => subject },
    { name: 'agency_kind', type: 'text', of: ({ agency }) => agency?.kind },
    { name: 'agency_division', type: 'text', of: ({ agency }) => agency?.division },
  ],
  indexes: [
    'create index on {table} (holder, key)',
    'create index on {table} (agency_kind, agency_division text_pattern_ops, key)',
  ],
};
