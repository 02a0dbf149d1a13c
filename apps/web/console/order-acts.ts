// What can be done with an order, and by whom, as far as a page can tell; the API judges.
import { type ApiClient } from '#client/api-client.js';
import { type components } from '#client/schema.js';
import { type askedBy } from '../acts.js';
import { type Account } from '../sign-in/visitors.js';
import {
  inspectionResults,
  liftGrounds,
  publications,
  remedyKinds,
  remedyOutcomes,
  serviceMethods,
  transferees,
} from '../words/official-terms.js';
import { type Words } from '../words/words.js';
import { type ActField } from './act-fields.js';

export type Order = components['schemas']['OrderViewDto'];

export type OrderActName = Exclude<keyof Words['acts']['orderActs'], 'edit' | 'approval'>;

export interface OrderAct {
  /** Below the order, as in the API. */
  path: string;
  fields: readonly ActField[];
  by: 'handling' | 'deciding';
  /** Whether the state of the order lets anybody do it. */
  when: (order: Order) => boolean;
  /** A measure that is added is asked for as in the draft. */
  adds?: true;
  /** What waits for this act's approval is shown above the form. */
  proposal?: string;
}

const issued = ({ status }: Order): boolean => status === 'issued' || status === 'in-force';
const inForce = ({ status }: Order): boolean => status === 'in-force';
const proposed =
  (kind: string) =>
  (order: Order): boolean =>
    order.proposed?.includes(kind) === true;

const documentNo: ActField = { name: 'documentNo', kind: 'text' };
const reason: ActField = { name: 'reason', kind: 'words' };

