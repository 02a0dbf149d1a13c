// Who may act. An account ties a person's or a machine's sign-in to an organisation or an agency and to roles; no authority
// is read from a token. Events are the storage format: they change only by a new version.
import { aggregate } from './aggregate.js';
import { type Command, type Decider, type Fact } from './decider.js';

export const roles = [
  'filer',
  'filer-admin',
  'reviewer',
  'approver',
  'inspector',
  'agency-admin',
  'store',
  'auditor',
  'operator',
] as const;
export type Role = (typeof roles)[number];

/** An open list: `cac`, `telecom`, `public-security`, and the co-regulators of Article 24. */
export interface Agency {
  kind: string;
  /** Six digits; `000000` is national. */
  division: string;
}

interface Standing {
  /** The natural person behind the account: four eyes count persons. */
  person: string;
  roles: readonly Role[];
  /** For a filer: the subject for which it acts. */
  subject?: string;
  /** For a regulator. */
  agency?: Agency;
}

export type AccountCommand =
  Command<'OpenAccount', Standing> | Command<'ChangeRoles', { roles: readonly Role[] }> | Command<'CloseAccount'>;

export type AccountEvent =
  | Fact<'AccountOpened', Standing>
  | Fact<'AccountRolesChanged', { roles: readonly Role[] }>
  | Fact<'AccountClosed', Record<never, never>>;

export type Account = { status: 'none' } | ({ status: 'open' | 'closed' } & Standing);

const sameRoles = (a: readonly Role[], b: readonly Role[]) =>
  a.every((role) => b.includes(role)) && b.every((role) => a.includes(role));

const sameStanding = (a: Standing, b: Standing) =>
  a.person === b.person &&
  a.subject === b.subject &&
  a.agency?.kind === b.agency?.kind &&
  a.agency?.division === b.agency?.division &&
  sameRoles(a.roles, b.roles);

export const account: Decider<AccountCommand, AccountEvent, Account> = aggregate<AccountCommand, AccountEvent, Account>(
  { status: 'none' },
  {
    acts: {
      OpenAccount: {
        basis: 'design',
        already: ({ data }, state) => state.status === 'open' && sameStanding(state, data),
        when: (state) => state.status === 'none',
        otherwise: ['account-exists', 'this account has been opened before'],
        decide: ({ data, on }) => [
          {
            type: 'AccountOpened',
            basis: ['design'],
            effectiveOn: on,
            data: {
              person: data.person,
              roles: [...data.roles],
              subject: data.subject,
              agency: data.agency && { ...data.agency },
            },
          },
        ],
      },
      ChangeRoles: {
        basis: 'design',
        already: ({ data }, state) => state.status === 'open' && sameRoles(state.roles, data.roles),
        when: (state) => state.status === 'open',
        otherwise: ['account-not-open', 'only an open account has roles'],
        decide: ({ data, on }) => [
          { type: 'AccountRolesChanged', basis: ['design'], effectiveOn: on, data: { roles: [...data.roles] } },
        ],
      },
      CloseAccount: {
        basis: 'design',
        already: (_, state) => state.status === 'closed',
        when: (state) => state.status === 'open',
        otherwise: ['account-not-open', 'only an open account can be closed'],
        decide: ({ on }) => [{ type: 'AccountClosed', basis: ['design'], effectiveOn: on, data: {} }],
      },
    },
    facts: {
      AccountOpened: (_, { data }) => ({ status: 'open', ...data }),
      AccountRolesChanged: (state, { data }) => (state.status === 'none' ? state : { ...state, roles: data.roles }),
      AccountClosed: (state) => (state.status === 'none' ? state : { ...state, status: 'closed' }),
    },
  },
);
