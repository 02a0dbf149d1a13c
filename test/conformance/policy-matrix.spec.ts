// Roles × routes × relations to the matter. Every cell has an expectation, written down from the law and the design, not from the rules.
import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';
import { type Agency, type Role, roles } from '#domain/account.js';
import { type Action, type Actor, decide, type Matter, rules } from '#policy/rules.js';
import { ApiModule, type Foundations } from '#api/api.module.js';

/** A case of Xihu in Hangzhou; towards it an authority is of the same province, or… */
const division = '330106';
const seats: Record<string, Agency> = {
  same: { kind: 'cac', division: '330000' },
  parent: { kind: 'cac', division: '000000' },
  child: { kind: 'cac', division: '330100' },
  sibling: { kind: 'cac', division: '310000' },
  telecom: { kind: 'telecom', division: '330000' },
  police: { kind: 'public-security', division: '330000' },
};
const holders: Record<string, string> = { own: 's-1', stranger: 's-2' };

const stream = 'filing-f-1';
/** What an account or an agency's own arrangement is judged by is an agency. */
const agencyMatter: Matter = { agency: seats.same, account: 'another' };
const matterFor = (action: Action, relation: string): Matter => {
  // An order or a proceeding is judged by the agency that carries it as well.
  if (/^(order|penalty|inspection|incident)\./.test(action)) return { stream, holder: 's-1', division, agency: seats.same };
  // A note or a template is an agency's own.
  if (/^(note|template)\./.test(action)) return { stream, agency: seats.same, account: 'another' };
  // What a store does is its own, of whoever holds the filing, of the region and of the agency that asked for it.
  if (action.startsWith('listing.')) return { stream, holder: 's-1', store: 's-1', division, agency: seats.same };
  // A report is judged by whom it was handed to, wherever that is.
  if (action.startsWith('report.')) return { stream, holder: 's-1', account: 'another', recipients: [seats.same!] };
  if (!action.startsWith('account.')) return { stream, holder: 's-1', division };
  return relation in seats ? agencyMatter : { holder: 's-1', account: 'another' };
};

const actorIn = (role: Role, relation: string): Actor => ({
  ...{ account: 'account', person: 'person', roles: [role] },
  subject: holders[relation],
  agency: seats[relation],
});

const region = 'same parent child telecom police';
/** Reports go to two kinds of authority, of prefecture level or above. */
const receives = 'same parent child police';
const decides = 'same';
const supervises = 'same parent';
const officials = ['reviewer', 'approver', 'inspector', 'agency-admin'] as const;
const each = (who: readonly Role[], where: string): Partial<Record<Role, string>> =>
  Object.fromEntries(who.map((role) => [role, where]));
const reads = { ...each(officials, region), filer: 'own', 'filer-admin': 'own' };
const every = [...Object.keys(seats), ...Object.keys(holders)].join(' ');

