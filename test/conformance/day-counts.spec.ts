// Every count of days against the table of the procedures, copied here by hand: what is law, and what only a draft or practice.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { dayCounts, dayCountsWith, dueAfter } from '#domain/day-counts.js';
import { builtInCalendar as calendar } from '#domain/calendar.js';

const table: readonly (readonly [name: string, count: number, unit: string, kind: string, source: string])[] = [
  // The filing procedure.
  ['filing', 10, 'working-days', 'law', 'ARP 24 ¶1'],
  ['decision', 30, 'working-days', 'law', 'ARP 25'],
  ['change', 10, 'working-days', 'law', 'ARP 24 ¶2'],
  ['change-decision', 30, 'working-days', 'practice', 'practice, after ARP 25'],
  ['cancellation', 20, 'working-days', 'law', 'ARP 24 ¶3'],
  ['cancellation-decision', 30, 'working-days', 'practice', 'practice, after ARP 25'],
  // Safety assessment and labels.
  ['assessment-report', 30, 'working-days', 'law', 'SA18 7'],
  ['unlabelled-output-logs', 6, 'months', 'law', 'LBL 9'],
  // Enforcement.
  ['case-opening', 7, 'working-days', 'draft', 'CACP-D 18'],
  ['case-opening-special', 15, 'working-days', 'draft', 'CACP-D 18'],
  ['jurisdiction-dispute', 10, 'working-days', 'draft', 'CACP-D 13'],
  ['assistance', 15, 'working-days', 'draft', 'CACP-D 20'],
  ['kept-evidence', 7, 'working-days', 'law', 'APL 56'],
  ['statement-and-defence', 3, 'working-days', 'draft', 'CACP-D 39'],
  ['hearing-request', 5, 'working-days', 'law', 'APL 64 (1)'],
  ['hearing-notice', 7, 'working-days', 'law', 'APL 64 (2)'],
  ['penalty-decision', 90, 'days', 'law', 'APL 60'],
  ['penalty-decision-extension', 60, 'days', 'draft', 'CACP-D 44'],
  ['decision-service', 7, 'working-days', 'law', 'APL 61'],
  ['public-notice-service', 30, 'days', 'law', 'CPL 95'],
  ['fine-payment', 15, 'days', 'law', 'APL 67'],
  ['enforcement-demand', 10, 'working-days', 'draft', 'CACP-D 49'],
  ['reconsideration-request', 60, 'days', 'law', 'ARL 20'],
  ['reconsideration-acceptance', 5, 'working-days', 'law', 'ARL 30'],
  ['reconsideration-supplement', 10, 'working-days', 'law', 'ARL 31'],
  ['reconsideration-decision', 60, 'days', 'law', 'ARL 62'],
  ['reconsideration-decision-extension', 30, 'days', 'law', 'ARL 62'],
  ['reconsideration-decision-simple', 30, 'days', 'law', 'ARL 62'],
  ['litigation', 6, 'months', 'law', 'ALL 46'],
  ['litigation-after-reconsideration', 15, 'days', 'law', 'ALL 45'],
  ['publication-withdrawal', 3, 'working-days', 'law', 'APL 48'],
  ['order-service', 7, 'working-days', 'practice', 'practice, after APL 61'],
  ['order-publication-withdrawal', 3, 'working-days', 'practice', 'practice, after APL 48'],
];

describe('the day counts', () => {
  test('are those of the table, no more and no fewer', () =>
    expect(Object.entries(dayCounts).map(([name, { count, unit, kind, source }]) => [name, count, unit, kind, source])).toEqual(
      table,
    ));

  test('call law only what names an article of a law in force', () => {
    for (const [name, , , kind, source] of table) {
      expect({ name, law: kind === 'law' }).toEqual({ name, law: /^(ARP|SA18|APL|ARL|ALL|CPL|LBL) \d/.test(source) });
      expect({ name, draft: kind === 'draft' }).toEqual({ name, draft: source.startsWith('CACP-D') });
    }
  });

  test.each(table.filter(([, , , kind]) => kind === 'law'))('%s is law, and no operator sets it', (name) =>
    expect(() => dayCountsWith({ [name]: 1 })).toThrow(`${name} is law`),
  );

  test.each(table.filter(([, , , kind]) => kind !== 'law'))(
    '%s can be set, and keeps its source',
    (name, count, unit, kind, source) => {
      const counts = dayCountsWith({ [name]: count + 1 });
      expect(counts).toEqual({
        ...dayCounts,
        [name]: { ...dayCounts[name as 'case-opening'], count: count + 1, unit, kind, source },
      });
    },
  );

  test('name all that is wrong with the figures of an operator at once', () =>
    expect(() =>
      dayCountsWith({ decision: 20, toString: 3, 'case-opening': 0, assistance: 1.5, 'enforcement-demand': '10' }),
    ).toThrow(
      'decision is law (ARP 25); there is no count "toString"; case-opening must be a number of days from 1 to 1000; ' +
        'assistance must be a number of days from 1 to 1000; enforcement-demand must be a number of days from 1 to 1000',
    ));

  test('are counted in their own unit', () => {
    expect(dueAfter('2026-02-12', dayCounts.filing, calendar)).toEqual({ dueOn: '2026-03-04', provisional: false });
    // The fifteenth day is a Saturday in the holiday of National Day, and the days after it are off too.
    expect(dueAfter('2026-09-18', dayCounts['fine-payment'], calendar)).toEqual({ dueOn: '2026-10-08', provisional: false });
    expect(dueAfter('2026-03-31', dayCounts.litigation, calendar)).toEqual({ dueOn: '2026-09-30', provisional: false });
  });
});

test('whatever counts days outside the domain takes its figures from there', () => {
  const source = readFileSync(join(import.meta.dirname, '../../libs/read-models/filing-deadlines.ts'), 'utf8');
  expect(source).not.toMatch(/addWorkingDays|addDays|addMonths/);
});
