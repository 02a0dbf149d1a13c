// What an app store is told of a filing, and that each version of the row is something new to it.
import { describe, expect, test } from '@jest/globals';
import { type AnyFact } from '#domain/decider.js';
import { type FilingEvent, filing } from '#domain/filing.js';
import { isProvisional, isStayed, type Order, stands } from '#domain/order-state.js';
import { order, type OrderCommand, type OrderEvent } from '#domain/order.js';
import { type RecordedEvent } from '#event-store/event-store.js';
import * as assessing from '#support/assessment-examples.js';
import * as the from '#support/filing-commands.js';
import { submit, supporterMaterial } from '#support/filing-examples.js';
import * as ordered from '#support/order-commands.js';
import { asStored, filingId, published } from '#support/registry-rows.js';
import { walkedLog } from '#support/walked-log.js';
import { foldProjection } from './projection.js';
import { idIn } from './recorded.js';
import { nextTurn, type StatusRow, toldOf, toldStatus } from './store-status-row.js';
import { storeStatus } from './store-status.js';

/** Streams one after the other as one log. */
const asLog = (...streams: [stream: string, facts: readonly AnyFact[]][]): RecordedEvent[] =>
  streams
    .flatMap(([stream, facts]) => asStored(facts, stream))
    .map((event, i) => ({ ...event, id: `event-${i}`, position: `0001-${String(i + 1).padStart(16, '0')}` }));

const ofFiling = `filing-${filingId}`;

/** Everything that stores are told, oldest first. */
function newsAfter(log: readonly RecordedEvent[]): StatusRow[] {
  const { rows, superseded } = foldProjection(storeStatus, log);
  return [...superseded.map(({ row }) => row), ...[...rows.values()].map(({ row }) => row)]
    .flatMap((row) => toldOf(row) ?? [])
    .filter(({ quiet }) => !quiet)
    .sort((a, b) => (`${a.news.position}.${a.news.index}` < `${b.news.position}.${b.news.index}` ? -1 : 1));
}

const last = (log: readonly RecordedEvent[]): StatusRow => {
  const row = toldOf(foldProjection(storeStatus, log).rows.get(filingId)?.row);
  if (!row) throw new Error('stores are told nothing');
  return row;
};

const kindsAfter = (...streams: [string, readonly AnyFact[]][]) => newsAfter(asLog(...streams)).map(({ news }) => news.changes);

describe('a store', () => {
  test('is told of a filing when it has its number, and of nothing before', () => {
    expect(kindsAfter([ofFiling, the.happened(...the.refused, the.notifyRefusal)])).toEqual([]);
    expect(kindsAfter([ofFiling, published()])).toEqual([['filed']]);
    expect(toldStatus(last(asLog([ofFiling, published()])))).toMatchObject({
      ...{ status: 'filed', filingStatus: 'filed', role: 'provider', labelMaterial: true, orders: [] },
      entity: { name: '海淀云影科技有限公司' },
      products: [{ name: '云影', apps: [{ platform: 'android', id: 'example.yunying' }] }],
      assessments: { reportSubmitted: false, reviewPassed: false },
    });
  });
  test('learns whether label material is on record from what was submitted and from an accepted change', () => {
    const { attachments } = supporterMaterial();
    const without = attachments.filter(({ kind }) => kind !== 'label-material');
    const filed = [submit(supporterMaterial({ attachments: without })), the.review(), the.accept];
    expect(last(asLog([ofFiling, the.happened(...filed)])).labelMaterial).toBe(false);
    const changed = the.happened(...filed, the.change([{ after: { attachments }, changedOn: '2026-02-26' }]), the.acceptChange());
    expect(last(asLog([ofFiling, changed])).labelMaterial).toBe(true);
    expect(kindsAfter([ofFiling, changed])).toEqual([['filed'], ['label-material-changed']]);
  });
  test('is told of a change that it could see, and of no other', () => {
    const changed = (change: ReturnType<typeof the.change>) =>
      kindsAfter([ofFiling, the.happened(...the.filed, change, the.acceptChange())]);
    expect(changed(the.change())).toEqual([['filed'], ['content-changed']]);
    expect(changed(the.change([the.otherUse]))).toEqual([['filed']]);
  });
  test('tells a cancellation from a revocation, and is told of a return', () => {
    expect(kindsAfter([ofFiling, the.happened(...the.filed, the.cancel, the.completeCancellation)])).toEqual([
      ['filed'],
      ['cancelled'],
    ]);
    const revoked = [...the.filed, the.proposeRevocation(), the.approveRevocation()];
    expect(kindsAfter([ofFiling, the.happened(...revoked, the.remedy('revocation'), the.reinstate)])).toEqual([
      ['filed'],
      ['revoked'],
      ['reinstated'],
    ]);
  });
  test('is told how far a safety assessment came, also of one that was linked before the acceptance', () => {
    const linked: AnyFact[] = assessing
      .happened(...assessing.underReview, assessing.close('cac'), assessing.close('public-security'))
      .map((fact) => ({ ...fact, data: { ...fact.data, filings: [filingId] } }));
    expect(toldStatus(last(asLog(['assessment-1', linked], [ofFiling, published()]))).assessments).toMatchObject({
      ...{ reportSubmitted: true, reviewPassed: true },
    });
    const kinds = kindsAfter([ofFiling, published()], ['assessment-1', linked]);
    expect(kinds).toEqual([['filed'], ['assessment-changed'], ['assessment-changed']]);
  });
});

