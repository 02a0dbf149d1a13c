// Search: a table of queries with their first hits over invented cases, and every answer against a plain look through the log.
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type FilingContent } from '#domain/filing-content.js';
import { formatFilingNumber, issueFilingNumber } from '#domain/filing-number.js';
import { type EventStore, type Json, type Position } from '#event-store/event-store.js';
import { type CaseDatabase, caseDatabase, CASES } from '#support/case-database.js';
import { material, today } from '#support/filing-examples.js';
import { cellsOf } from '#support/published.js';
import { Random } from '#support/random.js';
import { newEvent, surroundings } from '#support/read-side.js';
import { type CaseQuery, type Place } from './case-search-questions.js';
import { CaseSearch, type FoundByText } from './case-search.js';
import { lookUpForm } from './case-texts.js';
import { type VisibleCases } from './case-visibility.js';
import { casebook, type CasebookRow } from './casebook.js';
import { type Moment } from './moments.js';
import { type Folded, foldedAsOf, foldProjection } from './projection.js';
import { rebuild } from './rebuild.js';

const everything: VisibleCases = () => ({ sql: 'true', params: [] });

const numberOf = (division: string, sequence: number) =>
  formatFilingNumber(issueFilingNumber({ division, entity: '2000001', year: 24, sequence }));
const digits = (printed: string): string => printed.replaceAll(/\D/g, '');

/** Algorithm, entity, product, use, place. */
const invented: [algorithm: string, entity: string, product: string, use: string, division: string][] = [
  ['云影换脸算法', '海淀云影科技有限公司', '云影', '应用于短视频制作场景，生成换脸视频。', '110108'],
  ['云影语音合成算法', '海淀云影科技有限公司', '云影之声', '应用于有声读物场景。', '110108'],
  ['云', '青浦一朵云网络有限公司', '一朵云', '应用于图像生成场景。', '310118'],
  ['星河大模型生成算法', '浦东星河智能有限公司', '星河Chat', '应用于智能对话场景，根据问题生成回答。', '310115'],
  ['StarRiver Chat算法', '浦东星河智能有限公司', 'StarRiver', '应用于英文写作场景。', '310115'],
  ['青禾写作算法-2', '西湖青禾文化传媒有限公司', '青禾写作', '应用于写作场景，续写正文。', '330106'],
  ['青禾写作算法-12', '西湖青禾文化传媒有限公司', '青禾创作', '应用于写作场景，改写正文。', '330106'],
  ['流萤 AI 绘图算法', '成都流萤信息技术有限公司', '流萤', '应用于绘图场景。', '510107'],
  ['灰鲸数字人合成算法', '深圳灰鲸软件有限公司', '灰鲸主播', '应用于虚拟主播场景。', '440305'],
  ['声网语音转换算法', '长沙声网传媒有限公司', '声网', '应用于配音场景，100%还原音色。', '430104'],
  ['龙门图像算法', '洛阳龙门数字科技有限公司', '龙门石窟_云游', '应用于文物展示场景。', '410305'],
  ['万象视频生成算法', '武汉万象互动有限公司', '万象', '应用于视频特效场景。', '420102'],
];
const filed = (n: number): string => numberOf(invented[n]![4], n + 1);

