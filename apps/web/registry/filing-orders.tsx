// Orders in force that were made public (DSP 21).
import { type components } from '#client/schema.js';
import { divisionName } from '#application/division-names.js';
import { Table } from '../parts/facts.js';
import { useView } from '../view.js';
import { agencyKinds, measureKinds, termOf } from '../words/terms.js';
import { inBeijing } from './instants.js';

type Order = components['schemas']['RegistryOrderDto'];
type Measure = components['schemas']['RegistryMeasureDto'];

function Scope({ measure: { services, products, functions, region } }: { measure: Measure }) {
  const { words } = useView();
  const parts = [services, products, functions, region && [divisionName(region).full]].filter((part) => !!part);
  return <>{parts.length === 0 ? words.wholeService : parts.flat().join('；')}</>;
}

export function FilingOrders({ orders }: { orders: readonly Order[] }) {
  const { language, words } = useView();
  return (
    <>
      <h2 class="govuk-heading-m">{words.orders}</h2>
      {orders.length === 0 && <p class="govuk-body">{words.noOrders}</p>}
      {orders.map((order) => (
        <>
          <h3 class="govuk-heading-s">
            {words.orderOf(order.documentNo, order.servedOn)} · {divisionName(order.agency.division).full}
            {termOf(agencyKinds, order.agency.kind, language)}
          </h3>
          {order.stayed && <p class="govuk-body">{words.orderStayed}</p>}
          {order.measures.length > 0 && (
            <Table
              caption={order.documentNo}
              captionHidden
              columns={[
                { name: words.measure },
                { name: words.measureScope },
                { name: words.measureFrom },
                { name: words.measureUntil },
              ]}
              rows={order.measures.map((measure) => [
                termOf(measureKinds, measure.kind, language),
                <Scope measure={measure} />,
                inBeijing(measure.from),
                measure.until === undefined ? words.untilLifted : inBeijing(measure.until),
              ])}
            />
          )}
        </>
      ))}
    </>
  );
}
