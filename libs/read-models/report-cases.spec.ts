import { describe, expect, test } from '@jest/globals';
import { fold } from '#domain/decider.js';
import { report } from '#domain/report.js';
import { reports } from '#application/report-matters.js';
import { number } from '#support/filing-examples.js';
import { asStored } from '#support/registry-rows.js';
import * as the from '#support/report-examples.js';
import { goldenFiles } from '../../test/golden/files.js';
import { foldProjection } from './projection.js';
import { type ReportCase, reportCases } from './report-cases.js';

const id = '6f1c2d3e-0000-5000-8000-000000000010';
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const row = (life: Parameters<typeof asStored>[0]): ReportCase =>
  foldProjection(reportCases, asStored(life, `report-${id}`)).rows.get(id)!.row;
const columns = (of: ReportCase) => Object.fromEntries(reportCases.columns.map((column) => [column.name, column.of(of)]));
const after = (...past: Parameters<typeof the.past>) => columns(row(the.past(...past)));

const lives = [...goldenFiles()]
  .filter(([, file]) => file.category === 'report')
  .map(([name, { life }]) => [name, life] as const);

describe.each(lives)('the report of %s', (_, life) => {
  const found = row(life);

  test('stands where the domain’s own fold puts it, with every act in its order', () => {
    expect(plain(found.state)).toEqual(plain(fold(report, life as never)));
    expect(found).toMatchObject({ id, revision: life.length - 1, openedOn: life[0]!.effectiveOn });
    expect(found.acts.map(({ type }) => type)).toEqual(life.map(({ type }) => type));
  });

  test('is listed for whom the policy lets read it one by one', () => {
    const { holder, account } = reports.matter(found.state);
    expect(columns(found)).toMatchObject({ holder, account, division: undefined, status: found.state.status });
  });
});

describe('a report', () => {
  test('is read by its recipients and those of their kind above them', () => {
    expect(after(the.incident()).readers).toEqual([
      ...['cac-110000', 'cac-000000', 'public-security-110000', 'public-security-000000'],
    ]);
    expect(after(the.complain(), the.refer(the.hangzhou)).readers).toEqual([
      ...['cac-110000', 'cac-000000', 'cac-330100', 'cac-330000'],
    ]);
  });

  test('awaits those who have still to do with it', () => {
    expect(after(the.incident()).awaits).toEqual(['cac-110000', 'public-security-110000']);
    expect(after(the.incident(), the.acknowledge(), the.close()).awaits).toEqual(['public-security-110000']);
    expect(after(the.complain(), the.refer()).awaits).toEqual(['telecom-110000']);
    expect(after(the.object(), the.reply()).awaits).toEqual([]);
  });

  test('is found by the number that it is about', () => {
    expect(after(the.object())).toMatchObject({ kind: 'objection', number });
    expect(after(the.complain({ number: undefined }, { entry: undefined })).number).toBeUndefined();
  });

  test('waits unattended while nobody signed it and nobody has looked at it', () => {
    expect(after(the.complain()).unattended).toBe(true);
    expect(after(the.complain(), the.supplement()).unattended).toBe(true);
    expect(after(the.complain(), the.acknowledge()).unattended).toBe(false);
    expect(after(the.object(), the.refer()).unattended).toBe(false);
    expect(after(the.complain({}, the.signedIn)).unattended).toBe(false);
    expect(after(the.incident()).unattended).toBe(false);
  });

  test('in streams of other kinds is none of its business', () =>
    expect(foldProjection(reportCases, asStored(the.past(the.object()), `order-${id}`)).rows.size).toBe(0));
});