async function appendInvented(log: EventStore): Promise<void> {
  const revisions = new Map<string, number>();
  const append = async (stream: string, type: string, data: object) => {
    const expected = revisions.get(stream) ?? -1;
    const event = newEvent(`${stream}/${expected + 1}`, type, JSON.parse(JSON.stringify(data)) as Json);
    await log.append(stream, [{ ...event, meta: { ...event.meta, effectiveOn: today } }], { expected });
    revisions.set(stream, expected + 1);
  };
  for (const [n, [name, entity, product, mainUse, division]] of invented.entries()) {
    const base = material();
    const content: FilingContent = {
      ...base,
      algorithm: { ...base.algorithm, name },
      products: [{ ...base.products[0]!, name: product }],
      mainUse,
    };
    const about = { division, holder: `h-${n}`, filedAs: { name: entity, creditCode: `9${division}MA00DEM0${n}X` } };
    const submitted = { ...about, content, round: 1, serviceStart: { state: 'started', on: today }, warnings: [] };
    await append(`filing-${n}`, 'FilingSubmitted', submitted);
    await append(`filing-${n}`, 'FilingAccepted', { number: digits(filed(n)) });
  }
  const row = { sequence: 1, role: '服务提供者', remarks: '--', mainUse: '应用于诗词创作场景。' };
  await append('filing-imported', 'FilingImported', {
    ...{ number: digits(numberOf('320102', 77)), batch: '2023-06', cancelled: false },
    row: { ...row, algorithmName: '竹林诗词生成算法', entityName: '南京竹林文化有限公司', products: '竹林诗社（APP）' },
  });
  const draft = { agency: { kind: 'cac', division: '110000' }, addressee: 'h-0', jurisdiction: { division: '110108' } };
  const measures = [{ measureId: 'm1', services: ['换脸直播服务'], scope: { products: ['云影'] } }];
  await append('order-1', 'OrderDrafted', { ...draft, measures });
  await append('order-1', 'OrderIssued', { documentNo: '京网信令〔2026〕9号' });
  const assessed = { subject: 'h-3', division: '310115', service: '星河Chat群聊功能', grounds: ['dsp-20'] };
  await append('assessment-1', 'AssessmentTriggered', assessed);
  const details = { name: '海淀云影科技有限公司', creditCode: '91110108MA00DEM06X', division: '110108' };
  await append('subject-1', 'SubjectRegistered', { details });
  await append('filing-0', 'ChangeAccepted', {
    ...{ change: 1, version: 2, remarks: '' },
    items: [{ path: '/algorithm/name', before: '云影换脸算法', after: '云影面容替换算法', changedOn: today }],
  });
}

let database: CaseDatabase;
let search: CaseSearch;
beforeAll(async () => {
  database = await caseDatabase(1, 0, async (log) => {
    await appendInvented(log);
    return log.head();
  });
  search = new CaseSearch(database.models);
}, 60_000);
afterAll(() => database.stop());

const find = async (
  in_: { search: CaseSearch; database: CaseDatabase },
  query: CaseQuery,
  { who = everything, limit = 100, moment }: { who?: VisibleCases; limit?: number; moment?: Moment } = {},
): Promise<{ hits: FoundByText[]; total: number | undefined }> => {
  const hits: FoundByText[] = [];
  for (let after: Place | undefined; ;) {
    const page = await in_.search.page(query, who, { limit, after }, { moment, least: await in_.database.least() });
    hits.push(...page.hits);
    if (page.hits.length < limit) return { hits, total: page.total };
    after = page.hits.at(-1)!.place;
  }
};
const streams = async (text: string, more: Partial<CaseQuery> = {}): Promise<string[]> =>
  (await find({ search, database }, { text, ...more })).hits.map(({ row }) => row.stream);