describe('an order', () => {
  const under = (...commands: readonly OrderCommand[]) =>
    asLog(
      [ofFiling, published()],
      ['order-1', ordered.happened(ordered.draftOf({ filings: [filingId] }), ordered.approve(), ordered.issue(), ...commands)],
    );
  const kinds = (...commands: readonly OrderCommand[]) =>
    newsAfter(under(...commands))
      .slice(1)
      .map(({ news }) => news.changes);

  test('is told with its service, and given back with its lift', () => {
    expect(kinds()).toEqual([]);
    expect(kinds(ordered.serve(), ordered.lift(), ordered.approveLift())).toEqual([
      ['suspended', 'order-changed'],
      ['restored', 'order-changed'],
    ]);
  });
  test('is told to stores where the public is not told of it', () => {
    const row = last(under(ordered.serve(), ordered.publish()));
    expect(toldStatus(row)).toMatchObject({ status: 'suspended', orders: [{ order: '1', documentNo: '1号', stayed: false }] });
    expect(kinds(ordered.serve(), ordered.publish())).toEqual([['suspended', 'order-changed']]);
    expect(toldStatus(last(under(ordered.serve(), ordered.unpublish)))).toMatchObject({ status: 'filed', orders: [] });
  });
  test('says when stores are asked to delist, and which products', () => {
    expect(kinds(ordered.serve(), ordered.delist())).toEqual([
      ['suspended', 'order-changed'],
      ['order-changed', 'delisting-requested'],
    ]);
    expect(toldStatus(last(under(ordered.serve(), ordered.delist()))).orders[0]!.delisting).toMatchObject({
      requestedOn: ordered.today,
    });
  });
  test('weighs on the status from the hour at which a measure begins, and says before from when it will', () => {
    const row = last(under(ordered.serve()));
    const from = Date.parse('2026-11-24T00:00:00+08:00');
    expect(toldStatus(row, new Date(from - 1).toISOString())).toMatchObject({
      status: 'filed',
      orders: [{ measures: [{}, {}] }],
    });
    expect(toldStatus(row, new Date(from).toISOString()).status).toBe('suspended');
    expect([nextTurn(row, from - 1), nextTurn(row, from)]).toEqual([from, undefined]);
  });
  test('that ends by its own terms is told no longer than until then', () => {
    const past = ordered.happened(ordered.draftProvisional(), ordered.issue(), ordered.serve());
    const log = asLog([ofFiling, published()], ['order-1', past.map((fact) => ({ ...fact, data: { ...fact.data, filings: [filingId] } }))]); // prettier-ignore
    const row = last(log);
    const { endsAt } = toldStatus(row).orders[0]!;
    expect(toldStatus(row, '2026-11-25T00:59:59Z').status).toBe('suspended');
    expect(toldStatus(row, endsAt)).toMatchObject({ status: 'filed', orders: [] });
    expect(nextTurn(row, Date.parse(endsAt!) - 1)).toBe(Date.parse(endsAt!));
  });
  test('that concerns several filings is one change of each, in the order of their ids', () => {
    const ids = ['b', 'a', 'c'].map((letter) => `6f1c2d3e-0000-5000-8000-00000000000${letter}`);
    const past = ordered.happened(ordered.draftOf({ filings: ids }), ordered.approve(), ordered.issue(), ordered.serve());
    const log = asLog(...ids.map((id) => [`filing-${id}`, published()] as [string, AnyFact[]]), ['order-1', past]);
    const told = newsAfter(log).slice(ids.length);
    expect(told.map(({ id, news }) => [id, news.index])).toEqual([...ids].sort().map((id, i) => [id, i]));
    expect(new Set(told.map(({ news }) => news.position)).size).toBe(1);
  });
});

