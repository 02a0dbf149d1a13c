// Golden files for each kind: `GOLDEN=write npm run jest -- libs/documents` writes those that are missing and touches no other.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { create } from 'fontkit';
import { materialItems } from '#domain/services.js';
import { pdfFonts, pdfText } from '#support/pdf-text.js';
import { agencyName, chineseNumber, citation } from './citations.js';
import {
  acceptanceSheet,
  cancellationSheet,
  changeAcceptanceSheet,
  changeRefusalSheet,
  exOfficioCancellationSheet,
  type FilingFacts,
  refusalSheet,
  revocationSheet,
} from './filing-sheets.js';
import { liftSheet, type LiftFacts, orderSheet } from './order-sheets.js';
import { sliceOf } from './pdf-fonts.js';
import { type PenaltyFacts, penaltyDecisionSheet, penaltyNoticeSheet } from './penalty-sheets.js';
import { closing, dayInWords, type Sheet } from './sheet.js';
import { sheetHtml, STYLE_DIGEST } from './sheet-html.js';
import { sheetPdf } from './sheet-pdf.js';
import { objectionReplySheet, rectificationOpinionSheet } from './supervision-sheets.js';

const event = { id: '6f1c2d3e-0000-5000-8000-000000000001', digest: `sha256:${'0123456789abcdef'.repeat(4)}` };
const filing: FilingFacts = {
  event,
  issuer: '北京市互联网信息办公室',
  basis: ['DSP 19', 'ARP 25'],
  on: '2026-11-24',
  filedAs: { name: '海淀云影科技有限公司', creditCode: '91110108MA00DEM06X' },
  algorithmName: '云影图像合成算法',
  number: '网信算备110108000000101230017号',
};
const order = orderSheet({
  ...{ event, issuer: '北京市通信管理局', basis: ['DSP 21'], on: '2026-11-24', addressee: '海淀云影科技有限公司' },
  documentNo: '京网信令〔2026〕1号',
  legalBasis: ['DSP 21 ¶2'],
  riskFinding: '生成内容未加标识，可能误导公众。',
  reasons: '多次提醒后仍未整改。',
  measures: [
    {
      ...{ measureId: 'm1', kind: 'suspend-other-services', services: ['换脸'], stopsService: false },
      scope: { products: ['云影'], functions: ['换脸'] },
      ...{ from: '2026-11-24T00:00:00+08:00', until: '2026-12-31T00:00:00+08:00' },
    },
    { measureId: 'm2', kind: 'rectify', stopsService: false, scope: {}, from: '2026-11-24T02:00:00.000Z' },
  ],
  ...{ rectifyBy: '2026-12-20', reviewOn: '2026-12-31', servedOn: '2026-11-24' },
  remedies: { reconsideration: '北京市人民政府', litigation: '北京市海淀区人民法院' },
});

const served = { event, issuer: '北京市互联网信息办公室', on: '2026-11-24', addressee: '海淀云影科技有限公司' };
const remedies = { reconsideration: '北京市人民政府', litigation: '北京市海淀区人民法院' };
const lift: LiftFacts = {
  ...{ ...served, remedies, basis: ['DSP 21 ¶2'], documentNo: '京网信令〔2026〕8号', orderNo: '京网信令〔2026〕7号' },
  ...{ ground: 'rectified', reason: '经检查，隐患已消除。', whole: true },
  measures: [{ measureId: 'm2', kind: 'rectify', stopsService: false, scope: {}, from: '2026-11-24T02:00:00.000Z' }],
};
const penal: PenaltyFacts = {
  ...{ ...served, basis: ['ARP 31', 'APL 57'], legalBasis: ['APL 32'], reasons: '未按规定标明备案编号，经责令改正仍未改正。' },
  sanctions: [
    { kind: 'warning' },
    { kind: 'public-criticism' },
    { kind: 'order-to-correct', correctBy: '2026-12-31' },
    { kind: 'fine', amountFen: 2_000_050 },
    { kind: 'suspend-information-updates' },
    { kind: 'closure' },
    { kind: 'permit-revocation', competentAuthority: '北京市通信管理局', decisionNo: '京通〔2026〕1号' },
    { kind: 'licence-revocation', competentAuthority: '北京市市场监督管理局', decisionNo: '京市监〔2026〕1号' },
  ],
};
const penalty = penaltyDecisionSheet({ ...penal, remedies, documentNo: '京网信罚〔2026〕1号', servedOn: '2026-11-25' });

