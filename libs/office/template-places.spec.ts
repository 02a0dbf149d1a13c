import { describe, expect, test } from '@jest/globals';
import { shippedTemplates, templateKinds } from './shipped-templates.js';
import { fill, places, placesIn } from './template-places.js';

describe('a template', () => {
  test('is filled where a fact is known; what is unknown, or has none in this case, stays visible', () =>
    expect(fill('{主体}：{名称}（{编号}），{材料名称}', { 主体: '示例公司', 名称: '示例算法' })).toEqual({
      text: '示例公司：示例算法（{编号}），{材料名称}',
      unfilled: ['编号', '材料名称'],
    }));

  test('takes a fact as it is, whatever it looks like', () => {
    const hostile = '{日期}$&$1{主体}<b>';
    expect(fill('{主体}/{名称}', { 主体: hostile, 名称: '甲', 日期: '今天' }).text).toBe(`${hostile}/甲`);
  });

  test('has no place that is inherited, empty, nested, too long, or over two lines', () => {
    for (const text of ['{constructor}', '{__proto__}', '{toString}']) expect(fill(text, {}).text).toBe(text);
    expect(placesIn(`{}{${'长'.repeat(21)}}{一\n二}{{主体}}`)).toEqual(['主体']);
  });

  test('names each place once', () => expect(placesIn('{主体}{日期}{主体}')).toEqual(['主体', '日期']));
});

describe('the templates that come with the service', () => {
  test('are of every kind, with an id of their own, in the order of their ids', () => {
    expect([...new Set(shippedTemplates.map(({ kind }) => kind))].sort()).toEqual([...templateKinds].sort());
    const ids = shippedTemplates.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  test('have a reason of refusal for each defect, and no defect elsewhere', () => {
    const defects = shippedTemplates.flatMap(({ kind, defect }) => (defect === undefined ? [] : [`${kind} ${defect}`]));
    expect(defects.sort()).toEqual(['refusal-reason form', 'refusal-reason inconsistent', 'refusal-reason missing']);
  });

  test('can be filled with whom they are for, wherever they address somebody', () => {
    for (const { text } of shippedTemplates.filter(({ kind }) => kind.startsWith('order') || kind === 'rectification'))
      expect(placesIn(text).filter((place) => Object.hasOwn(places, place))).toEqual(
        expect.arrayContaining(['主体', '名称', '机关', '日期']),
      );
  });
});