/** The same, from the states of the aggregates themselves. */
class Expected {
  readonly #filings = new Map<string, typeof filing.initial>();
  readonly #orders = new Map<string, { state: Order; delisting?: object }>();

  take({ stream, type, data, meta }: RecordedEvent): void {
    const fact = { type, data, basis: meta.basis, effectiveOn: meta.effectiveOn } as unknown;
    const [filingOf, orderOf] = [idIn('filing', stream), idIn('order', stream)];
    if (filingOf !== undefined)
      this.#filings.set(filingOf, filing.evolve(this.#filings.get(filingOf) ?? filing.initial, fact as FilingEvent));
    if (orderOf === undefined) return;
    const { state, delisting } = this.#orders.get(orderOf) ?? { state: order.initial };
    const asked = type === 'DelistingRequested' && state.publication !== undefined;
    const taken = (fact as OrderEvent).type === 'PublicationWithdrawn';
    this.#orders.set(orderOf, {
      state: order.evolve(state, fact as OrderEvent),
      delisting: asked
        ? { requestedOn: meta.effectiveOn, products: (data as { products: string[] }).products }
        : taken
          ? undefined
          : delisting,
    });
  }

  of(id: string): object | undefined {
    const state = this.#filings.get(id);
    if (!state || !['filed', 'cancelled', 'revoked'].includes(state.status)) return undefined;
    const { number, status, filedAs, content } = state;
    return {
      ...{ digits: number, filingStatus: status, entity: filedAs, algorithmName: content?.algorithm?.name, role: content?.role },
      products: content?.products?.map(({ name }) => name),
      labelMaterial: content?.attachments?.some(({ kind }) => kind === 'label-material'),
      orders: [...this.#orders]
        .filter(([, { state }]) => state.status === 'in-force' && state.publication !== undefined)
        .filter(([, { state }]) => state.content?.filings.includes(id))
        .map(([orderId, { state, delisting }]) => ({
          ...{ order: orderId, stayed: isStayed(state), reviewOn: state.reviewOn, delisting },
          endsAt: isProvisional(state) ? state.content?.provisionalUntil : undefined,
          measures: state.measures
            .filter((measure) => stands(measure) && measure.state !== 'ordered')
            .filter(({ scope }) => scope.filings?.includes(id) ?? true)
            .map(({ measureId, until }) => `${measureId} ${until}`),
        }))
        .filter(({ measures, delisting }) => measures.length > 0 || delisting !== undefined)
        .sort((a, b) => (a.order < b.order ? -1 : 1)),
    };
  }
}

const asExpected = (row: StatusRow): object => {
  const { digits, filingStatus, entity, algorithmName, role, products, labelMaterial, orders } = toldStatus(row);
  return {
    ...{ digits, filingStatus, entity, algorithmName, role, labelMaterial, products: products.map(({ name }) => name) },
    orders: orders
      .map(({ order: id, stayed, reviewOn, endsAt, delisting, measures }) => ({
        ...{ order: id, stayed, reviewOn, endsAt, delisting },
        measures: measures.map(({ measureId, until }) => `${measureId} ${until}`),
      }))
      .sort((a, b) => (a.order < b.order ? -1 : 1)),
  };
};

const plain = (value: object | undefined): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort())
      : inner,
  );

describe('over random lives', () => {
  test.each([1, 2, 3])(
    'a store is told what the aggregates say, at every event, and once each time that it changes (%i)',
    (seed) => {
      const log = walkedLog(seed, 3_000);
      const expected = new Expected();
      const told = new Map<string, string>();
      const changes: string[] = [];
      for (const event of log) {
        expected.take(event);
        for (const id of [...new Set(storeStatus.keys(event))].sort()) {
          const now = plain(expected.of(id));
          if (now !== told.get(id) && now !== undefined) changes.push(`${event.position} ${id} ${now}`);
          told.set(id, now);
        }
      }
      const news = newsAfter(log).map((row) => `${row.news.position} ${row.id} ${plain(asExpected(row))}`);
      expect(news.length).toBeGreaterThan(200);
      expect(news).toEqual(changes);
    },
  );
});
