import { describe, expect, test } from '@jest/globals';
import { fold } from '#domain/decider.js';
import { inspection } from '#domain/inspection.js';
import { penalty } from '#domain/penalty.js';
import { inspections } from '#application/inspections.js';
import { penalties } from '#application/penalty-citation.js';
import * as proceeding from '#support/penalty-examples.js';
import { asStored } from '#support/registry-rows.js';
import { goldenFiles } from '../../test/golden/files.js';
import { inspectionCases } from './inspection-cases.js';
import { penaltyCases } from './penalty-cases.js';
import { type ProceedingCase } from './proceeding-cases.js';
import { foldProjection, type Projection } from './projection.js';

const id = '6f1c2d3e-0000-5000-8000-000000000009';
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const lives = (category: string) =>
  [...goldenFiles()].filter(([, file]) => file.category === category).map(([name, { life }]) => [name, life] as const);
const row = <S>(model: Projection<ProceedingCase<S>>, stream: string, life: Parameters<typeof asStored>[0]) =>
  foldProjection(model, asStored(life, stream)).rows.get(id)!.row;
const columnsOf = <S>({ columns }: Projection<ProceedingCase<S>>, of: ProceedingCase<S>) =>
  Object.fromEntries(columns.map((column) => [column.name, column.of(of)]));

describe.each(lives('penalty'))('the penalty case of %s', (_, life) => {
  const found = row(penaltyCases, `penalty-${id}`, life as never);

  test('stands where the domain’s own fold puts it, with every act in its order', () => {
    expect(plain(found.state)).toEqual(plain(fold(penalty, life as never)));
    expect(found).toMatchObject({ id, revision: life.length - 1, openedOn: life[0]!.effectiveOn });
    expect(found.acts.map(({ type }) => type)).toEqual(life.map(({ type }) => type));
  });

  test('is listed for whom the policy lets read it one by one', () => {
    const { holder, division } = penalties.matter(found.state);
    expect(columnsOf(penaltyCases, found)).toMatchObject({ holder, division, status: found.state.status });
  });
});

describe.each(lives('inspection'))('the inspection of %s', (_, life) => {
  const found = row(inspectionCases, `inspection-${id}`, life as never);

  test('stands where the domain’s own fold puts it, with every act in its order', () => {
    expect(plain(found.state)).toEqual(plain(fold(inspection, life as never)));
    expect(found).toMatchObject({ id, revision: life.length - 1, openedOn: life[0]!.effectiveOn });
    expect(found.acts.map(({ type }) => type)).toEqual(life.map(({ type }) => type));
  });

  test('is listed for whom the policy lets read it one by one', () => {
    const { holder, division } = inspections.matter(found.state);
    expect(columnsOf(inspectionCases, found)).toMatchObject({ holder, division, status: found.state.status });
  });
});

describe('whose it is', () => {
  const { open, investigate, notify, plan, find, askFor } = proceeding;
  const penaltyAfter = (...past: Parameters<typeof proceeding.penaltyPast>) =>
    columnsOf(penaltyCases, row(penaltyCases, `penalty-${id}`, proceeding.penaltyPast(...past)));
  const inspectionAfter = (...past: Parameters<typeof proceeding.inspectionPast>) =>
    columnsOf(inspectionCases, row(inspectionCases, `inspection-${id}`, proceeding.inspectionPast(...past)));

  test('a penalty case becomes its addressee’s with the notice of what is proposed', () => {
    expect(penaltyAfter(open(), investigate())).toMatchObject({ holder: undefined, subject: 's-1', division: '110108' });
    expect(penaltyAfter(open(), investigate(), notify())).toMatchObject({ holder: 's-1', subject: 's-1' });
  });

  test('an inspection becomes its party’s when it is announced, or when something is asked of it', () => {
    expect(inspectionAfter(plan(), find()).holder).toBeUndefined();
    expect(inspectionAfter(plan({ announced: true })).holder).toBe('s-1');
    expect(inspectionAfter(plan(), askFor()).holder).toBe('s-1');
  });

  test('a case that was given from elsewhere is where its agency is', () => {
    const given = { factor: 'designated', division: '310115', documentRef: '指定管辖〔2026〕1号' };
    expect(penaltyAfter(open({ jurisdiction: given })).division).toBe('110000');
  });

  test('streams of other kinds are none of its business', () => {
    const others = asStored(proceeding.penaltyPast(open()), `order-${id}`);
    expect(foldProjection(penaltyCases, others).rows.size).toBe(0);
    expect(foldProjection(inspectionCases, others).rows.size).toBe(0);
  });
});
