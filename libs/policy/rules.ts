// Who may do what, as data. Pure, total, deny by default: what no rule allows is refused. Every route names one action.
import { type Agency, type Role } from '#domain/account.js';
import { agencyCovers, type Level, levelOf } from './jurisdiction.js';

export type Action =
  | 'subject.register'
  | 'subject.record'
  | 'subject.read'
  | 'subject.change'
  | 'subject.consent'
  | 'subject.verify'
  | 'attachment.put'
  | 'attachment.read'
  | 'filing.submit'
  | 'filing.act'
  | 'filing.report-end'
  | 'filing.read'
  | 'filing.take-up'
  | 'filing.review'
  | 'filing.decide'
  | 'filing.supervise'
  | 'filing.conclude'
  | 'register.import';

/** Who asks, as the account's stream has it at this moment. */
export interface Actor {
  account: string;
  /** The natural person behind the account. */
  person: string;
  roles: readonly Role[];
  subject?: string;
  agency?: Agency;
}

/** What is asked about. Absent members are unknown, and then no rule that needs them applies. */
export interface Matter {
  /** The subject that the matter belongs to. */
  holder?: string;
  /** Its division, six digits. */
  division?: string;
  /** The national administration has taken the case up. */
  takenUp?: boolean;
}

/** own: the actor's organisation holds it. region: the agency's jurisdiction covers it. deciding: it is this agency that decides on it. */
export type Where = 'any' | 'own' | 'region' | 'deciding';

export interface Rule {
  id: string;
  /** Where the rule comes from. */
  basis: string;
  actions: readonly Action[];
  roles: readonly Role[];
  agency?: { kind?: string; levels?: readonly Level[] };
  where: Where;
}

const regulators: readonly Role[] = ['reviewer', 'approver', 'inspector', 'agency-admin'];
const filers: readonly Role[] = ['filer', 'filer-admin'];
const filingAuthority = { kind: 'cac', levels: ['national', 'province'] as const };

export const rules: readonly Rule[] = [
  {
    id: 'filer-keeps-own-subject',
    basis: 'ARP 24',
    actions: ['subject.register', 'subject.change', 'subject.consent'],
    roles: ['filer-admin'],
    where: 'own',
  },
  {
    id: 'filer-reads-own',
    basis: 'ARP 24',
    actions: ['subject.read', 'filing.read', 'attachment.read'],
    roles: filers,
    where: 'own',
  },
  {
    id: 'filer-files-own',
    basis: 'ARP 24, DSP 19',
    actions: ['filing.submit', 'filing.act', 'filing.report-end'],
    roles: filers,
    where: 'own',
  },
  {
    id: 'material-is-handed-in',
    basis: 'ARP 24',
    actions: ['attachment.put'],
    roles: [...filers, 'reviewer', 'approver', 'inspector'],
    where: 'any',
  },
  {
    id: 'authority-reads-its-region',
    basis: 'DSP 3, ARP 3',
    actions: ['subject.read', 'filing.read', 'attachment.read'],
    roles: regulators,
    agency: {},
    where: 'region',
  },
  {
    id: 'authority-records-subjects',
    basis: 'DSP 21',
    actions: ['subject.record'],
    roles: ['reviewer', 'inspector'],
    agency: {},
    where: 'region',
  },
  {
    id: 'cac-verifies-subjects',
    basis: 'ARP 24, 25',
    actions: ['subject.verify'],
    roles: ['reviewer', 'approver'],
    agency: filingAuthority,
    where: 'region',
  },
  {
    id: 'national-cac-takes-up',
    basis: 'ARP 25',
    actions: ['filing.take-up'],
    roles: ['reviewer', 'approver'],
    agency: { kind: 'cac', levels: ['national'] },
    where: 'region',
  },
  {
    id: 'cac-reviews',
    basis: 'ARP 25',
    actions: ['filing.review'],
    roles: ['reviewer'],
    agency: filingAuthority,
    where: 'deciding',
  },
  {
    id: 'cac-decides',
    basis: 'ARP 25',
    actions: ['filing.decide'],
    roles: ['approver'],
    agency: filingAuthority,
    where: 'deciding',
  },
  {
    id: 'cac-supervises-filings',
    basis: 'ARP 25, 33',
    actions: ['filing.supervise', 'filing.report-end'],
    roles: ['reviewer', 'approver'],
    agency: filingAuthority,
    where: 'region',
  },
  {
    id: 'cac-concludes-filings',
    basis: 'ARP 24, 33',
    actions: ['filing.conclude'],
    roles: ['approver'],
    agency: filingAuthority,
    where: 'region',
  },
  {
    id: 'national-cac-takes-over-register',
    basis: 'design',
    actions: ['register.import'],
    roles: ['reviewer', 'approver', 'agency-admin'],
    agency: { kind: 'cac', levels: ['national'] },
    where: 'any',
  },
];

/** Whether the rule speaks of this actor at all, whatever the matter. */
export const concerns = ({ roles, agency }: Rule, actor: Actor): boolean =>
  roles.some((role) => actor.roles.includes(role)) &&
  (agency === undefined ||
    (actor.agency !== undefined &&
      (agency.kind === undefined || agency.kind === actor.agency.kind) &&
      (agency.levels === undefined || agency.levels.includes(levelOf(actor.agency.division)))));

const within = (where: Where, actor: Actor, matter: Matter): boolean => {
  switch (where) {
    case 'any':
      return true;
    case 'own':
      return actor.subject !== undefined && matter.holder === actor.subject;
    case 'region':
      return actor.agency !== undefined && matter.division !== undefined && agencyCovers(actor.agency, matter.division);
    // The province of the seat decides, until the national administration takes the case up; what has no province is national.
    case 'deciding':
      return (
        within('region', actor, matter) &&
        matter.division !== undefined &&
        actor.agency !== undefined &&
        (levelOf(actor.agency.division) === 'national') === (matter.takenUp === true || levelOf(matter.division) === 'national')
      );
  }
};

/** Whether the action is judged without a matter: every rule that allows it does so whatever the matter. */
export const matterless = (action: Action): boolean =>
  rules.filter((rule) => rule.actions.includes(action)).every(({ where }) => where === 'any');

export type Decision = { allowed: true; rule: string } | { allowed: false };

/** The first rule that allows it, by name; the name goes into the event's `meta.rule`. */
export function decide(action: Action, actor: Actor, matter: Matter): Decision {
  const rule = rules.find((r) => r.actions.includes(action) && concerns(r, actor) && within(r.where, actor, matter));
  return rule ? { allowed: true, rule: rule.id } : { allowed: false };
}
