import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Product } from '#domain/filing-content.js';
import { productForms } from '#domain/services.js';
import { printedProducts, readProducts, readRole } from './published-list.js';

const read = (printed: string): string[] => readProducts(printed).map(({ name, form }) => `${name}/${form}`);

describe('应用产品 as the published list prints it', () => {
  test.each([
    ['大麦（APP）', ['大麦/app']],
    ['写作蛙（网站）、写作蛙（小程序）', ['写作蛙/website', '写作蛙/mini-program']],
    ['酷狗概念版(APP)、酷狗音乐(APP)', ['酷狗概念版/app', '酷狗音乐/app']],
    ['1688工业品（APP）、阿里巴巴（APP、网站）', ['1688工业品/app', '阿里巴巴/app', '阿里巴巴/website']],
    ['剪映（APP）、抖音短视频（APP）等', ['剪映/app', '抖音短视频/app']],
    ['某某（公众账号）', ['某某/public-account']],
    ['某某（北京版）（APP）', ['某某（北京版）/app']],
    ['某某（机顶盒）', ['某某/other']],
    ['某某', ['某某/other']],
    ['--', []],
    ['-', []],
    ['', []],
  ])('%s', (printed, products) => expect(read(printed)).toEqual(products));

  test('what is printed here is read as it was', () => {
    const name = fc.stringMatching(/^[a-zA-Z0-9星火云影\-+ ]{0,8}[a-z星火]$/).map((text) => text.trim());
    const product: fc.Arbitrary<Product> = fc.record({
      name,
      form: fc.constantFrom(...(Object.keys(productForms) as Product['form'][])),
      apps: fc.constant([]),
    });
    fc.assert(
      fc.property(fc.array(product, { maxLength: 5 }), (products) => {
        expect(readProducts(printedProducts(products))).toEqual(products);
      }),
    );
  });
});

test('a role is read from its official term, and an algorithm type is no role', () => {
  expect(['服务提供者', ' 服务技术支持者 ', '个性化推送类', ''].map(readRole)).toEqual([
    'provider',
    'technical-supporter',
    undefined,
    undefined,
  ]);
});
