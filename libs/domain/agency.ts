// What an agency arranges within itself: for a time, one officer acts with another's authority. One stream an agency. Events are the
// storage format: they change only by a new version.
import { type Role } from './account.js';
import { aggregate } from './aggregate.js';
import { type Command, type Decider, type Fact, type LocalDate, refuse } from './decider.js';

/** An officer as the agency's arrangements name him: the account, and the natural person behind it. */
export interface Officer {
  account: string;
  person: string;
}

export interface Delegation {
  /** 1, 2 … within the agency. */
  n: number;
  from: Officer;
  to: Officer;
  /** Of the delegator's own; whoever acts has them only while the delegator has them too. */
  roles: readonly Role[];
  /** First and last day, both included. */
  since: LocalDate;
  until: LocalDate;
}

/** Looked up before the decision. */
export interface DelegationFacts {
  /** The two accounts as they stand; `own` are roles that nobody delegated. Undefined where one is not open in this agency. */
  from?: Officer & { own: readonly Role[] };
  to?: Officer;
}

export type AgencyCommand =
  | Command<'DelegateAuthority', { to: string; roles: readonly Role[]; since: LocalDate; until: LocalDate }, DelegationFacts>
  | Command<'EndDelegation', { n: number }, { administers: boolean }>;

export type AgencyEvent = Fact<'AuthorityDelegated', Delegation> | Fact<'DelegationEnded', { n: number; endedBy: string }>;

/** An agency exists by law; here it is what it has arranged. `endedOn` is the first day on which a delegation no longer holds. */
export interface AgencyState {
  delegations: readonly (Delegation & { endedOn?: LocalDate })[];
}

/** Beyond this a delegation is a change of posts, which the administrator makes. */
const LONGEST_DAYS = 366;

/** The roles in which officials act; administration is not delegated. */
const delegable: ReadonlySet<Role> = new Set(['reviewer', 'approver', 'inspector']);

const daysBetween = (from: LocalDate, until: LocalDate): number => (Date.parse(until) - Date.parse(from)) / 86_400_000;

/** Whether the delegation holds on that day. */
export const inForce = ({ since, until, endedOn }: AgencyState['delegations'][number], on: LocalDate): boolean =>
  since <= on && on <= until && (endedOn === undefined || on < endedOn);

/**
 * How long after its end two persons still count as one: longer than a matter that was begun under it may take to be decided
 * (ARP 25: thirty working days; APL 60: ninety days from the opening of the case, and the time of hearings is not counted).
 */
export const ONE_PERSON_AFTER_DAYS = 365;

/** The persons who count as one with this person on that day, by delegations that hold or held. */
export const oneWith = ({ delegations }: AgencyState, person: string, on: LocalDate): string[] => [
  ...new Set(
    delegations
      .filter(({ since, until, endedOn }) => since <= on && daysBetween(endedOn ?? until, on) <= ONE_PERSON_AFTER_DAYS)
      .flatMap(({ from, to }) => (from.person === person ? [to.person] : to.person === person ? [from.person] : [])),
  ),
];

export const agency: Decider<AgencyCommand, AgencyEvent, AgencyState> = aggregate<AgencyCommand, AgencyEvent, AgencyState>(
  { delegations: [] },
  {
    acts: {
      DelegateAuthority: {
        basis: 'design',
        already: ({ data }, { delegations }) =>
          delegations.some(
            (known) =>
              known.endedOn === undefined &&
              known.to.account === data.to &&
              known.since === data.since &&
              known.until === data.until &&
              known.roles.length === data.roles.length &&
              known.roles.every((role) => data.roles.includes(role)),
          ),
        decide({ data, facts, on }, { delegations }) {
          const { from, to } = facts;
          if (!from) return refuse('delegator-not-open', 'design', 'only an officer of the agency can delegate');
          if (!to)
            return refuse('incomplete', 'design', 'authority is delegated within the agency', [
              { pointer: '/to', code: 'not-of-this-agency', detail: 'no open account of this agency' },
            ]);
          if (to.person === from.person)
            return refuse('incomplete', 'design', 'authority is delegated to another person', [
              { pointer: '/to', code: 'same-person', detail: 'this is the delegator' },
            ]);
          // Only what is one's own: what was delegated is not passed on.
          const foreign = data.roles.filter((role) => !delegable.has(role) || !from.own.includes(role));
          if (foreign.length > 0)
            return refuse('incomplete', 'design', 'nobody delegates more than is his own', [
              { pointer: '/roles', code: 'not-own', detail: foreign.join(', ') },
            ]);
          if (data.until < data.since || data.until < on || daysBetween(data.since, data.until) > LONGEST_DAYS)
            return refuse('incomplete', 'design', 'a delegation is for a time', [
              { pointer: '/until', code: 'term', detail: `a day from ${data.since} on, not passed, at most a year later` },
            ]);
          return [
            {
              type: 'AuthorityDelegated',
              basis: ['design'],
              effectiveOn: data.since,
              data: {
                n: delegations.length + 1,
                from: { account: from.account, person: from.person },
                to: { account: to.account, person: to.person },
                roles: [...data.roles],
                since: data.since,
                until: data.until,
              },
            },
          ];
        },
      },
      EndDelegation: {
        basis: 'design',
        already: ({ data }, { delegations }) => delegations[data.n - 1]?.endedOn !== undefined,
        when: ({ delegations }) => delegations.some(({ endedOn }) => endedOn === undefined),
        otherwise: ['nothing-delegated', 'the agency has no delegation to end'],
        decide({ data, facts, on, by }, { delegations }) {
          const known = delegations[data.n - 1];
          if (!known) return refuse('no-such-delegation', 'design', 'the agency has no delegation of this number');
          if (!facts.administers && ![known.from.person, known.to.person].includes(by.person))
            return refuse('not-for-others', 'design', 'a delegation is ended by one of the two, or by the administrator');
          return [{ type: 'DelegationEnded', basis: ['design'], effectiveOn: on, data: { n: data.n, endedBy: by.person } }];
        },
      },
    },
    facts: {
      AuthorityDelegated: ({ delegations }, { data }) => ({ delegations: [...delegations, data] }),
      DelegationEnded: ({ delegations }, { data, effectiveOn }) => ({
        delegations: delegations.map((known) => (known.n === data.n ? { ...known, endedOn: effectiveOn } : known)),
      }),
    },
  },
);
