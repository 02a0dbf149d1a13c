// What officers ask all day, on the casebook of a full log: the queue, a filer's dossier, a search, the figures, and each of them as of a past
// moment.
import { parseArgs } from 'node:util';
import { asOwner, onEmbeddedServer } from './embedded.mjs';
import { fillLog } from './lives.mjs';
import { percentile, printTable, rounded, spread } from './measured.mjs';

const { builtInCalendar } = await import('../../dist/libs/domain/calendar.js');
const { dayCounts } = await import('../../dist/libs/domain/day-counts.js');
const { upcast } = await import('../../dist/libs/application/versions.js');
const { PostgresEventStore } = await import('../../dist/libs/event-store/postgres.js');
const { createPool, serviceConnection } = await import('../../dist/libs/platform/database.js');
const { caseScope } = await import('../../dist/libs/policy/filters.js');
const { CaseSearch } = await import('../../dist/libs/read-models/case-search.js');
const { casebook } = await import('../../dist/libs/read-models/casebook.js');
const { Dossiers } = await import('../../dist/libs/read-models/dossier.js');
const { Queue } = await import('../../dist/libs/read-models/queue.js');
const { SupervisionFigures } = await import('../../dist/libs/read-models/supervision.js');
const { ReadModels } = await import('../../dist/libs/read-models/read-models.js');
const { rebuild } = await import('../../dist/libs/read-models/rebuild.js');

const log = { info: () => undefined, warn: () => undefined, error: (values, message) => process.stderr.write(`${message}\n`) };
const counting = { calendar: builtInCalendar, counts: dayCounts, on: '2026-04-20' };
const page = { limit: 51 };

/** The nation, a province and a district: who sees much pays for much. */
const officers = ['000000', '110000', '310115'].map((division, i) => ({
  ...{ account: `a-${i}`, person: `p-${i}`, roles: ['reviewer'] },
  agency: { kind: 'cac', division },
}));

/** Words that all cases have, that one in eight has, that few have, and none. */
const queries = [
  ...[
    '换脸',
    '语音',
    '数字人',
    '换脸算法7',
    '示例科技1',
    '科技有限公司',
    '算法12',
    '虚擬場景',
    '网信算备1101',
    '用于第9',
    '91110108MA00DEM06X',
    '视频 科技11',
  ],
];

const one = (list) => list[Math.floor(Math.random() * list.length)];

/** Options: --events 1000000 (ten a filing), --asks 300 of each list, in equal shares of each kind of question. */
export async function bench(args) {
  const { values: options } = parseArgs({
    args,
    options: { events: { type: 'string', default: '1000000' }, asks: { type: 'string', default: '300' } },
  });
  const [events, asks] = [Number(options.events), Number(options.asks)];
  return onEmbeddedServer(async ({ migrated, checkpoint }) => {
    const url = await migrated('regulator');
    const filling = performance.now();
    await fillLog(url, events);
    const fillS = (performance.now() - filling) / 1_000;
    const pool = createPool({ url, max: 6, statementTimeout: 0 });
    const reader = new PostgresEventStore({ connection: serviceConnection({ url, name: 'beian-log', statementTimeout: 0 }) });
    await reader.open();
    try {
      const client = await pool.connect();
      const begin = performance.now();
      await rebuild({ pool, reader, upcast, log }, casebook, client).finally(() => client.release(true));
      const buildS = (performance.now() - begin) / 1_000;
      const [{ rows, versions, waiting, bytes }] = await asOwner(url, sizes(await liveNumber(url)));
      await checkpoint();
      process.stdout.write(
        `${events} events, ${rows} cases of which ${waiting} wait, ${versions} earlier versions, ${Math.round(bytes / 2 ** 20)} MB; log filled in ${fillS.toFixed(0)} s, casebook built in ${buildS.toFixed(0)} s\n\n`,
      );
      const models = new ReadModels(pool, reader);
      const [queue, dossiers, search] = [new Queue(models), new Dossiers(models, reader), new CaseSearch(models)];
      const figures = new SupervisionFigures(models);
      const holders = (
        await asOwner(
          url,
          `select concerns[1] as holder from read.casebook_g${await liveNumber(url)} order by random() limit 500`,
        )
      ).map(({ holder }) => holder);
      const filters = [
        {},
        { kind: 'filing' },
        { overdue: true },
        { awaits: 'officer', region: '31' },
        { step: 'change-decision' },
      ];
      const seen = () => {
        const officer = one(officers);
        return (first) => caseScope(officer, first);
      };
      const all = (first) => caseScope(officers[0], first);
      const asking = {
        queue: filters.map((filter) => [JSON.stringify(filter), (when) => queue.page(counting, filter, seen(), page, when)]),
        dossier: [['of a filer', (when) => dossiers.page(one(holders), all, page, () => true, when)]],
        search: queries.map((text) => [text, (when) => search.page({ text }, seen(), page, when)]),
        statistics: [['of all', (when) => figures.of(counting, {}, seen(), when)]],
      };
      const epoch = (await reader.head()).split('-')[0];
      const past = () => ({
        moment: { position: `${epoch}-${String(1 + Math.floor(Math.random() * events)).padStart(16, '0')}` },
      });
      const took = {};
      const table = [['asked', 'of', 'p50 ms (least–most)', 'p95 ms']];
      for (const [name, kinds] of Object.entries(asking))
        for (const [moment, when] of [
          ['', () => ({})],
          [' as of', past],
        ]) {
          took[name + moment] = [];
          for (const [of, ask] of kinds) {
            const times = await measured(Math.ceil(asks / kinds.length), () => ask(when()));
            took[name + moment].push(...times);
            table.push([name + moment, of, spread(times), percentile(times, 0.95).toFixed(1)]);
          }
        }
      for (const [name, times] of Object.entries(took))
        table.push([name, 'all', spread(times), percentile(times, 0.95).toFixed(1)]);
      printTable(table);
      return Object.fromEntries(
        Object.entries({
          queueP95Ms: percentile(took.queue, 0.95),
          dossierP95Ms: percentile(took.dossier, 0.95),
          searchP95Ms: percentile(took.search, 0.95),
          // The slowest list speaks for all.
          asOfP95Ms: Math.max(...['queue', 'dossier', 'search'].map((name) => percentile(took[`${name} as of`], 0.95))),
          statisticsP95Ms: percentile(took.statistics, 0.95),
          fillS,
          buildS,
          events,
        }).map(([name, value]) => [name, rounded(value)]),
      );
    } finally {
      await reader.close();
      await pool.end();
    }
  });
}

async function measured(asks, ask) {
  for (let i = 0; i < 5; i++) await ask();
  const times = [];
  for (let i = 0; i < asks; i++) {
    const begin = performance.now();
    await ask();
    times.push(performance.now() - begin);
  }
  return times;
}

const liveNumber = async (url) =>
  (await asOwner(url, `select generation as number from read.pointer where name = 'casebook'`))[0].number;

const sizes = (number) => `select (select count(*) from read.casebook_g${number})::int as rows,
  (select count(*) from read.casebook_g${number} where waiting)::int as waiting,
  (select count(*) from read.casebook_history_g${number})::int as versions,
  pg_total_relation_size('read.casebook_g${number}') + pg_total_relation_size('read.casebook_history_g${number}') as bytes`;