describe('the first hits of', () => {
  // Each with the first streams that are found; with `only` there are no others.
  test.each<[query: string, first: string[], only: 'only' | 'and others']>([
    // One character and two.
    ['云', ['filing-2'], 'and others'],
    ['云影', ['filing-0', 'filing-1'], 'and others'],
    ['换脸', ['filing-0', 'order-1'], 'only'],
    ['星河', ['assessment-1', 'filing-3', 'filing-4'], 'only'],
    ['写作', ['filing-6', 'filing-5', 'filing-4'], 'only'],
    ['绘图', ['filing-7'], 'only'],
    ['龙门', ['filing-10'], 'only'],
    ['声网', ['filing-9'], 'only'],
    // Longer ones.
    ['语音合成', ['filing-1'], 'only'],
    ['面容替换', ['filing-0'], 'only'],
    ['云影面容替换算法', ['filing-0'], 'only'],
    ['海淀云影科技有限公司', ['filing-0', 'subject-1', 'filing-1'], 'only'],
    ['数字人合成算法', ['filing-8'], 'only'],
    ['一朵云', ['filing-2'], 'only'],
    ['竹林诗词', ['filing-imported'], 'only'],
    ['竹林诗社', ['filing-imported'], 'only'],
    ['根据问题生成回答', ['filing-3'], 'only'],
    ['群聊功能', ['assessment-1'], 'only'],
    ['换脸直播', ['order-1'], 'only'],
    // Equal before beginning before containing.
    ['星河Chat', ['filing-3', 'assessment-1'], 'only'],
    ['流萤', ['filing-7'], 'only'],
    ['青禾写作', ['filing-5', 'filing-6'], 'only'],
    ['万象', ['filing-11'], 'only'],
    // Mixed Latin and Chinese, in any case and width.
    ['starriver', ['filing-4'], 'only'],
    ['STARRIVER chat', ['filing-4'], 'only'],
    ['StarRiver Chat算法', ['filing-4'], 'only'],
    ['ＳｔａｒＲｉｖｅｒ', ['filing-4'], 'only'],
    ['星河chat', ['filing-3', 'assessment-1'], 'only'],
    ['AI 绘图', ['filing-7'], 'only'],
    ['ａｉ　绘图', ['filing-7'], 'only'],
    ['算法-2', ['filing-5'], 'only'],
    ['算法－１２', ['filing-6'], 'only'],
    // Several words, together or apart.
    ['青禾 续写', ['filing-5'], 'only'],
    ['改写 青禾', ['filing-6'], 'only'],
    ['云影 有声读物', ['filing-1'], 'only'],
    // Traditional characters.
    ['雲影', ['filing-0', 'filing-1'], 'and others'],
    ['換臉', ['filing-0', 'order-1'], 'only'],
    ['語音轉換', ['filing-9'], 'only'],
    ['龍門圖像算法', ['filing-10'], 'only'],
    ['萬象視頻', ['filing-11'], 'only'],
    ['數字人', ['filing-8'], 'only'],
    // Numbers with and without prefix, whole and in part, full-width.
    [filed(4), ['filing-4'], 'only'],
    [digits(filed(4)), ['filing-4'], 'only'],
    [`網信算備${digits(filed(7))}號`, ['filing-7'], 'only'],
    [[...digits(filed(8))].map((digit) => String.fromCodePoint(digit.codePointAt(0)! + 0xfee0)).join(''), ['filing-8'], 'only'],
    [digits(filed(10)).slice(0, 15), ['filing-10'], 'only'],
    [`网信算备 ${digits(filed(11))}`, ['filing-11'], 'only'],
    [numberOf('320102', 77), ['filing-imported'], 'only'],
    ['91110108MA00DEM06X', ['subject-1'], 'only'],
    ['91110108ma00dem06x', ['subject-1'], 'only'],
    ['京网信令〔2026〕9号', ['order-1'], 'only'],
    ['京網信令', ['order-1'], 'only'],
    // Signs stand for themselves.
    ['100%', ['filing-9'], 'only'],
    ['石窟_云', ['filing-10'], 'only'],
    ['%', ['filing-9'], 'only'],
    ["' or 1=1 --", [], 'only'],
    ['\\', [], 'only'],
    // What is not there, and what is no longer there.
    ['换脸算法', [], 'only'],
    ['月球', [], 'only'],
    ['云影云影', [], 'only'],
    ['脸换', [], 'only'],
  ])('%s', async (query, first, only) => {
    const found = await streams(query);
    expect(found.slice(0, first.length)).toEqual(first);
    if (only === 'only') expect(found).toHaveLength(first.length);
  });

  test('a past moment are those of its words', async () => {
    const before = database.events.find(({ type }) => type === 'ChangeAccepted')!;
    const earlier = database.events[database.events.indexOf(before) - 1]!.position;
    const then = async (text: string) =>
      (await find({ search, database }, { text }, { moment: { position: earlier } })).hits.map(({ row }) => row.stream);
    expect(await then('换脸算法')).toEqual(['filing-0']);
    expect(await then('面容替换')).toEqual([]);
    expect(await streams('换脸算法')).toEqual([]);
  });

  test('a kind or a region are those of it', async () => {
    expect(await streams('云影', { kind: 'order' })).toEqual(['order-1']);
    expect(await streams('算法', { region: '3301' })).toEqual(['filing-6', 'filing-5']);
  });
});