/** Of each action: the roles that may do it, and in which relations to the matter. What is not here is refused. */
const expectations: Record<Action, Partial<Record<Role, string>>> = {
  'subject.register': { 'filer-admin': 'own' },
  'subject.record': each(['reviewer', 'inspector'], region),
  'subject.read': reads,
  'subject.change': { 'filer-admin': 'own' },
  'subject.consent': { 'filer-admin': 'own' },
  'subject.verify': each(['reviewer', 'approver'], supervises),
  'attachment.put': each(['filer', 'filer-admin', 'reviewer', 'approver', 'inspector'], every),
  'attachment.read': reads,
  'filing.submit': each(['filer', 'filer-admin'], 'own'),
  'filing.act': each(['filer', 'filer-admin'], 'own'),
  'filing.report-end': { ...each(['filer', 'filer-admin'], 'own'), ...each(['reviewer', 'approver'], supervises) },
  'filing.check-display': each(['filer', 'filer-admin'], 'own'),
  'filing.read': reads,
  'filing.take-up': each(['reviewer', 'approver'], 'parent'),
  'filing.review': { reviewer: decides },
  'filing.decide': { approver: decides },
  'filing.supervise': each(['reviewer', 'approver'], supervises),
  'filing.conclude': { approver: supervises },
  'register.import': each(['reviewer', 'approver', 'agency-admin'], 'parent'),
  'account.keep': { 'agency-admin': 'same parent', 'filer-admin': 'own' },
  'account.read': { 'agency-admin': 'same parent', 'filer-admin': 'own' },
  'agency.delegate': each(officials, Object.keys(seats).join(' ')),
  'agency.read': each(officials, Object.keys(seats).join(' ')),
  'case.assign': each(['approver', 'agency-admin'], region),
  'case.recuse': each(officials, region),
  'case.grant': each(['approver', 'agency-admin'], region),
  'case.read': each(officials, region),
  'audit.read': { auditor: every },
  'calendar.publish': { 'agency-admin': 'parent' },
  'assessment.trigger': { ...each(['reviewer', 'approver', 'inspector'], receives), ...each(['filer', 'filer-admin'], 'own') },
  'assessment.link': { ...each(['reviewer', 'approver', 'inspector'], receives), ...each(['filer', 'filer-admin'], 'own') },
  'assessment.act': each(['filer', 'filer-admin'], 'own'),
  'assessment.read': { ...each(officials, receives), filer: 'own', 'filer-admin': 'own' },
  'assessment.review': each(['reviewer', 'approver', 'inspector'], receives),
  'assessment.expert-review': each(['reviewer', 'approver', 'inspector'], 'same parent police'),
  'order.read': reads,
  'order.draft': each(['reviewer', 'inspector'], region),
  'order.provisional': { approver: region },
  'order.handle': each(['reviewer', 'inspector'], supervises),
  'order.decide': { approver: supervises },
  'order.receive': each(['reviewer', 'approver', 'inspector'], region),
  'order.act': each(['filer', 'filer-admin'], 'own'),
  // Which stores list what is for the authority that asked them.
  'order.delisting': each(officials, supervises),
  'penalty.open': each(['reviewer', 'inspector'], supervises),
  'penalty.handle': each(['reviewer', 'inspector'], supervises),
  'penalty.decide': { approver: supervises },
  'penalty.answer': { ...each(['reviewer', 'inspector'], supervises), ...each(['filer', 'filer-admin'], 'own') },
  'penalty.read': reads,
  'inspection.plan': each(['reviewer', 'inspector'], supervises),
  'inspection.handle': each(['reviewer', 'inspector'], supervises),
  'inspection.answer': { ...each(['reviewer', 'inspector'], supervises), ...each(['filer', 'filer-admin'], 'own') },
  'inspection.read': reads,
  'incident.open': each(['reviewer', 'inspector'], supervises),
  'incident.handle': each(['reviewer', 'inspector'], supervises),
  'incident.decide': { approver: supervises },
  'incident.read': each(officials, supervises),
  'orders.reconcile': each(['operator', 'auditor'], every),
  'report.incident': each(['filer', 'filer-admin'], 'own'),
  'report.make': each(roles, every),
  'report.read': { ...each(officials, supervises), filer: 'own', 'filer-admin': 'own' },
  'report.supplement': each(['filer', 'filer-admin'], 'own'),
  'report.handle': each(['reviewer', 'approver', 'inspector'], decides),
  'regulator.read': each(officials, Object.keys(seats).join(' ')),
  'notice.read': each(['filer', 'filer-admin'], 'own'),
  'note.write': each(officials, 'same'),
  'note.read': each(officials, 'same'),
  // The note of the table is a colleague's.
  'note.withdraw': {},
  'template.keep': { 'agency-admin': 'same' },
  'template.read': each(officials, 'same child'),
  'queue-filter.keep': each(officials, Object.keys(seats).join(' ')),
  'queue-filter.share': { 'agency-admin': Object.keys(seats).join(' ') },
  'status.follow': { ...each(officials, Object.keys(seats).join(' ')), ...each(['store', 'auditor'], every) },
  'status.check': { ...each(officials, Object.keys(seats).join(' ')), ...each(['store', 'auditor'], every) },
  'listing.measure': { store: 'own' },
  'listing.read': { ...reads, store: 'own' },
  'watch.keep': { store: every },
  'webhook.keep': { store: every },
  'client.keep': { 'filer-admin': 'own' },
  'draft.keep': each(['filer', 'filer-admin'], 'own'),
};

