// The board of orders.
import { type components } from '#client/schema.js';
import { Button, Select } from '../parts/fields.js';
import { Table } from '../parts/facts.js';
import { Page } from '../parts/page.js';
import { Pagination } from '../parts/pagination.js';
import { pageUrl, useView, useVisitor, withQuery } from '../view.js';
import { choicesOf, orderStatuses } from '../words/official-terms.js';
import { termOf } from '../words/terms.js';
import { hasOffice } from './order-acts.js';
import { kindText } from './measures.js';

type Summary = components['schemas']['OrderSummaryDto'];

export interface OrderListProps {
  orders: readonly Summary[];
  status?: string;
  filing?: string;
  cursor?: string;
  next?: string;
}

/** What must be seen of an order before all else. */
function Marks({ order }: { order: Summary }) {
  const { words } = useView();
  return (
    <>
      {order.termEnded && <strong class="govuk-tag govuk-tag--red">{words.acts.termEnded}</strong>}
      {order.endedByItsTerms && <strong class="govuk-tag govuk-tag--grey">{words.acts.endedByItsTerms}</strong>}
      {order.stayed && <strong class="govuk-tag govuk-tag--orange">{words.acts.stayed}</strong>}
    </>
  );
}

export function OrderListPage({ orders, status, filing, cursor, next }: OrderListProps) {
  const { language, words } = useView();
  const { account } = useVisitor();
  const { acts } = words;
  const here = pageUrl(language, '/console/orders');
  return (
    <Page title={acts.orders} section="/console/orders">
      <h1 class="govuk-heading-l">{acts.orders}</h1>
      {hasOffice(account, 'handling') && (
        <a class="govuk-button" href={withQuery(pageUrl(language, '/console/orders/new'), { filing })}>
          {acts.newOrder}
        </a>
      )}
      <form action={here} method="get" class="app-no-print">
        {filing !== undefined && <input type="hidden" name="filing" value={filing} />}
        <Select name="status" label={words.status} any={words.any} value={status} choices={choicesOf(orderStatuses, language)} />
        <Button secondary>{words.apply}</Button>
      </form>
      {orders.length === 0 && <p class="govuk-body">{acts.noOrders}</p>}
      {orders.length > 0 && (
        <Table
          caption={acts.orders}
          captionHidden
          columns={[
            { name: acts.documentNo },
            { name: words.status },
            { name: acts.measures },
            { name: acts.issuedOn },
            { name: acts.servedOn },
            { name: acts.fields.rectifyBy },
            { name: acts.fields.reviewOn },
          ]}
          rows={orders.map((order) => [
            <a class="govuk-link" href={pageUrl(language, `/console/orders/${order.id}`)}>
              {order.documentNo ?? `${acts.withoutNumber} (${order.id.slice(0, 8)})`}
            </a>,
            <>
              {termOf(orderStatuses, order.status, language)} <Marks order={order} />
            </>,
            order.measures.map((measure) => kindText(measure, language)).join('; '),
            order.issuedOn ?? '',
            order.servedOn ?? '',
            order.rectifyBy ?? '',
            order.reviewOn ?? '',
          ])}
        />
      )}
      <Pagination
        first={cursor === undefined ? undefined : withQuery(here, { status, filing })}
        next={next === undefined ? undefined : withQuery(here, { status, filing, cursor: next })}
      />
      <p class="govuk-body">
        <a class="govuk-link" href={withQuery(pageUrl(language, '/console/orders.csv'), { status, filing })}>
          {words.asCsv}
        </a>
      </p>
    </Page>
  );
}