export const orderActs: Readonly<Record<OrderActName, OrderAct>> = {
  issue: {
    path: 'issue',
    by: 'deciding',
    when: ({ status, approved, provisionalUntil }) => status === 'draft' && (approved === true || provisionalUntil !== undefined),
    fields: [documentNo],
  },
  ratification: {
    path: 'ratification',
    by: 'deciding',
    when: (order) => issued(order) && order.provisionalUntil !== undefined && !order.ratified,
    fields: [{ name: 'officers', kind: 'lines' }],
  },
  notice: {
    path: 'public-notice',
    by: 'handling',
    when: (order) => issued(order) && order.toServe,
    fields: [
      { name: 'startedOn', kind: 'day' },
      { name: 'place', kind: 'text' },
    ],
  },
  service: {
    path: 'service',
    by: 'handling',
    when: (order) => issued(order) && order.toServe,
    fields: [
      { name: 'method', kind: 'choice', terms: serviceMethods },
      { name: 'servedOn', kind: 'day' },
      { name: 'proof', kind: 'file' },
    ],
  },
  refused: {
    path: 'service-refusal',
    by: 'handling',
    when: (order) => issued(order) && order.toServe,
    fields: [
      { name: 'refusedOn', kind: 'day' },
      { name: 'circumstances', kind: 'words' },
    ],
  },
  inspection: {
    path: 'inspections',
    by: 'handling',
    when: inForce,
    fields: [
      { name: 'on', kind: 'day' },
      { name: 'jointly', kind: 'agencies' },
    ],
  },
  result: {
    path: 'inspections/result',
    by: 'handling',
    when: inForce,
    fields: [
      { name: 'on', kind: 'day' },
      { name: 'result', kind: 'choice', terms: inspectionResults },
      { name: 'findings', kind: 'words' },
      { name: 'officers', kind: 'lines' },
      { name: 'jointly', kind: 'agencies' },
      { name: 'inspection', kind: 'text', optional: true },
    ],
  },
  rejection: {
    path: 'rectification/rejection',
    by: 'handling',
    when: (order) => inForce(order) && (order.rectification === 'reported' || order.rectification === 'verifying'),
    fields: [reason, { name: 'rectifyBy', kind: 'day' }],
  },
  extension: {
    path: 'extension',
    by: 'handling',
    when: inForce,
    fields: [{ name: 'until', kind: 'moment', optional: true }, { name: 'reviewOn', kind: 'day', optional: true }, reason],
  },
  extensionApproval: {
    path: 'extension/approval',
    by: 'deciding',
    when: proposed('extension'),
    proposal: 'extension',
    fields: [],
  },
  escalation: { path: 'escalation', by: 'handling', when: inForce, adds: true, fields: [reason] },
  escalationApproval: {
    path: 'escalation/approval',
    by: 'deciding',
    when: proposed('escalation'),
    proposal: 'escalation',
    fields: [],
  },
  remedy: {
    path: 'remedies',
    by: 'handling',
    when: issued,
    fields: [
      { name: 'kind', kind: 'choice', terms: remedyKinds },
      { name: 'body', kind: 'text' },
      documentNo,
      { name: 'stay', kind: 'yes' },
      { name: 'outcome', kind: 'choice', terms: remedyOutcomes },
      { name: 'struck', kind: 'measures', optional: true },
    ],
  },
  penalty: { path: 'penalty-cases', by: 'handling', when: issued, fields: [{ name: 'penalty', kind: 'text' }] },
  transfer: {
    path: 'transfers',
    by: 'deciding',
    when: issued,
    fields: [
      { name: 'to-kind', kind: 'choice', terms: transferees },
      { name: 'to-division', kind: 'text' },
      documentNo,
      { name: 'grounds', kind: 'words' },
    ],
  },
  delisting: {
    path: 'delisting-request',
    by: 'deciding',
    when: inForce,
    fields: [{ name: 'products', kind: 'lines' }, reason],
  },
  publication: {
    path: 'publication',
    by: 'deciding',
    when: (order) => inForce(order) && order.publication !== 'public',
    fields: [
      { name: 'publication', kind: 'choice', terms: { public: publications.public!, stores: publications.stores! } },
      { name: 'publicationBasis', kind: 'text' },
    ],
  },
  unpublish: {
    path: 'publication/withdrawal',
    by: 'handling',
    when: ({ publication, status }) => status !== 'draft' && publication === 'public',
    fields: [reason],
  },
  lift: {
    path: 'lift',
    by: 'handling',
    when: inForce,
    fields: [{ name: 'measures', kind: 'measures' }, { name: 'ground', kind: 'choice', terms: liftGrounds }, reason],
  },
  liftApproval: { path: 'lift/approval', by: 'deciding', when: proposed('lift'), proposal: 'lift', fields: [documentNo] },
  withdrawal: {
    path: 'withdrawal',
    by: 'handling',
    when: ({ status }) => status === 'draft' || status === 'issued' || status === 'in-force',
    fields: [reason],
  },
  withdrawalApproval: {
    path: 'withdrawal/approval',
    by: 'deciding',
    when: proposed('withdrawal'),
    proposal: 'withdrawal',
    fields: [documentNo],
  },
};

export const isOrderAct = (name: string): name is OrderActName => Object.hasOwn(orderActs, name);

/** Whether this account has the office for it. */
export const hasOffice = ({ roles }: Account, by: OrderAct['by']): boolean =>
  roles.some((role) => (by === 'deciding' ? role === 'approver' : role === 'reviewer' || role === 'inspector'));

/** What this account may find to do with the order as it stands. */
export const openActs = (order: Order, account: Account): OrderActName[] =>
  (Object.keys(orderActs) as OrderActName[]).filter(
    (name) => orderActs[name].when(order) && hasOffice(account, orderActs[name].by),
  );

/** Asks the API for the act. */
export const doAct = (api: ApiClient, { path }: OrderAct, id: string, header: ReturnType<typeof askedBy>, body: object) =>
  api.POST(
    `/v1/orders/{id}/${path}` as '/v1/orders/{id}/withdrawal',
    {
      params: { path: { id }, header },
      ...(Object.keys(body).length > 0 && { body: body as { reason: string } }),
    } as { params: { path: { id: string }; header: ReturnType<typeof askedBy> }; body: { reason: string } },
  );

/** Measures that stand. */
export const standing = ({ measures }: Order): Order['measures'] =>
  measures.filter(({ state }) => state === 'in-force' || state === 'applied' || state === 'ordered');
