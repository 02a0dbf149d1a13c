// Orders against the filer's organisation: what is ordered, until when, and how it can answer.
import { type components } from '#client/schema.js';
import { Facts, Table } from '../../parts/facts.js';
import { Inset, Warning } from '../../parts/notes.js';
import { Page } from '../../parts/page.js';
import { Pagination } from '../../parts/pagination.js';
import { inBeijing } from '../../registry/instants.js';
import { pageUrl, useView, withQuery } from '../../view.js';
import { measureStates, orderStatuses, rectifications, remedyKinds, remedyOutcomes } from '../../words/official-terms.js';
import { agencyName } from '../../words/agencies.js';
import { provinceName } from '../../words/provinces.js';
import { measureKinds, termOf } from '../../words/terms.js';
import { Acts, Course, Done, Filings, type MatterEvent } from '../matter-parts.js';
import { actsOn, type Order, orderTitle } from './order-acts.js';

type Summary = components['schemas']['OrderSummaryDto'];
type Measure = components['schemas']['OrderMeasureDto'];

export function OrdersPage({ orders, cursor, next }: { orders: readonly Summary[]; cursor?: string; next?: string }) {
  const { language, words } = useView();
  const { matters } = words;
  const here = pageUrl(language, '/desk/orders');
  return (
    <Page title={matters.orders.title} section="/desk/orders">
      <h1 class="govuk-heading-l">{matters.orders.title}</h1>
      {orders.length === 0 ? (
        <p class="govuk-body">{matters.orders.noOrders}</p>
      ) : (
        <Table
          caption={matters.orders.title}
          captionHidden
          columns={[
            { name: matters.orders.documentNo },
            { name: matters.agency },
            { name: matters.status },
            { name: matters.orders.servedOn },
            { name: matters.orders.rectifyBy },
            { name: matters.orders.measures },
          ]}
          rows={orders.map((order) => [
            <a class="govuk-link" href={`${here}/${order.id}`}>
              {order.documentNo ?? matters.orders.withoutNo}
            </a>,
            order.agency && agencyName(order.agency, language),
            termOf(orderStatuses, order.status, language),
            order.servedOn,
            order.rectifyBy,
            order.measures.map(({ kind }) => termOf(measureKinds, kind, language)).join('; '),
          ])}
        />
      )}
      <Pagination
        first={cursor === undefined ? undefined : here}
        next={next === undefined ? undefined : withQuery(here, { cursor: next })}
      />
    </Page>
  );
}

/** Filings are left out: the page names those of the order. */
function scopeOf({ scope, services, stopsService }: Measure, whole: string, place: (code: string) => string): string {
  const { products = [], functions = [], region } = scope as { products?: string[]; functions?: string[]; region?: string };
  const parts = [...(services ?? []), ...products, ...functions, ...(region === undefined ? [] : [place(region)])];
  return parts.length === 0 || stopsService ? [whole, ...parts].join(': ') : parts.join('; ');
}

export function Measures({ measures }: { measures: readonly Measure[] }) {
  const { language, words } = useView();
  const { orders } = words.matters;
  return (
    <Table
      caption={orders.measures}
      columns={[
        { name: orders.measure },
        { name: orders.scope },
        { name: orders.from },
        { name: orders.until },
        { name: orders.state },
      ]}
      rows={measures.map((measure) => [
        termOf(measureKinds, measure.kind, language),
        scopeOf(measure, orders.everything, (code) => provinceName(code, language)),
        inBeijing(measure.from),
        measure.until === undefined ? orders.untilLifted : inBeijing(measure.until),
        termOf(measureStates, measure.state, language),
      ])}
    />
  );
}

interface Remedy {
  kind: string;
  documentNo?: string;
  outcome?: string;
}

function OrderFacts({ order }: { order: Order }) {
  const { language, words } = useView();
  const { matters } = words;
  const { orders } = matters;
  const notice = (order.remediesNotice ?? {}) as { reconsideration?: string; litigation?: string };
  const remedies = order.remedies as unknown as readonly Remedy[];
  const written = (text: string | undefined) => text && <span class="app-written">{text}</span>;
  return (
    <Facts
      facts={[
        [matters.status, termOf(orderStatuses, order.status, language)],
        [matters.agency, order.agency && agencyName(order.agency, language)],
        [orders.servedOn, order.servedOn],
        [orders.rectifyBy, order.rectifyBy],
        [orders.reviewOn, order.reviewOn],
        [orders.provisionalUntil, order.provisionalUntil && inBeijing(order.provisionalUntil)],
        [matters.filings, order.filings.length > 0 && <Filings filings={order.filings} />],
        [orders.legalBasis, written(order.legalBasis.join('\n'))],
        [orders.riskFinding, written(order.riskFinding)],
        [orders.reasons, written(order.reasons)],
        [orders.reconsiderationAt, notice.reconsideration],
        [orders.litigationAt, notice.litigation],
        [orders.acknowledged, order.acknowledged ? matters.yes : matters.no],
        [orders.rectification, termOf(rectifications, order.rectification, language)],
        [
          orders.remedies,
          remedies.map(({ kind, documentNo, outcome }) => (
            <p class="govuk-body">
              {[termOf(remedyKinds, kind, language), documentNo, outcome && termOf(remedyOutcomes, outcome, language)]
                .filter(Boolean)
                .join(' · ')}
            </p>
          )),
        ],
      ]}
    />
  );
}

export function OrderPage({ order, events, done }: { order: Order; events: readonly MatterEvent[]; done?: string }) {
  const { language, words } = useView();
  const { matters } = words;
  const title = orderTitle(order, words);
  return (
    <Page title={title} section="/desk/orders">
      <a class="govuk-back-link" href={pageUrl(language, '/desk/orders')}>
        {matters.orders.title}
      </a>
      <h1 class="govuk-heading-l">{title}</h1>
      <Done word={done} />
      {order.termEnded && <Warning>{matters.orders.termEnded}</Warning>}
      {order.endedByItsTerms && <Inset>{matters.orders.endedByItsTerms}</Inset>}
      {order.stayed && <Inset>{matters.orders.stayed}</Inset>}
      <Acts acts={actsOn(order).map((act) => [`/desk/orders/${order.id}/${act}`, matters.orders.acts[act]])} />
      <OrderFacts order={order} />
      <Measures measures={order.measures} />
      <Course events={events} />
    </Page>
  );
}