const actions = Object.keys(expectations) as Action[];
const relations = [...Object.keys(seats), ...Object.keys(holders)];
const expected = (action: Action, role: Role, relation: string): boolean =>
  (expectations[action][role] ?? '').split(' ').includes(relation);

describe.each(actions)('%s', (action) => {
  test('is for the roles and relations of the table, and for no others', () => {
    const cells = roles.flatMap((role) => relations.map((relation) => ({ role, relation })));
    const allowed = cells.filter(({ role, relation }) =>
      decide(action, actorIn(role, relation), matterFor(action, relation)).allowed ? true : false,
    );
    expect(allowed).toEqual(cells.filter(({ role, relation }) => expected(action, role, relation)));
  });

  test('is closed to who is recused from the case, in every role and relation', () => {
    if (action === 'case.recuse' || action.startsWith('account.')) return;
    for (const role of roles)
      for (const relation of relations) {
        const actor = { ...actorIn(role, relation), cases: { recused: [stream], granted: [] } };
        expect({ role, relation, ...decide(action, actor, { stream, holder: 's-1', division }) }).toMatchObject({
          allowed: false,
        });
      }
  });

  test('is open to a delegate as to the lender, while the authority is lent, and not after', () => {
    for (const role of roles)
      for (const relation of Object.keys(seats)) {
        const delegate = { ...actorIn('operator', relation), roles: [] };
        const lent = { ...delegate, delegated: [{ from: 'lender', person: 'lender', roles: [role] }] };
        const matter = matterFor(action, relation);
        expect({ role, relation, ...decide(action, lent, matter) }).toMatchObject({ allowed: expected(action, role, relation) });
        // What has expired, or whose lender has lost the role, is no longer among what is lent.
        for (const delegated of [undefined, [], [{ from: 'lender', person: 'lender', roles: [] }]])
          expect(decide(action, { ...delegate, delegated }, matter)).toEqual({ allowed: false });
      }
  });

  test('is closed to whose roles were all revoked', () => {
    for (const relation of relations)
      expect(decide(action, { ...actorIn('filer', relation), roles: [] }, matterFor(action, relation))).toEqual({
        allowed: false,
      });
  });

  test('reaches a case into which an agency was let only for reading', () => {
    if (action.startsWith('account.')) return;
    for (const role of officials) {
      const letIn = { ...actorIn(role, 'sibling'), cases: { recused: [], granted: [stream] } };
      const { allowed } = decide(action, letIn, { stream, holder: 's-1', division });
      const read =
        action.endsWith('.read') &&
        !['account.read', 'agency.read', 'audit.read', 'notice.read', 'note.read', 'template.read'].includes(action);
      expect({ role, allowed }).toEqual({ role, allowed: read || expected(action, role, 'sibling') });
    }
  });
});

describe('the matrix', () => {
  test('speaks of every action that a rule names, and of no other', () =>
    expect(actions.toSorted()).toEqual([...new Set(rules.flatMap((rule) => rule.actions))].sort()));

  // Each handler's mark, as Nest keeps it.
  const controllers = ApiModule.on({} as Foundations).controllers!;
  const marks = controllers.flatMap((controller) =>
    Object.getOwnPropertyNames(controller.prototype).flatMap((name) => {
      const handler = (controller.prototype as Record<string, object>)[name]!;
      const config = Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, handler) as { action?: string } | undefined;
      return name !== 'constructor' && Reflect.hasMetadata('path', handler)
        ? [{ handler: `${controller.name}.${name}`, action: config?.action }]
        : [];
    }),
  );

  test('speaks of what every route does: add a row to it for a new action', () => {
    const unknown = marks.filter(
      ({ action, handler }) => action !== 'public' && !handler.startsWith('ProblemPage') && !actions.includes(action as Action),
    );
    expect(unknown).toEqual([]);
  });

  test('has seen every route of the description', () => {
    const { paths } = JSON.parse(readFileSync('openapi.json', 'utf8')) as { paths: Record<string, object> };
    const described = Object.values(paths).flatMap((operations) => Object.keys(operations));
    expect(marks.filter(({ handler }) => !handler.startsWith('ProblemPage'))).toHaveLength(described.length);
  });
});
