// The pages of orders and administration, with who opens them, in a service that holds what they show.
import { type ActsStage, ok } from './acts-stage.js';
import { incidentForm } from './incident-forms.js';
import { orderForm } from './order-forms.js';
import { type PageAs } from './signed-in-window.js';

const REVIEWER = 'cac-beijing-reviewer';
const APPROVER = 'cac-beijing-approver';

/** Drafts an order twice over, and answers with the pages. */
export async function actsPages(stage: ActsStage): Promise<Readonly<Record<string, PageAs>>> {
  const { reviewer, approver } = stage.clients;
  const form = orderForm({ addressee: stage.subject, filings: [stage.filing], officers: stage.officers });
  const order = ok(await reviewer.post('/v1/orders', form)).headers.get('location')!;
  const etag = ok(await reviewer.get(order)).headers.get('etag');
  const headers = { 'idempotency-key': `${order}-2`, 'if-match': etag ?? '' };
  await reviewer.send('PUT', `${order}/draft`, { body: { ...form, reasons: '已有用户受害。' }, headers });
  approver.after(reviewer);
  const incident = ok(await reviewer.post('/v1/incidents', incidentForm(stage.officers))).headers.get('location')!;
  ok(await reviewer.act(incident, 'filings', { filings: [{ filing: stage.filing }] }));
  approver.after(reviewer);
  const plan = `/console${incident.replace('/v1', '')}`;
  const path = `/console${order.replace('/v1', '')}`;
  return {
    orders: { path: '/console/orders', as: REVIEWER },
    'new order': { path: `/console/orders/new?filing=${stage.filing}`, as: REVIEWER },
    order: { path, as: REVIEWER },
    'order draft': { path: `${path}/draft`, as: REVIEWER },
    'order approval': { path: `${path}/approval`, as: APPROVER },
    'order withdrawal': { path: `${path}/acts/withdrawal`, as: REVIEWER },
    incidents: { path: '/console/incidents', as: REVIEWER },
    'new incident': { path: '/console/incidents/new', as: REVIEWER },
    incident: { path: plan, as: REVIEWER },
    'incident approval': { path: `${plan}/approval`, as: APPROVER },
    accounts: { path: '/console/accounts', as: 'cac-beijing-admin' },
    account: { path: `/console/accounts/${stage.officers[0]}`, as: 'cac-beijing-admin' },
    delegations: { path: '/console/delegations', as: APPROVER },
    calendar: { path: '/console/calendar', as: 'cac-national-admin' },
    templates: { path: '/console/templates', as: 'cac-beijing-admin' },
    'new template': { path: '/console/templates/new', as: 'cac-beijing-admin' },
    template: { path: '/console/templates/00000000-0000-4000-8000-000000000202', as: REVIEWER },
    audit: { path: '/console/audit', as: 'auditor' },
    'incident filings': { path: `${plan}/acts/filings`, as: REVIEWER },
  };
}