const real = new URL('../../../shared/data/cac-list-2023-06.csv', import.meta.url);
test(`over the published list, where it is at hand (${existsSync(real) ? 'it is' : 'it is not'})`, async () => {
  if (!existsSync(real)) return;
  const [header = [], ...rows] = cellsOf(readFileSync(real));
  const at = (name: string) => header.indexOf(name);
  const some = rows.filter((_, i) => i % 40 === 0);
  const register = await caseDatabase(1, 0, async (log) => {
    for (const [i, cells] of some.entries()) {
      const cell = (name: string) => cells[at(name)] ?? '';
      const row = {
        algorithmName: cell('算法名称'),
        entityName: cell('主体名称'),
        products: cell('应用产品'),
        mainUse: cell('主要用途'),
      };
      const event = newEvent(`real ${i}`, 'FilingImported', {
        number: digits(cell('备案编号')),
        batch: '2023-06',
        cancelled: false,
        row,
      });
      await log.append(`filing-${i}`, [event], { expected: -1 });
    }
    return log.head();
  });
  try {
    const searched = { search: new CaseSearch(register.models), database: register };
    for (const [i, cells] of some.entries()) {
      if (i % 5 > 0) continue;
      const number = cells[at('备案编号')]!;
      for (const query of [number, digits(number)]) {
        const { hits } = await find(searched, { text: query });
        expect({ query, first: hits[0]?.row.stream }).toEqual({ query, first: `filing-${i}` });
      }
      const name = cells[at('算法名称')]!;
      const { hits } = await find(searched, { text: name });
      expect(hits.map(({ row }) => row.stream)).toContain(`filing-${i}`);
    }
  } finally {
    await register.stop();
  }
}, 120_000);

