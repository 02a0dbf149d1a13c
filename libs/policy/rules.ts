// Who may do what, as data. Pure, total, deny by default: what no rule allows is refused. Every route names one action.
import { type Agency, type Role, roles } from '#domain/account.js';
import { selfAndAbove } from '#domain/division.js';
import { assessmentRules } from './assessment-rules.js';
import { deskRules } from './desk-rules.js';
import { filerDeskRules } from './filer-desk-rules.js';
import { filingRules } from './filing-rules.js';
import { incidentRules } from './incident-rules.js';
import { agencyCovers, type Level, levelOf } from './jurisdiction.js';
import { listingRules } from './listing-rules.js';
import { accountRules, officeRules } from './office-rules.js';
import { orderRules } from './order-rules.js';
import { filers, regulators } from './posts.js';
import { proceedingRules } from './proceeding-rules.js';
import { reportRules } from './report-rules.js';
import { statusCheckRules } from './status-check-rules.js';
import { webhookRules } from './webhook-rules.js';

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
  | 'filing.check-display'
  | 'filing.read'
  | 'filing.take-up'
  | 'filing.review'
  | 'filing.decide'
  | 'filing.supervise'
  | 'filing.conclude'
  | 'register.import'
  | 'account.keep'
  | 'account.read'
  | 'agency.delegate'
  | 'agency.read'
  | 'case.assign'
  | 'case.recuse'
  | 'case.grant'
  | 'case.read'
  | 'audit.read'
  | 'calendar.publish'
  | 'assessment.trigger'
  | 'assessment.act'
  | 'assessment.link'
  | 'assessment.read'
  | 'assessment.review'
  | 'assessment.expert-review'
  | 'order.read'
  | 'order.draft'
  | 'order.provisional'
  | 'order.handle'
  | 'order.decide'
  | 'order.receive'
  | 'order.act'
  | 'order.delisting'
  | 'penalty.open'
  | 'penalty.handle'
  | 'penalty.decide'
  | 'penalty.answer'
  | 'penalty.read'
  | 'inspection.plan'
  | 'inspection.handle'
  | 'inspection.answer'
  | 'inspection.read'
  | 'incident.open'
  | 'incident.handle'
  | 'incident.decide'
  | 'incident.read'
  | 'orders.reconcile'
  | 'report.incident'
  | 'report.make'
  | 'report.read'
  | 'report.supplement'
  | 'report.handle'
  | 'regulator.read'
  | 'notice.read'
  | 'note.write'
  | 'note.read'
  | 'note.withdraw'
  | 'template.keep'
  | 'template.read'
  | 'queue-filter.keep'
  | 'queue-filter.share'
  | 'status.check'
  | 'status.follow'
  | 'listing.measure'
  | 'listing.read'
  | 'watch.keep'
  | 'webhook.keep'
  | 'draft.keep'
  | 'client.keep';

/** Who asks, as the account's stream has it at this moment. */
export interface Actor {
  account: string;
  /** The natural person behind the account. */
  person: string;
  /** The account's own. */
  roles: readonly Role[];
  /** What colleagues have lent it for a time: the account and person whose authority it is, and the roles. */
  delegated?: readonly { from: string; person: string; roles: readonly Role[] }[];
  subject?: string;
  agency?: Agency;
  /** Other persons who count as one with this one, by delegation. */
  oneWith?: readonly string[];
  /** Matters by the names of their streams, where something else holds than the post alone says. */
  cases?: {
    /** Those from which the person is recused. */
    recused: readonly string[];
    /** Those into which the agency has been let, from outside its region. */
    granted: readonly string[];
  };
}

/** What is asked about. Absent members are unknown, and then no rule that needs them applies. */
export interface Matter {
  /** The name of its stream. */
  stream?: string;
  /** The subject that the matter belongs to. */
  holder?: string;
  /** Its division, six digits. */
  division?: string;
  /** The national administration has taken the case up. */
  takenUp?: boolean;
  /** Of an account, or of what an agency arranges within itself. */
  agency?: Agency;
  /** Of an account: its own id. Of a report or a note: the account that made it. */
  account?: string;
  /** The agencies to which it was handed in, each for itself. */
  recipients?: readonly Agency[];
  /** Of what an app store does: the store, as `storeBehind` names it. */
  store?: string;
}

/**
 * own: the actor's organisation holds it. region: the agency's jurisdiction covers it. deciding: it is this agency that decides on it.
 * granted: the agency was let into this very case. agency: it concerns the actor's agency, or one below it of the same kind.
 * organisation: it concerns an organisation and no agency. self: the actor's own account. recipient: it was handed in to this agency.
 * recipient-or-superior: to this agency, or to one below it of the same kind. same-agency: it is the actor's agency's own, and of none
 * above or below it. agency-or-superior: it is the actor's agency's, or that of one above it of the same kind. store: it is what
 * the actor's own store does.
 */
export type Where =
  | 'any'
  | 'own'
  | 'region'
  | 'deciding'
  | 'granted'
  | 'agency'
  | 'organisation'
  | 'self'
  | 'recipient'
  | 'recipient-or-superior'
  | 'same-agency'
  | 'agency-or-superior'
  | 'store';

export interface Rule {
  id: string;
  /** Where the rule comes from. */
  basis: string;
  actions: readonly Action[];
  roles: readonly Role[];
  agency?: { kind?: string | readonly string[]; levels?: readonly Level[] };
  where: Where;
}

