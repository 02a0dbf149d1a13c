// What an order makes of a public entry, and what gives the entry back.
import { describe, expect, test } from '@jest/globals';
import { type By } from '#domain/decider.js';
import { type OrderedMeasure } from '#domain/order-state.js';
import { type OrderCommand } from '#domain/order.js';
import * as the from '#support/order-commands.js';
import { asStored, entryAfter, filingId, published } from '#support/registry-rows.js';
import { foldProjection } from './projection.js';
import { publicRegistry } from './public-registry.js';
import { publicStatus } from './registry-row.js';

const now = '2026-11-25T00:00:00.000Z';

const under = (measures: readonly OrderedMeasure[], ...commands: readonly OrderCommand[]) => {
  const past = the.happened(the.draftOf({ filings: [filingId], measures }), the.approve(), the.issue(), ...commands);
  const log = [...asStored(published()), ...asStored(past, 'order-1')];
  const { superseded } = foldProjection(publicRegistry, log);
  const row = entryAfter(log)!;
  return { status: publicStatus(row, now), earlier: publicStatus(row, '2026-11-23T00:00:00Z'), versions: superseded.length, row };
};

const stop = [the.measure()];
const registration = [the.measure({ kind: 'suspend-account-registration', services: undefined, stopsService: false })];
const before = asStored(published());
const unchanged = foldProjection(publicRegistry, before).superseded.length;

describe('the public entry', () => {
  test('tells nothing of an order that has not been served', () => {
    const { status, versions, row } = under(stop);
    expect({ status, versions, orders: row.orders }).toEqual({ status: 'filed', versions: unchanged, orders: undefined });
  });
  test('is suspended where a measure stops the service, and not before it begins', () => {
    expect(under(stop, the.serve()).status).toBe('suspended');
    expect(under(stop, the.serve()).earlier).toBe('filed');
  });
  test('is restricted where a registration is stopped, a rectification is ordered, or a part is stopped', () => {
    expect(under(registration, the.serve()).status).toBe('restricted');
    expect(under([the.measure({ scope: { products: ['另一产品'] } })], the.serve()).status).toBe('restricted');
    expect(under([the.measure({ scope: { region: '110000' } })], the.serve()).status).toBe('restricted');
  });
  test('is given back by a lift, a stay and an annulment, and not by the end of a term', () => {
    expect(under(stop, the.serve(), the.lift(), the.approveLift()).status).toBe('filed');
    expect(under(stop, the.serve(), the.enterRemedy(), the.remedy('pending', true)).status).toBe('filed');
    expect(under(stop, the.serve(), the.enterRemedy(), the.remedy('pending', true), the.remedy('upheld')).status).toBe(
      'suspended',
    );
    expect(under(stop, the.serve(), the.enterRemedy(), the.remedy()).status).toBe('filed');
    expect(publicStatus(under(stop, the.serve()).row, '2027-06-01T00:00:00Z')).toBe('suspended');
  });
  test('shows no order that is for stores or whose publication was taken back', () => {
    expect(under(stop, the.serve(), the.publish()).row.orders).toEqual([]);
    expect(under(stop, the.serve(), the.unpublish).status).toBe('filed');
  });
  test('is given back as long as any of the remedies that stayed the order before its publication does', () => {
    const second = (outcome: 'pending' | 'upheld', stay: boolean, by: By) =>
      the.ask('RecordRemedy', { kind: 'reconsideration', body: '某机关', documentNo: '2', struck: [], stay, outcome }, { by });
    const stayed = [the.serve(), the.unpublish, the.enterRemedy(), the.remedy('pending', true)];
    const twice = [...stayed, second('pending', false, the.officer), second('pending', true, the.other), the.publish('public')];
    const one = [...twice, the.remedy('upheld')];
    expect(under(stop, ...one).status).toBe('filed');
    expect(under(stop, ...one, second('upheld', false, the.other)).status).toBe('suspended');
  });
  test('shows no further measure before its service, though the order is published anew', () => {
    const escalated = [the.serve(), the.escalate, the.approveEscalation(), the.publish('public')];
    expect(under(registration, ...escalated).status).toBe('restricted');
    expect(under(registration, ...escalated, the.serve()).status).toBe('suspended');
  });
  test('shows further measures when they are served', () => {
    const escalated = [the.serve(), the.escalate, the.approveEscalation()];
    expect(under(registration, ...escalated).status).toBe('restricted');
    expect(under(registration, ...escalated, the.serve()).status).toBe('suspended');
  });
});