const sheets: Record<string, Sheet> = {
  acceptance: acceptanceSheet(filing),
  refusal: refusalSheet({ ...filing, number: undefined }, [
    { item: 'self-assessment-report', defect: 'inconsistent', text: '报告所述产品与备案产品不一致。' },
    { item: 'label-material', defect: 'missing' },
  ]),
  cancellation: cancellationSheet({ ...filing, basis: ['ARP 24 ¶3'] }, '2026-10-31'),
  'ex-officio-cancellation': exOfficioCancellationSheet(
    { ...filing, basis: ['ARP 33 ¶2'] },
    'site-closed',
    '京网信注〔2026〕3号',
  ),
  revocation: revocationSheet({ ...filing, basis: ['ARP 33 ¶1'] }, '京网信撤〔2026〕2号'),
  order,
  'change-acceptance': changeAcceptanceSheet({ ...filing, basis: ['ARP 24 ¶2', 'ARP 25'] }, 2, '更新应用产品，新增云影网站'),
  'change-refusal': changeRefusalSheet({ ...filing, basis: ['ARP 25'] }, 1, [
    { item: 'algorithm', defect: 'form', text: '未盖章。' },
  ]),
  lift: liftSheet(lift),
  'lift-of-measures': liftSheet({ ...lift, ground: 'own-accord', reason: undefined, whole: false }),
  'penalty-decision': penalty,
};
/** They decide nothing: what one can do is not reconsideration and litigation. */
const undecided: Record<string, Sheet> = {
  'penalty-notice': penaltyNoticeSheet({ ...penal, basis: ['APL 44', 'ARP 31'], hearingRight: true }),
  'penalty-notice-without-hearing': penaltyNoticeSheet({
    ...{ ...penal, basis: ['APL 44', 'ARP 31'], hearingRight: false },
    sanctions: [{ kind: 'warning' }],
  }),
  'rectification-opinion': rectificationOpinionSheet(
    { ...served, basis: ['ARP 28'] },
    '请对全部换脸结果加注显著标识。',
    '2026-12-24',
  ),
  'objection-reply': objectionReplySheet(
    { ...served, basis: ['ARP 30'] },
    'partly-upheld',
    '未加标识属实，已责令整改。',
    filing.number,
  ),
};
const kinds = Object.entries({ ...sheets, ...undecided });

const without = (text: string): string => text.replaceAll(/\s/g, '');
/** What a sheet says, in its order. */
const saidBy = ({ issuer, title, number, addressee, body, on, ...rest }: Sheet): string => {
  const blocks = body.flatMap((block) => {
    if (block.kind === 'paragraph') return [block.text];
    if (block.kind === 'facts') return block.rows.map(([label, value]) => `${label}：${value}`);
    return block.items.map((item, i) => `${i + 1}. ${item}`);
  });
  const ends = closing({ issuer, title, number, addressee, body, on, ...rest }).map(([label, text]) => `${label}：${text}`);
  return without(
    [
      issuer,
      title,
      number ? `${number.label}：${number.text}` : '',
      `${addressee}：`,
      ...blocks,
      issuer,
      dayInWords(on),
      ...ends,
    ].join(''),
  );
};
/** The page's text without its marks. */
const textOf = (html: string): string =>
  html
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

describe.each(kinds)('the document of kind %s', (kind, sheet) => {
  const path = fileURLToPath(new URL(`../../test/golden/documents/${kind}.html`, import.meta.url));

  test('is the page of its golden file', () => {
    if (process.env.GOLDEN === 'write' && !existsSync(path)) writeFileSync(path, sheetHtml(sheet));
    expect(sheetHtml(sheet)).toBe(readFileSync(path, 'utf8'));
  });

  test('names its number, its basis, the remedies and the digest of its event', () => {
    const html = sheetHtml(sheet);
    expect(html).toContain('第');
    for (const part of [sheet.number?.text ?? '', ...sheet.basis, sheet.remedies, event.id, event.digest])
      expect(html).toContain(part);
    if (sheets[kind]) expect(sheet.remedies).toMatch(/六十日.*行政复议.*六个月.*行政诉讼/);
  });

  test('says the same as PDF, in Chinese that a reader can copy', async () => {
    const pdf = await sheetPdf(sheet);
    expect(without(pdfText(pdf))).toBe(saidBy(sheet));
    expect(pdf.equals(await sheetPdf(sheet))).toBe(true);
  });
});

test('a PDF shows each character with the outline that the font has for it', async () => {
  const shown: string[] = [];
  for (const { program, characters } of pdfFonts(await sheetPdf(order))) {
    const embedded = create(program);
    for (const [number, character] of characters) {
      const drawn = number === 0 || character.trim() === '' ? undefined : embedded.getGlyph(number).path.toSVG();
      if (drawn === undefined) continue;
      expect({ character, drawn }).not.toEqual({ character, drawn: '' });
      // Latin letters and digits have several forms.
      if (!/\p{Script=Han}/u.test(character)) continue;
      const [glyph] = sliceOf(character)!.font.layout(character, []).glyphs;
      expect({ character, drawn }).toEqual({ character, drawn: glyph!.path.toSVG() });
      shown.push(character);
    }
  }
  expect(shown.length).toBeGreaterThan(100);
});