/** The first that allows names itself in the event. Rules of a noun that has no file of its own yet stand at the end. */
export const rules: readonly Rule[] = [
  ...filingRules,
  {
    id: 'authority-is-let-into-a-case',
    basis: 'design',
    actions: [
      'subject.read',
      'filing.read',
      'attachment.read',
      'case.read',
      'assessment.read',
      'order.read',
      'penalty.read',
      'inspection.read',
      'incident.read',
      'report.read',
      'listing.read',
    ],
    roles: regulators,
    agency: {},
    where: 'granted',
  },
  ...accountRules,
  {
    id: 'everyone-reads-own-account',
    basis: 'design',
    actions: ['account.read'],
    roles: [...roles],
    where: 'self',
  },
  ...officeRules,
  ...assessmentRules,
  ...orderRules,
  ...proceedingRules,
  {
    id: 'party-reads-and-answers-proceedings',
    basis: 'ARP 28, APL 45',
    actions: ['penalty.read', 'penalty.answer', 'inspection.read', 'inspection.answer'],
    roles: filers,
    where: 'own',
  },
  ...incidentRules,
  {
    id: 'operator-watches-orders-shown',
    basis: 'design',
    actions: ['orders.reconcile'],
    roles: ['operator', 'auditor'],
    where: 'any',
  },
  ...reportRules,
  {
    id: 'authority-works-by-its-lists',
    basis: 'DSP 3, ARP 29',
    actions: ['regulator.read'],
    roles: regulators,
    agency: {},
    // Which matters stand in a list is judged by whether each may be read.
    where: 'any',
  },
  {
    id: 'party-reads-its-inbox',
    basis: 'ARP 25, DSP 21 ¶2, APL 44',
    actions: ['notice.read'],
    roles: filers,
    where: 'own',
  },
  ...deskRules,
  ...statusCheckRules,
  ...listingRules,
  ...webhookRules,
  ...filerDeskRules,
];

const hasRole = ({ roles, delegated = [] }: Actor, role: Role): boolean =>
  roles.includes(role) || delegated.some((lent) => lent.roles.includes(role));

/** Whether the rule speaks of this actor at all, whatever the matter. */
export const concerns = ({ roles, agency }: Rule, actor: Actor): boolean =>
  roles.some((role) => hasRole(actor, role)) &&
  (agency === undefined ||
    (actor.agency !== undefined &&
      (agency.kind === undefined || [agency.kind].flat().includes(actor.agency.kind)) &&
      (agency.levels === undefined || agency.levels.includes(levelOf(actor.agency.division)))));

/** The store for which the actor acts: its organisation, or its account where it has no organisation here. */
export const storeBehind = ({ subject, account }: Pick<Actor, 'subject' | 'account'>): string => subject ?? account;

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
    case 'granted':
      return matter.stream !== undefined && actor.cases?.granted.includes(matter.stream) === true;
    case 'agency':
      return (
        actor.agency !== undefined &&
        matter.agency?.kind === actor.agency.kind &&
        agencyCovers(actor.agency, matter.agency.division)
      );
    case 'organisation':
      return matter.holder !== undefined && matter.agency === undefined;
    case 'self':
      return matter.account === actor.account;
    case 'recipient':
      return recipientsOfKind(actor, matter).some(({ division }) => division === actor.agency?.division);
    case 'recipient-or-superior':
      return recipientsOfKind(actor, matter).some(
        ({ division }) => actor.agency !== undefined && selfAndAbove(division).includes(actor.agency.division),
      );
    case 'same-agency':
      return isOfKind(actor, matter) && matter.agency?.division === actor.agency?.division;
    case 'agency-or-superior':
      return (
        isOfKind(actor, matter) &&
        matter.agency !== undefined &&
        selfAndAbove(actor.agency?.division ?? '').includes(matter.agency.division)
      );
    case 'store':
      return matter.store === storeBehind(actor);
  }
};

const isOfKind = ({ agency }: Actor, matter: Matter): boolean => agency !== undefined && matter.agency?.kind === agency.kind;

const recipientsOfKind = ({ agency }: Actor, { recipients = [] }: Matter): readonly Agency[] =>
  recipients.filter(({ kind }) => kind === agency?.kind);

/** What one is recused from one neither does nor reads; only the recusal itself stays open to whoever is concerned. */
const isRecused = (action: Action, actor: Actor, { stream }: Matter): boolean =>
  stream !== undefined && action !== 'case.recuse' && actor.cases?.recused.includes(stream) === true;

/** Whether the action is judged without a matter: every rule that allows it does so whatever the matter. */
export const matterless = (action: Action): boolean =>
  rules.filter((rule) => rule.actions.includes(action)).every(({ where }) => where === 'any');

export type Decision = { allowed: true; rule: string } | { allowed: false };

/** The first rule that allows it, by name; the name goes into the event's `meta.rule`. */
export function decide(action: Action, actor: Actor, matter: Matter): Decision {
  if (isRecused(action, actor, matter)) return { allowed: false };
  const rule = rules.find((r) => r.actions.includes(action) && concerns(r, actor) && within(r.where, actor, matter));
  return rule ? { allowed: true, rule: rule.id } : { allowed: false };
}

/** The account by whose authority the actor does what `decide` allows it: undefined where its own roles suffice. */
export function authorityLentBy(action: Action, actor: Actor, matter: Matter): string | undefined {
  const { delegated = [], ...own } = actor;
  if (delegated.length === 0 || decide(action, own, matter).allowed) return undefined;
  return delegated.find((lent) => decide(action, { ...own, delegated: [lent] }, matter).allowed)?.from;
}
