// Who works on a matter, beside what its seat and the posts of officials say: assigned, recused, or let in from elsewhere. One stream a
// matter, `case-{stream of the matter}`, so that the matter's own stream holds legal acts alone. Events are the storage format: they
// change only by a new version.
import { type Agency } from './account.js';
import { type Officer } from './agency.js';
import { aggregate } from './aggregate.js';
import { type Command, type Decider, type Fact, type LocalDate, refuse } from './decider.js';
import { type TextRef } from './text-ref.js';

export interface Assignment extends Officer {
  /** Last day, included. */
  until: LocalDate;
}

export interface Grant {
  /** 1, 2 … within the case. */
  n: number;
  agency: Agency;
  /** Last day, included. */
  until: LocalDate;
}

/** Looked up before the decision: the account that the request names, where it is open in the agency of who asks. */
export interface OfficerFacts {
  officer?: Officer;
  /** The asker may order what concerns others: it keeps the agency's accounts or approves its decisions. */
  leads: boolean;
}

export type CaseCommand =
  | Command<'AssignCase', { account: string; until: LocalDate }, OfficerFacts>
  | Command<'ReleaseCase'>
  | Command<'RecuseOfficer', { account: string; reason: TextRef }, OfficerFacts>
  | Command<'EndRecusal', { account: string; reason: TextRef }, OfficerFacts>
  | Command<'GrantAccess', { agency: Agency; until: LocalDate; reason: TextRef }>
  | Command<'EndGrant', { n: number }>;

export type CaseEvent =
  | Fact<'CaseAssigned', Assignment & { agency: Agency; assignedBy: string }>
  | Fact<'CaseReleased', { account: string; agency: Agency; releasedBy: string }>
  | Fact<'OfficerRecused', Officer & { reason: TextRef; recusedBy: string }>
  | Fact<'RecusalEnded', Officer & { reason: TextRef; endedBy: string }>
  | Fact<'AccessGranted', Grant & { reason: TextRef; grantedBy: string }>
  | Fact<'GrantEnded', { n: number; agency: Agency; endedBy: string }>;

export interface CaseState {
  /** By agency (kind and division): each assigns the case to an officer of its own. */
  assigned: Readonly<Record<string, Assignment & { agency: Agency }>>;
  recused: readonly Officer[];
  grants: readonly (Grant & { endedOn?: LocalDate })[];
}

/** How an agency is named in keys: `cac-110000`. */
export const agencyKey = ({ kind, division }: Agency): string => `${kind}-${division}`;

/** The keys of agencies that are let in on that day. */
export const grantedOn = ({ grants }: CaseState, on: LocalDate): string[] =>
  grants
    .filter(({ until, endedOn }) => on <= until && (endedOn === undefined || on < endedOn))
    .map(({ agency }) => agencyKey(agency));

const unknownOfficer = refuse('incomplete', 'design', 'a case is for officers of the agency that asks', [
  { pointer: '/account', code: 'not-of-this-agency', detail: 'no open account of this agency' },
]);
const agencyOnly = refuse('agency-required', 'design', 'only an agency arranges who works on a case');
const passed = (until: LocalDate) =>
  refuse('incomplete', 'design', 'the last day lies ahead', [
    { pointer: '/until', code: 'passed', detail: `${until} has passed` },
  ]);

/** A recusal ordered for somebody else is the superior's to make; everyone recuses himself (ARP 29 asks officials for impartial duty). */
const mayOrder = ({ officer, leads }: OfficerFacts, person: string): boolean => leads || officer?.person === person;
const orderOnly = refuse('not-for-others', 'design', 'an officer recuses himself; for others the agency’s lead decides');

