// Who may act. An account ties a person's or a machine's sign-in to an organisation or an agency and to roles; no authority
// is read from a token. Events are the storage format: they change only by a new version.
import { aggregate } from './aggregate.js';
import { type Command, type Decider, type Fact, type Refusal, refuse } from './decider.js';

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

/** Looked up before the decision. */
export interface GrantFacts {
  /** The roles that the asker's own post lets it give. */
  grantable: readonly Role[];
  /** Another account belongs to the sign-in that this one is opened for. */
  signInTaken?: boolean;
}

export type AccountCommand =
  | Command<'OpenAccount', Standing, GrantFacts>
  | Command<'ChangeRoles', { roles: readonly Role[] }, GrantFacts>
  | Command<'CloseAccount'>;

export type AccountEvent =
  | Fact<'AccountOpened', Standing>
  | Fact<'AccountRolesChanged', { roles: readonly Role[] }>
  | Fact<'AccountClosed', Record<never, never>>;

export type Account = { status: 'none' } | ({ status: 'open' | 'closed' } & Standing);

/** Roles belong to whom the account acts for: an agency, an organisation or individual, or nobody in particular. */
const fitting = ({ agency, subject }: Pick<Standing, 'agency' | 'subject'>): readonly Role[] => {
  if (agency) return ['reviewer', 'approver', 'inspector', 'agency-admin'];
  return subject === undefined ? ['store', 'auditor', 'operator'] : ['filer', 'filer-admin', 'store'];
};

function unfit(
  given: readonly Role[],
  standing: Pick<Standing, 'agency' | 'subject'>,
  grantable: readonly Role[],
): Refusal | undefined {
  const wrong = given.filter((role) => !fitting(standing).includes(role));
  const beyond = given.filter((role) => !grantable.includes(role));
  if (wrong.length === 0 && beyond.length === 0) return undefined;
  return refuse('incomplete', 'design', 'nobody gives a role that he may not give, or that fits no such account', [
    ...wrong.map((role) => ({ pointer: '/roles', code: 'unfit', detail: `${role} is no role of such an account` })),
    ...beyond.map((role) => ({ pointer: '/roles', code: 'not-grantable', detail: `${role} is not yours to give` })),
  ]);
}

const ownAccount = refuse('own-account', 'design', 'nobody changes or closes his own account');

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
        decide({ data, facts, on }) {
          if (facts.signInTaken) return refuse('sign-in-taken', 'design', 'this sign-in has an account already');
          return (
            unfit(data.roles, data, facts.grantable) ?? [
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
            ]
          );
        },
      },
      ChangeRoles: {
        basis: 'design',
        already: ({ data }, state) => state.status === 'open' && sameRoles(state.roles, data.roles),
        when: (state) => state.status === 'open',
        otherwise: ['account-not-open', 'only an open account has roles'],
        decide({ data, facts, on, by }, state) {
          if (state.status === 'none' || state.person === by.person) return ownAccount;
          return (
            unfit(data.roles, state, facts.grantable) ?? [
              { type: 'AccountRolesChanged', basis: ['design'], effectiveOn: on, data: { roles: [...data.roles] } },
            ]
          );
        },
      },
      CloseAccount: {
        basis: 'design',
        already: (_, state) => state.status === 'closed',
        when: (state) => state.status === 'open',
        otherwise: ['account-not-open', 'only an open account can be closed'],
        decide: ({ on, by }, state) =>
          state.status === 'none' || state.person === by.person
            ? ownAccount
            : [{ type: 'AccountClosed', basis: ['design'], effectiveOn: on, data: {} }],
      },
    },
    facts: {
      AccountOpened: (_, { data }) => ({ status: 'open', ...data }),
      AccountRolesChanged: (state, { data }) => (state.status === 'none' ? state : { ...state, roles: data.roles }),
      AccountClosed: (state) => (state.status === 'none' ? state : { ...state, status: 'closed' }),
    },
  },
);
