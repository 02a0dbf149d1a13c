// What the addressee of an order can say of it, each with its form.
import { type ApiClient } from '#client/api-client.js';
import { type components } from '#client/schema.js';
import { type Answer, askedBy, type Entered, faultOf } from '../../acts.js';
import { Checkboxes } from '../../parts/checkboxes.js';
import { Radios, TextArea, TextField } from '../../parts/fields.js';
import { type FieldFault } from '../../parts/notes.js';
import { beijingInstant } from '../../registry/instants.js';
import { useView } from '../../view.js';
import { remedyKinds } from '../../words/official-terms.js';
import { choicesOf } from '../../words/case-terms.js';
import { measureKinds, termOf } from '../../words/terms.js';
import { type Words } from '../../words/words.js';
import { ActPage } from '../matter-parts.js';

export type Order = components['schemas']['OrderViewDto'];
export type OrderAct = keyof Words['matters']['orders']['acts'];

const orderActs: readonly OrderAct[] = ['acknowledgement', 'applied-measures', 'rectification', 'remedies-filed'];
export const isOrderAct = (name: string): name is OrderAct => (orderActs as readonly string[]).includes(name);

export const orderTitle = ({ documentNo }: Order, { matters }: Words): string =>
  documentNo === undefined ? matters.orders.withoutNo : matters.orders.order(documentNo);

/** What the state of the order leaves to its addressee; the API judges it again. */
export const actsOn = ({ status, acknowledged, rectification, measures }: Order): readonly OrderAct[] =>
  orderActs.filter((act) => {
    switch (act) {
      case 'acknowledgement':
        return status === 'in-force' && !acknowledged;
      case 'applied-measures':
        return status === 'in-force' && measures.some(({ state }) => state === 'in-force');
      case 'rectification':
        return status === 'in-force' && (rectification === 'none' || rectification === 'rejected');
      case 'remedies-filed':
        return status === 'in-force' || status === 'lifted';
    }
  });

/** Asks the API for what the form says. */
export function actOn(api: ApiClient, act: OrderAct, order: Order, entered: Entered): Promise<Answer> {
  const params = { path: { id: order.id }, header: askedBy(entered) };
  switch (act) {
    case 'acknowledgement':
      return api.POST('/v1/orders/{id}/acknowledgement', { params });
    case 'applied-measures':
      return api.POST('/v1/orders/{id}/applied-measures', {
        params,
        body: {
          measures: order.measures.flatMap(({ measureId }) => (entered[`measures-${measureId}`] ? [measureId] : [])),
          appliedAt: beijingInstant(entered.appliedAt ?? '') ?? entered.appliedAt ?? '',
        },
      });
    case 'rectification':
      return api.POST('/v1/orders/{id}/rectification', { params, body: { report: entered.report ?? '', attachments: [] } });
    case 'remedies-filed':
      return api.POST('/v1/orders/{id}/remedies/filed', {
        params,
        body: {
          kind: (entered.kind ?? '') as 'litigation',
          body: entered.body ?? '',
          documentNo: entered.documentNo ?? '',
          filedOn: (entered.filedOn ?? '').trim(),
        },
      });
  }
}

interface ActProps {
  act: OrderAct;
  order: Order;
  revision: string;
  entered?: Entered;
  faults?: readonly FieldFault[];
}

export function OrderActPage({ act, order, revision, entered = {}, faults = [] }: ActProps) {
  const { words } = useView();
  const { orders } = words.matters;
  const leads = {
    acknowledgement: orders.acknowledgementLead,
    'applied-measures': orders.appliedLead,
    rectification: orders.rectificationLead,
    'remedies-filed': orders.remedyLead,
  };
  const back = `/desk/orders/${order.id}`;
  return (
    <ActPage
      title={orders.acts[act]}
      of={orderTitle(order, words)}
      {...{ back, to: `${back}/${act}`, section: '/desk/orders', lead: leads[act], revision, entered, faults }}
      button={orders.acts[act]}
    >
      <ActFields act={act} order={order} entered={entered} faults={faults} />
    </ActPage>
  );
}

function ActFields({ act, order, entered, faults }: Required<Omit<ActProps, 'revision'>>) {
  const { language, words } = useView();
  const { orders } = words.matters;
  const field = (name: string) => ({ name, value: entered[name], fault: faultOf(faults, name) });
  switch (act) {
    case 'acknowledgement':
      return null;
    case 'applied-measures':
      return (
        <>
          <Checkboxes
            name="measures"
            label={orders.whichMeasures}
            fault={faultOf(faults, 'measures')}
            choices={order.measures
              .filter(({ state }) => state === 'in-force')
              .map(({ measureId, kind }) => ({ value: measureId, text: termOf(measureKinds, kind, language) }))}
            isTicked={(id) => entered[`measures-${id}`] !== undefined}
          />
          <TextField {...field('appliedAt')} label={orders.appliedAt} hint={orders.appliedAtHint} width={20} autocomplete="off" />
        </>
      );
    case 'rectification':
      return <TextArea {...field('report')} label={orders.report} />;
    case 'remedies-filed':
      return (
        <>
          <Radios {...field('kind')} label={orders.remedyKind} choices={choicesOf(remedyKinds, language)} />
          <TextField {...field('body')} label={orders.remedyBody} />
          <TextField {...field('documentNo')} label={orders.remedyNo} width={30} autocomplete="off" />
          <TextField {...field('filedOn')} label={orders.filedOn} hint={orders.dateHint} width={10} autocomplete="off" />
        </>
      );
  }
}