export const caseFile: Decider<CaseCommand, CaseEvent, CaseState> = aggregate<CaseCommand, CaseEvent, CaseState>(
  { assigned: {}, recused: [], grants: [] },
  {
    acts: {
      AssignCase: {
        basis: 'design',
        already: ({ data, by }, { assigned }) => {
          const present = by.agency && assigned[agencyKey(by.agency)];
          return present?.account === data.account && present.until === data.until;
        },
        decide({ data, facts, on, by }, { recused }) {
          const { officer } = facts;
          if (!by.agency) return agencyOnly;
          if (!officer) return unknownOfficer;
          if (data.until < on) return passed(data.until);
          if (recused.some(({ person }) => person === officer.person))
            return refuse('officer-recused', 'design', 'who is recused does not work on the case');
          return [
            {
              type: 'CaseAssigned',
              basis: ['design'],
              effectiveOn: on,
              data: { ...taken(officer), until: data.until, agency: { ...by.agency }, assignedBy: by.person },
            },
          ];
        },
      },
      ReleaseCase: {
        basis: 'design',
        already: ({ by }, { assigned }) => by.agency !== undefined && assigned[agencyKey(by.agency)] === undefined,
        when: ({ assigned }) => Object.keys(assigned).length > 0,
        otherwise: ['nothing-assigned', 'the case is assigned to nobody'],
        decide({ on, by }, { assigned }) {
          const present = by.agency && assigned[agencyKey(by.agency)];
          if (!by.agency || !present) return agencyOnly;
          return [
            {
              type: 'CaseReleased',
              basis: ['design'],
              effectiveOn: on,
              data: { account: present.account, agency: { ...by.agency }, releasedBy: by.person },
            },
          ];
        },
      },
      RecuseOfficer: {
        basis: 'design',
        already: ({ facts }, { recused }) => recused.some(({ person }) => person === facts.officer?.person),
        decide({ data, facts, on, by }, { assigned }) {
          const { officer } = facts;
          if (!officer) return unknownOfficer;
          if (!mayOrder(facts, by.person)) return orderOnly;
          const released = Object.values(assigned).filter(({ person }) => person === officer.person);
          return [
            {
              type: 'OfficerRecused',
              basis: ['design'],
              effectiveOn: on,
              data: { ...taken(officer), reason: data.reason, recusedBy: by.person },
            },
            ...released.map(({ account, agency }): CaseEvent => ({
              type: 'CaseReleased',
              basis: ['design'],
              effectiveOn: on,
              data: { account, agency: { ...agency }, releasedBy: by.person },
            })),
          ];
        },
      },
      EndRecusal: {
        basis: 'design',
        already: ({ facts }, { recused }) =>
          facts.officer !== undefined && !recused.some(({ person }) => person === facts.officer?.person),
        when: ({ recused }) => recused.length > 0,
        otherwise: ['nobody-recused', 'nobody is recused from the case'],
        decide({ data, facts, on, by }) {
          const { officer, leads } = facts;
          if (!officer) return unknownOfficer;
          // Nobody lets himself in again.
          if (!leads || officer.person === by.person)
            return refuse('not-for-oneself', 'design', 'the end of a recusal is ordered by the agency’s lead, for somebody else');
          return [
            {
              type: 'RecusalEnded',
              basis: ['design'],
              effectiveOn: on,
              data: { ...taken(officer), reason: data.reason, endedBy: by.person },
            },
          ];
        },
      },
      GrantAccess: {
        basis: 'design',
        already: ({ data, on }, state) =>
          state.grants.some(
            ({ agency, until, endedOn }) =>
              endedOn === undefined && agencyKey(agency) === agencyKey(data.agency) && until === data.until && on <= until,
          ),
        decide({ data, on, by }, { grants }) {
          if (data.until < on) return passed(data.until);
          return [
            {
              type: 'AccessGranted',
              basis: ['design'],
              effectiveOn: on,
              data: {
                n: grants.length + 1,
                agency: { kind: data.agency.kind, division: data.agency.division },
                until: data.until,
                reason: data.reason,
                grantedBy: by.person,
              },
            },
          ];
        },
      },
      EndGrant: {
        basis: 'design',
        already: ({ data }, { grants }) => grants[data.n - 1]?.endedOn !== undefined,
        when: ({ grants }) => grants.some(({ endedOn }) => endedOn === undefined),
        otherwise: ['nothing-granted', 'no agency has been let in'],
        decide({ data, on, by }, { grants }) {
          const grant = grants[data.n - 1];
          if (!grant) return refuse('no-such-grant', 'design', 'the case has no grant of this number');
          return [
            {
              type: 'GrantEnded',
              basis: ['design'],
              effectiveOn: on,
              data: { n: data.n, agency: { ...grant.agency }, endedBy: by.person },
            },
          ];
        },
      },
    },
    facts: {
      CaseAssigned: (state, { data }) => ({
        ...state,
        assigned: {
          ...state.assigned,
          [agencyKey(data.agency)]: { ...taken(data), until: data.until, agency: data.agency },
        },
      }),
      CaseReleased: (state, { data }) => ({ ...state, assigned: without(state.assigned, agencyKey(data.agency)) }),
      OfficerRecused: (state, { data }) => ({ ...state, recused: [...state.recused, taken(data)] }),
      RecusalEnded: (state, { data }) => ({
        ...state,
        recused: state.recused.filter(({ person }) => person !== data.person),
      }),
      AccessGranted: (state, { data }) => ({
        ...state,
        grants: [...state.grants, { n: data.n, agency: data.agency, until: data.until }],
      }),
      GrantEnded: (state, { data, effectiveOn }) => ({
        ...state,
        grants: state.grants.map((grant) => (grant.n === data.n ? { ...grant, endedOn: effectiveOn } : grant)),
      }),
    },
  },
);

const taken = ({ account, person }: Officer): Officer => ({ account, person });

const without = (assigned: CaseState['assigned'], key: string): CaseState['assigned'] =>
  Object.fromEntries(Object.entries(assigned).filter(([other]) => other !== key));
