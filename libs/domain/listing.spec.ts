// DSP 13: what app stores do about apps, on what occasion, and when an app comes back.
import { describe, expect, test } from '@jest/globals';
import { number, words } from '#support/filing-examples.js';
import * as the from '#support/listing-examples.js';
import { listing, type ListingCommand } from './listing.js';
import { scenario } from './scenario.js';

const given = (...commands: ListingCommand[]) => scenario(listing)(...the.past(...commands));
const stateAfter = (...commands: ListingCommand[]) => the.stateAfter(...commands);

describe('a measure', () => {
  test('on an unfiled app names what the store was answered, and belongs to the place of its developer', () =>
    given()
      .when(the.refuse())
      .then({
        type: 'AppRefused',
        basis: ['DSP 13'],
        effectiveOn: the.today,
        data: {
          ...the.app,
          ...{ store: 'store-1', signingDigest: undefined, number: undefined, filing: undefined, holder: undefined },
          ...{ division: '330106', agency: undefined, orders: [], cause: the.unfiled, reason: words('reason') },
        },
      }));
  test('on an app that nobody can be named for is the national level’s to see', () => {
    for (const developer of [undefined, '91100000MA00DEM03P'])
      expect(stateAfter(the.refuse({ developer })).division).toMatch(/^(000000|100000)$/);
  });
  test('on a filed app belongs to its filing and to who holds it, wherever its developer is registered', () =>
    expect(stateAfter(the.warn({ ...the.filed, cause: the.found }))).toMatchObject({ ...the.entry, number }));
  test('on an app that shows a number which stands for nothing keeps the number as shown', () =>
    expect(stateAfter(the.refuse(the.filed, { entry: undefined }))).toMatchObject({
      ...{ number, filing: undefined, holder: undefined, division: '330106' },
    }));
  test('goes on belonging to the filing when a later one names no number', () =>
    expect(stateAfter(the.warn(the.filed), the.delist({ cause: the.found }))).toMatchObject({ ...the.entry, number }));
  test('on account of an order belongs to its agency, also where the app was never filed', () =>
    expect(stateAfter(the.delist({ cause: the.ordered, developer: undefined }))).toMatchObject({
      ...{ agency: the.order.agency, division: the.order.division, orders: ['order-1'] },
    }));
  test('is not taken on a day that has not come, nor before the last one', () => {
    given()
      .when(the.warn({ takenOn: '2026-11-25' }))
      .thenFinds('/takenOn in-the-future');
    given(the.warn())
      .when(the.delist({ takenOn: '2026-11-23' }))
      .thenFinds('/takenOn before-the-last-measure');
  });
  test('that the store finds cause for itself is told in its words', () =>
    given()
      .when(the.warn({ cause: the.found, reason: undefined }))
      .thenFinds('/reason missing'));
  test('asked twice on the same occasion is taken once, and on another occasion once more', () => {
    given(the.warn()).when(the.warn()).thenNothing();
    expect(the.past(the.warn(), the.warn({ cause: the.found }))).toHaveLength(2);
  });
});

describe('the check behind a measure', () => {
  test('cannot be as of a position that the log has not come to', () =>
    given()
      .when(the.refuse({ cause: { kind: 'check', position: the.later, outcome: 'not-found' } }))
      .thenFinds('/cause/position in-the-future'));
  test('has found something wrong', () =>
    given()
      .when(the.refuse({ cause: the.matching }))
      .thenFinds('/cause/outcome nothing-wrong'));
  test('behind a restoration has found the app in order, or restricted in what does not stop it', () => {
    given(the.delist())
      .when(the.restore({ cause: the.unfiled }))
      .thenFinds('/cause/outcome still-wrong');
    for (const outcome of ['match', 'restricted'] as const)
      expect(stateAfter(the.delist(), the.restore({ cause: { ...the.matching, outcome } as never })).status).toBe('restored');
  });
});

describe('the order behind a measure', () => {
  const delisting = (facts: object | undefined, cause = the.asked) =>
    given().when(the.delist({ ...the.filed, cause }, { order: facts && { ...the.order, ...facts } }));
  test('is one that stores know of', () => delisting(undefined).thenFinds('/cause/order order-unknown'));
  test('is in force', () => delisting({ inForce: false }).thenFinds('/cause/order order-not-in-force'));
  test('touches the filing that the app shows', () =>
    delisting({ filings: ['filing-2'] }).thenFinds('/cause/order not-of-this-filing'));
  test('asks the stores to delist, where a request to do so is the cause', () => {
    delisting({ delistingRequested: false }).thenFinds('/cause/order delisting-not-requested');
    expect(stateAfter(the.delist({ cause: the.ordered }, { order: { ...the.order, delistingRequested: false } })).status).toBe(
      'delisted',
    );
  });
  test('lets the app come back when it has ended, is stayed or was lifted in part, and not before', () => {
    const back = (order: object, cause = the.ordered) =>
      given(the.delist({ cause: the.asked })).when(the.restore({ cause }, { order: { ...the.order, ...order } }));
    back({}).thenFinds('/cause/order order-in-force');
    back({ binds: false }, the.asked).thenFinds('/cause/order order-in-force');
    expect(stateAfter(the.delist({ cause: the.asked }), the.restore({ cause: the.ordered }, { order: the.ended }))).toMatchObject(
      {
        ...{ status: 'restored', orders: [] },
      },
    );
  });
  test('is named by every later measure until the app is back, so that whoever asked learns how it went on', () => {
    const events = the.past(
      the.suspend({ cause: the.ordered }),
      the.delist({ cause: the.found }),
      the.restore({ cause: the.matching }),
      the.warn(),
    );
    expect(events.map(({ data }) => data.orders)).toEqual([['order-1'], ['order-1'], ['order-1'], []]);
  });
});

describe('the order of measures', () => {
  test('what was refused or delisted is not on the shelf, and can be refused again', () => {
    given(the.refuse()).when(the.suspend()).thenRefused('not-listed');
    given(the.refuse()).when(the.delist()).thenRefused('not-listed');
    given(the.delist()).when(the.warn()).thenRefused('graver-measure-stands');
    expect(stateAfter(the.delist(), the.refuse({ cause: the.found })).status).toBe('refused');
  });
  test('what is on the shelf under a measure is not refused', () =>
    given(the.suspend()).when(the.refuse()).thenRefused('still-listed'));
  test('there is nothing to restore where no measure stands', () => {
    given()
      .when(the.restore({ cause: the.matching }))
      .thenRefused('nothing-to-restore');
    given(the.warn(), the.restore({ cause: the.matching }))
      .when(the.restore({ cause: the.found }))
      .thenRefused('nothing-to-restore');
  });
});
