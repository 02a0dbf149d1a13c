import { describe, expect, test } from '@jest/globals';
import { material, number, supporterMaterial } from '#support/filing-examples.js';
import {
  contentFindings,
  contentOf,
  contentWarnings,
  type FilingContent,
  LABEL_MATERIAL_FROM,
  publishedOf,
} from './filing-content.js';

const found = (content: Partial<FilingContent>, on = '2026-03-02', unknown: readonly string[] = []) =>
  contentFindings(content, on, unknown).map(({ pointer, code }) => `${pointer} ${code}`);
const without = (kind: string) => material().attachments.filter((attachment) => attachment.kind !== kind);

describe('the material that ARP 24 ¶1 asks for', () => {
  test('of a provider and of a technical supporter may be complete', () => {
    expect(found(material())).toEqual([]);
    expect(found(supporterMaterial())).toEqual([]);
  });

  test.each([
    'role',
    'algorithm',
    'models',
    'products',
    'services',
    'attribute',
    'publicity',
    'mainUse',
    'complaintEntrance',
    'attachments',
  ] as const)('has %s, and its absence is said', (section) =>
    expect(found({ ...material(), [section]: undefined })).toContain(`/${section} missing`),
  );

  test('of which an imported row tells only a part says everything that is missing at once', () =>
    expect(found({ role: 'provider', mainUse: '换脸' })).toEqual([
      '/algorithm missing',
      '/models missing',
      '/products missing',
      '/services missing',
      '/attribute missing',
      '/publicity missing',
      '/complaintEntrance missing',
      '/attachments missing',
    ]));

  test.each(['responsibility-statement', 'self-assessment-report', 'publicity-form'])(
    'contains the %s, of both roles',
    (kind) => {
      expect(found(material({ attachments: without(kind) }))).toEqual(['/attachments missing']);
      expect(found(supporterMaterial({ attachments: without(kind) }))).toEqual(['/attachments missing']);
    },
  );

  test('contains label material from the day on, of providers', () => {
    const content = { attachments: without('label-material') };
    expect(found(material(content), '2025-08-31')).toEqual([]);
    expect(found(material(content), LABEL_MATERIAL_FROM)).toEqual(['/attachments missing']);
    expect(found(supporterMaterial(content), LABEL_MATERIAL_FROM)).toEqual([]);
  });

  test('names products of a provider, and the kind of service of a technical supporter', () => {
    expect(found(material({ products: [] }))).toEqual(['/products missing']);
    expect(found(material({ technicalService: '接口' }))).toEqual(['/technicalService not-of-role']);
    expect(found(supporterMaterial({ technicalService: undefined }))).toEqual(['/technicalService missing']);
    expect(found(supporterMaterial({ products: material().products }))).toEqual(['/products not-of-role']);
  });

  test('gives grounds where it declares public opinion attributes or social mobilization capability', () => {
    expect(found(material({ attribute: { declared: true, grounds: [] } }))).toEqual(['/attribute/grounds missing']);
    expect(found(material({ attribute: { declared: false, grounds: [] } }))).toEqual([]);
  });

  test('may refer to other filings by numbers that can be numbers', () => {
    const model = (upstreamNumber: string | undefined) => ({ name: '他家模型', origin: 'third-party' as const, upstreamNumber });
    expect(found(material({ models: [model(`网信算备${number}号`), model(undefined)] }))).toEqual([]);
    expect(found(material({ models: [model(undefined), model('网信算备110108470265001230015号'), model('1')] }))).toEqual([
      '/models/1/upstreamNumber number-malformed',
      '/models/2/upstreamNumber number-malformed',
    ]);
  });

  test('refers to attachments that have been uploaded', () =>
    expect(found(material(), '2026-03-02', ['c'.repeat(64), 'a'.repeat(64), 'f'.repeat(64)])).toEqual([
      '/attachments/0/sha256 attachment-unknown',
      '/attachments/2/sha256 attachment-unknown',
    ]));
});

describe('what is recorded as a warning and stops nothing', () => {
  test('nothing, of complete material', () => expect(contentWarnings(material(), '2026-03-02', true)).toEqual([]));
  test('label material that a technical supporter has not handed in, from the day on', () => {
    const content = supporterMaterial({ attachments: without('label-material') });
    expect(contentWarnings(content, '2025-08-31', true)).toEqual([]);
    expect(contentWarnings(content, '2025-09-01', true)).toEqual(['label-material-missing']);
  });
  test('a function of Article 15 whose assessment is not on record', () =>
    expect(
      contentWarnings(material({ services: { article15: ['biometric'], article17: [], coRegulated: [] } }), '2026-03-02', true),
    ).toEqual(['assessment-missing']));
  test('a third party’s model without the number of its own filing', () => {
    const models = (origin: 'own' | 'third-party') => [{ name: '模型', origin, upstreamNumber: undefined }];
    expect(contentWarnings(material({ models: models('third-party') }), '2026-03-02', true)).toEqual(['upstream-number-missing']);
    expect(contentWarnings(material({ models: models('own') }), '2026-03-02', true)).toEqual([]);
  });
  test('a county that the present table does not know', () =>
    expect(contentWarnings(material(), '2026-03-02', false)).toEqual(['division-unknown']));
});

describe('what reaches the log, and what the public', () => {
  test('every field that is named is taken, and none that is not', () => {
    expect(contentOf(material())).toEqual(material());
    expect(contentOf(supporterMaterial())).toEqual(supporterMaterial());
    const [product] = material().products;
    const smuggled = {
      ...material(),
      note: '张三',
      algorithm: { ...material().algorithm, author: '李四' },
      products: [{ ...product!, apps: [{ ...product!.apps[0]!, owner: '王五' }] }],
    };
    expect(contentOf(smuggled)).toEqual(material());
  });
  test('name, products, use and publicity content become public; the inner working and the reports do not', () => {
    const published = publishedOf(material());
    expect(Object.keys(published).sort()).toEqual([
      'algorithm',
      'complaintEntrance',
      'mainUse',
      'models',
      'products',
      'publicity',
      'role',
      'services',
      'technicalService',
    ]);
    expect(Object.keys(published.algorithm).sort()).toEqual(['applicationField', 'name', 'technologies']);
  });
});
