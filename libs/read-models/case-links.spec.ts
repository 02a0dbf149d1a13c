import { describe, expect, test } from '@jest/globals';
import { type AnyFact } from '#domain/decider.js';
import { asStored } from '#support/registry-rows.js';
import { goldenFiles } from '../../test/golden/files.js';
import { caseLinks } from './case-links.js';
import { foldProjection } from './projection.js';

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const fact = (data: object): AnyFact => ({ type: 'SomethingHappened', basis: ['design'], effectiveOn: '2026-03-02', data });
const linksOf = (stream: string, ...data: readonly object[]) =>
  foldProjection(caseLinks, asStored(data.map(fact), stream)).rows.get(stream)?.row.links;

describe('the links of a case', () => {
  test('are what its acts name, each once, by the member that names it', () => {
    const opening = { addressee: id(1), filings: [id(2), id(3)], sameActAs: [id(4)], inspection: id(5) };
    expect(linksOf(`penalty-${id(9)}`, opening, { filings: [id(2), id(3)] })).toEqual([
      { to: `subject-${id(1)}`, as: 'addressee' },
      { to: `filing-${id(2)}`, as: 'filings' },
      { to: `filing-${id(3)}`, as: 'filings' },
      { to: `penalty-${id(4)}`, as: 'sameActAs' },
      { to: `inspection-${id(5)}`, as: 'inspection' },
    ]);
  });

  test('reach into lists of objects, and to streams that are named as such', () => {
    expect(linksOf(`incident-${id(9)}`, { orders: [{ order: id(1), filing: id(2) }] })).toEqual([
      { to: `order-${id(1)}`, as: 'order' },
      { to: `filing-${id(2)}`, as: 'filing' },
    ]);
    expect(linksOf(`inspection-${id(9)}`, { concerns: [`report-${id(1)}`, 'something else'] })).toEqual([
      { to: `report-${id(1)}`, as: 'concerns' },
    ]);
  });

  test('name no agency, no person, no words, and not the case itself', () => {
    const data = {
      to: { kind: 'cac', division: '110000' },
      by: id(1),
      report: { ref: id(2), digest: 'd' },
      filing: id(9),
      order: 7,
    };
    expect(linksOf(`filing-${id(9)}`, data)).toBeUndefined();
    for (const odd of [{}, { filing: null }, { filings: [null, 1, [id(1)]] }, { __proto__: { filing: id(1) } }])
      expect(linksOf(`order-${id(8)}`, odd) ?? []).toEqual([]);
  });

  test('are no business of accounts, calendars and case files', () =>
    expect(
      ['account-1', 'calendar-cn', 'case-filing-1', 'filing', ''].flatMap((stream) => caseLinks.keys({ stream } as never)),
    ).toEqual([]));

  test('miss no member of any event by which a matter is named', () => {
    const naming = /^(subject|filing|assessment|order|penalt(y|ies)|inspection|incident|report)s?$/;
    const members = [...goldenFiles().values()].flatMap(({ life }) => life.flatMap(({ data }) => Object.keys(data as object)));
    const found = [...new Set(members)].filter((name) => naming.test(name));
    expect(found.length).toBeGreaterThan(5);
    for (const name of found)
      expect({ name, links: linksOf(`subject-${id(9)}`, { [name]: id(1) }) }).toMatchObject({ links: [{}] });
  });
});