describe('over random cases', () => {
  let random: CaseDatabase;
  let searched: { search: CaseSearch; database: CaseDatabase };
  let folded: Folded<CasebookRow>;
  beforeAll(async () => {
    random = await caseDatabase(47);
    searched = { search: new CaseSearch(random.models), database: random };
    folded = foldProjection(casebook, random.events);
  }, 300_000);
  afterAll(() => random.stop());

  /** Lines of the smallest page: the answers grow with the cases, and their pages with them. */
  const page = Math.ceil(CASES / 50);

  const queries = [
    '云影',
    '换脸',
    '算法',
    '科技',
    '示例云影7',
    '法二',
    '号',
    '2026',
    '110108',
    '换脸服务',
    '浦东云影',
    '短视频 换脸',
    'x',
    '说明',
  ];
  /** Says itself what a case is found by: every word in the JSON of its texts, line by line. */
  const said = ({ texts }: CasebookRow, query: string): boolean => {
    const { title, party, numbers, said = {}, more } = texts;
    const products = said.products ?? [];
    const lines = [title, party, ...numbers, ...more, said.filedAs?.creditCode, said.mainUse, said.technicalService];
    lines.push(...products.flatMap(({ name, address }) => [name, address]));
    return lookUpForm(query)
      .split(' ')
      .every((word) => lines.some((line) => line !== undefined && line !== '--' && lookUpForm(line).includes(word)));
  };
  const expected = (query: string, moment: Position | undefined, may: (stream: string) => boolean): string[] => {
    const rows =
      moment === undefined ? new Map([...folded.rows].map(([key, { row }]) => [key, row])) : foldedAsOf(folded, moment);
    return [...rows.values()].filter((row) => may(row.stream) && said(row, query)).map(({ stream }) => stream);
  };

  test('finds and counts what a look through all of them finds, of those that the reader may read', async () => {
    const inShanghai = (stream: string) => folded.rows.get(stream)?.row.matter.division?.startsWith('31') === true;
    const shanghai: VisibleCases = (first) => ({ sql: `division like $${first}::text`, params: ['31%'] });
    let found = 0;
    for (const text of queries)
      for (const [who, may] of [
        [everything, () => true],
        [shanghai, inShanghai],
      ] as [VisibleCases, (stream: string) => boolean][]) {
        const { hits, total } = await find(searched, { text }, { who, limit: 3 * page });
        const wanted = expected(text, undefined, may);
        expect({ text, hits: hits.map(({ row }) => row.stream).sort(), total }).toEqual({
          text,
          hits: wanted.sort(),
          // So many are counted, and no more.
          total: wanted.length > 1_000 ? undefined : wanted.length,
        });
        const places = hits.map(({ place }) => place[0]);
        expect(places).toEqual(places.toSorted());
        found += total ?? 0;
      }
    expect(found).toBeGreaterThan(100);
  });

  test('finds of a past moment what its reader could read then and may read now, and counts no more', async () => {
    const shanghai: VisibleCases = (first) => ({ sql: `division like $${first}::text`, params: ['31%'] });
    const here = (row: CasebookRow | undefined): boolean => row?.matter.division?.startsWith('31') === true;
    let hidden = 0;
    for (const position of random.events.flatMap(({ type }, i) =>
      type === 'FilingHolderChanged' ? [random.events[i - 1]!.position] : [],
    )) {
      const was = foldedAsOf(folded, position);
      for (const text of queries) {
        const { hits, total } = await find(searched, { text }, { who: shanghai, moment: { position } });
        const now = (stream: string) => here(folded.rows.get(stream)?.row);
        const wanted = expected(text, position, (stream) => now(stream) && here(was.get(stream)));
        expect({ text, hits: hits.map(({ row }) => row.stream).sort(), total: total ?? hits.length }).toEqual({
          text,
          hits: wanted.sort(),
          total: wanted.length,
        });
        hidden += expected(text, position, (stream) => now(stream) !== here(was.get(stream))).length;
      }
    }
    expect(hidden).toBeGreaterThan(0);
  });

  test('finds as of any position what was said then', async () => {
    const dice = new Random(3);
    for (let round = 0; round < 25; round++) {
      const text = dice.of(queries);
      const { position } = dice.of(random.events);
      const { hits } = await find(searched, { text }, { moment: { position } });
      expect({ text, hits: hits.map(({ row }) => row.stream).sort() }).toEqual({
        text,
        hits: expected(text, position, () => true).sort(),
      });
    }
  });

  test(
    'finds the same of words that are too common for counting, in the same order, now and then',
    async () => {
      const dice = new Random(8);
      for (const few of [0, 4, 40]) {
        const limits = { counted: 3, countedThen: 5, few: { least: few, most: 2 * few }, newest: 9 };
        const hasty = { search: new CaseSearch(random.models, limits), database: random };
        for (const text of queries) {
          const moment = dice.below(2) ? { position: dice.of(random.events).position } : undefined;
          const all = await find(searched, { text }, { moment });
          const found = await find(hasty, { text }, { moment, limit: page + dice.below(page) });
          const streamsOf = ({ hits }: { hits: FoundByText[] }) => hits.map(({ row, place }) => [place[0], row.stream]);
          expect({ text, few, moment, found: streamsOf(found) }).toEqual({ text, few, moment, found: streamsOf(all) });
          if (all.total! > limits.countedThen) expect(found.total).toBeUndefined();
        }
      }
    },
    120_000 + CASES * 100,
  );

  test('finds the same after the casebook was built anew', async () => {
    const before = (await find(searched, { text: '算法' })).hits.map(({ row }) => row.stream);
    const client = await random.pool.connect();
    await rebuild(surroundings(random.pool, random.log), casebook, client).finally(() => client.release(true));
    expect((await find(searched, { text: '算法' })).hits.map(({ row }) => row.stream)).toEqual(before);
  });
});