describe('text from outside', () => {
  const hostile = [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    `' onload='x`,
    '&lt;b&gt; &amp;',
    '</style><script>1</script>',
    ']]>--><!--',
    '${7*7} {{7*7}}',
  ];
  const everywhere = (text: string): Sheet[] => [
    refusalSheet(
      { ...filing, filedAs: { name: text, creditCode: text }, algorithmName: text, number: text, basis: [text], issuer: text },
      [{ item: 'algorithm', defect: 'form', text }],
    ),
    exOfficioCancellationSheet({ ...filing, filedAs: { name: text } }, 'site-closed', text),
    ...everywhereElse(text),
    orderSheet({
      ...{ event, issuer: text, basis: [text], on: '2026-11-24', addressee: text, documentNo: text, legalBasis: [text] },
      ...{ riskFinding: text, reasons: text, remedies: { reconsideration: text, litigation: text } },
      measures: [
        {
          ...{ measureId: 'm1', kind: 'suspend-other-services', services: [text], stopsService: false },
          ...{ scope: { products: [text], functions: [text], region: text }, from: '2026-11-24T00:00:00Z' },
        },
      ],
    }),
  ];
  const everywhereElse = (text: string): Sheet[] => {
    const head = { event, issuer: text, basis: [text], on: '2026-11-24', addressee: text };
    const where = { reconsideration: text, litigation: text };
    const imposed = {
      ...head,
      ...{ legalBasis: [text], reasons: text },
      sanctions: [{ kind: 'permit-revocation' as const, competentAuthority: text, decisionNo: text }],
    };
    const named = { ...filing, filedAs: { name: text, creditCode: text }, algorithmName: text, number: text };
    return [
      changeAcceptanceSheet(named, 1, text),
      changeRefusalSheet(named, 1, [{ item: 'algorithm', defect: 'form', text }]),
      liftSheet({ ...lift, ...head, remedies: where, documentNo: text, orderNo: text, reason: text }),
      penaltyNoticeSheet({ ...imposed, hearingRight: true }),
      penaltyDecisionSheet({ ...imposed, remedies: where, documentNo: text }),
      rectificationOpinionSheet(head, text, '2026-12-24'),
      objectionReplySheet(head, 'upheld', text, text),
    ];
  };
  const shape = (html: string): string[] => [...html.matchAll(/<[^>]*>/g)].map(([tag]) => tag);

  test.each(hostile)('stays text on the page, in any field: %s', (text) => {
    const plain = everywhere('文字').map(sheetHtml).map(shape);
    const pages = everywhere(text).map(sheetHtml);
    expect(pages.map(shape)).toEqual(plain);
    for (const page of pages) expect(textOf(page)).toContain(text);
  });

  test.each(hostile)('stays text in the PDF, in any field: %s', async (text) => {
    for (const sheet of everywhere(text)) expect(without(pdfText(await sheetPdf(sheet)))).toBe(saidBy(sheet));
  });

  test('stays what it is, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), (text) => {
        const page = sheetHtml(exOfficioCancellationSheet(filing, 'site-closed', text));
        expect(textOf(page)).toContain(text);
      }),
      { numRuns: 300, seed: 3 },
    );
  });

  test('has its place in a PDF even where the font has no such character, and however long it is', async () => {
    const pdf = pdfText(await sheetPdf(exOfficioCancellationSheet(filing, 'site-closed', '𪚥𰻞 𓀀 😀')));
    expect(pdf).toContain('〔U+13000〕');
    const long = '很长的理由，'.repeat(2_000);
    const pages = await sheetPdf(refusalSheet(filing, [{ item: 'models', defect: 'form', text: long }]));
    expect(without(pdfText(pages))).toContain(long);
    expect(pages.toString('latin1').match(/\/Type \/Page\b/g)!.length).toBeGreaterThan(5);
  });
});

describe('words', () => {
  test('cite provisions as Chinese law does', () => {
    expect(citation('ARP 33 ¶1')).toBe('《互联网信息服务算法推荐管理规定》第三十三条第一款');
    expect(citation('SA18 8')).toBe('《具有舆论属性或社会动员能力的互联网信息服务安全评估规定》第八条');
    expect(citation('design')).toBeUndefined();
    expect(citation('《某条例》第五条')).toBe('《某条例》第五条');
    expect([1, 10, 12, 20, 21, 100, 105, 110, 115].map(chineseNumber)).toEqual(
      '一 十 十二 二十 二十一 一百 一百零五 一百一十 一百一十五'.split(' '),
    );
  });

  test('name authorities by kind and place', () => {
    const nameOf = (code: string) => (code === '110000' ? '北京市' : code);
    expect(agencyName('cac-000000', nameOf)).toBe('国家互联网信息办公室');
    expect(agencyName('public-security-110000', nameOf)).toBe('北京市公安机关');
    expect(agencyName('telecom-110000', nameOf)).toBe('北京市通信管理局');
  });

  test('name every item of the material that a refusal can be about', () => {
    for (const item of Object.keys(materialItems) as (keyof typeof materialItems)[])
      expect(sheetHtml(refusalSheet(filing, [{ item, defect: 'form', text: '甲' }]))).toContain(materialItems[item].zh);
  });
});

test('the policy of a page lets exactly its own style through', () => {
  const style = /<style>(.*?)<\/style>/s.exec(sheetHtml(order))![1]!;
  expect(style).not.toMatch(/[&<>"']/);
  expect(STYLE_DIGEST).toMatch(/^sha256-[A-Za-z0-9+/]{43}=$/);
});
