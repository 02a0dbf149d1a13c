// The parts of the site: what everyone reads, where officers work, where filers do.
import { type Visitor } from './sign-in/visitors.js';
import { type Words } from './words/words.js';

export type Area = 'registry' | 'console' | 'desk';

export const homes = { registry: '/', console: '/console', desk: '/desk' } as const satisfies Record<Area, string>;

/** The area of a page, by its path after the language. */
export const areaOf = (path: string): Area =>
  /^\/console(?:[/?]|$)/.test(path) ? 'console' : /^\/desk(?:[/?]|$)/.test(path) ? 'desk' : 'registry';

export interface Section {
  href: string;
  text: (words: Words) => string;
  /** Whose work it is, where not everyone's who is signed in. Whoever comes without is told by the API what they may not do. */
  roles?: readonly Visitor['account']['roles'][number][];
}

/** Who prepares and decides. */
const officials = ['reviewer', 'approver', 'inspector'] as const;
const regulators = ['reviewer', 'approver', 'inspector', 'agency-admin'] as const;

const sections: Readonly<Record<Area, readonly Section[]>> = {
  registry: [
    { href: '/filings', text: (words) => words.search },
    { href: '/batches', text: (words) => words.batches },
    { href: '/orders', text: (words) => words.underOrder },
    { href: '/ended', text: (words) => words.cancelled },
    { href: '/statistics', text: (words) => words.statistics },
    { href: '/data', text: (words) => words.data },
  ],
  desk: [
    { href: '/desk', text: (words) => words.filing.homeTitle },
    { href: '/desk/notices', text: (words) => words.desk.notices },
    { href: '/desk/orders', text: (words) => words.matters.orders.title },
    { href: '/desk/assessments', text: (words) => words.matters.assessments.title },
    { href: '/desk/deadlines', text: (words) => words.matters.duties.title },
    { href: '/desk/reports', text: (words) => words.organisation.reports.title },
    { href: '/desk/organisation', text: (words) => words.organisation.title, roles: ['filer', 'filer-admin'] },
    { href: '/desk/clients', text: (words) => words.organisation.clients.title, roles: ['filer-admin'] },
    { href: '/check', text: (words) => words.matters.check.title, roles: ['store'] },
  ],
  console: [
    { href: '/console/queue', text: (words) => words.cases.queue, roles: regulators },
    { href: '/console/search', text: (words) => words.caseReading.search, roles: regulators },
    { href: '/console/deadlines', text: (words) => words.caseReading.deadlines, roles: regulators },
    { href: '/console/reports', text: (words) => words.caseReports.title, roles: regulators },
    { href: '/console/orders', text: (words) => words.acts.orders, roles: officials },
    { href: '/console/incidents', text: (words) => words.acts.incidents, roles: officials },
    { href: '/console/statistics', text: (words) => words.caseReading.statistics, roles: regulators },
    { href: '/console/delegations', text: (words) => words.acts.delegations, roles: officials },
    { href: '/console/accounts', text: (words) => words.acts.accounts, roles: ['agency-admin'] },
    { href: '/console/templates', text: (words) => words.acts.templates, roles: regulators },
    { href: '/console/calendar', text: (words) => words.acts.calendar, roles: regulators },
    { href: '/console/audit', text: (words) => words.acts.audit, roles: ['auditor'] },
  ],
};

/** The entries of an area's navigation for whoever is signed in. */
export const sectionsOf = (area: Area, visitor: Visitor | undefined): readonly Section[] =>
  sections[area].filter(({ roles }) => roles === undefined || visitor?.account.roles.some((role) => roles.includes(role)));
