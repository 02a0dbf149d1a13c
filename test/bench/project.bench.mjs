// From the log into the public registry: the projector's catching up and the rebuild, beside reading plus COPY as the limit, and beside
// Emmett's rebuild of an equivalent document.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { asOwner, onEmbeddedServer } from './embedded.mjs';
import { fillEmmett } from './emmett-log.mjs';
import { fillLog } from './lives.mjs';
import { median, printTable, rounded, spread, takeTurns } from './measured.mjs';

/** One contender in a process of its own: seconds, and the most memory that it held. */
async function run(name, url) {
  const file = join(import.meta.dirname, 'projecting.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [file, name, url], { maxBuffer: 1 << 24 });
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

/** Options: --events 200000, --rounds 5, --small 20000 (the size for the comparison with Emmett), --small-rounds 3. */
export async function bench(args) {
  const { values: options } = parseArgs({
    args,
    options: {
      events: { type: 'string', default: '200000' },
      rounds: { type: 'string', default: '5' },
      small: { type: 'string', default: '20000' },
      'small-rounds': { type: 'string', default: '3' },
    },
  });
  const [events, small] = [Number(options.events), Number(options.small)];
  return onEmbeddedServer(async ({ empty, migrated, checkpoint }) => {
    const [large, few, theirs] = [await migrated('large'), await migrated('few'), await empty('theirs')];
    await fillLog(large, events);
    await fillLog(few, small);
    await fillEmmett(theirs, few);
    // The contenders that catch up or copy begin from a read model that is there.
    for (const url of [large, few]) await run('build', url);
    const [{ rows, versions }] = await asOwner(large, sizes(await liveNumber(large)));
    process.stdout.write(
      `${events} events, ${rows} rows and ${versions} earlier versions; median (least–most) of ${options.rounds} rounds\n\n`,
    );

    const turns = (names, url) =>
      Object.fromEntries(
        names.map((name) => [
          name,
          async () => {
            await checkpoint();
            return run(name, url);
          },
        ]),
      );
    const results = await takeTurns(
      turns(['read', 'copyIndexed', 'copyThenIndex', 'catchUp', 'build'], large),
      Number(options.rounds),
    );
    const [ours, emmett] = [turns(['build'], few).build, turns(['emmett'], theirs).emmett];
    const beside = await takeTurns(
      {
        build: ours,
        async emmett() {
          // Its second rebuild takes in nothing while it remembers the first.
          await asOwner(theirs, 'delete from emt_processors');
          return emmett();
        },
      },
      Number(options['small-rounds']),
    );

    const of = (name, measure, from = results) => from[name].map((round) => round[measure]);
    const seconds = (name, from) => median(of(name, 'seconds', from));
    const emmettPerS = median(beside.emmett.map(({ evolved, seconds }) => evolved / seconds));
    process.stdout.write(`Emmett's rebuild took in ${spread(of('emmett', 'evolved', beside))} of ${small} events\n\n`);
    const table = [['contender', 'events', 's', 'events/s', 'peak RSS MB']];
    const line = (name, count, from = results) =>
      table.push([
        name,
        String(count),
        spread(of(name, 'seconds', from)),
        (count / seconds(name, from)).toFixed(0),
        spread(of(name, 'rssMb', from)),
      ]);
    for (const name of ['read', 'copyIndexed', 'copyThenIndex', 'catchUp', 'build']) line(name, events);
    for (const name of ['build', 'emmett']) line(name, small, beside);
    printTable(table);

    const limit = seconds('read') + seconds('copyIndexed');
    const buildLimit = seconds('read') + seconds('copyThenIndex');
    return Object.fromEntries(
      Object.entries({
        vsEmmett: small / seconds('build', beside) / emmettPerS,
        vsLimit: seconds('catchUp') / limit,
        rebuildVsLimit: seconds('build') / buildLimit,
        rssMb: median(of('catchUp', 'rssMb')),
        rebuildRssMb: median(of('build', 'rssMb')),
        oursPerS: events / seconds('catchUp'),
        rebuildPerS: events / seconds('build'),
        limitPerS: events / limit,
        oursPerSAt20k: small / seconds('build', beside),
        emmettPerS,
      }).map(([name, value]) => [name, rounded(value)]),
    );
  });
}

const liveNumber = async (url) =>
  (await asOwner(url, `select generation as number from read.pointer where name = 'public-registry'`))[0].number;

const sizes = (number) => `select (select count(*) from read.public_registry_g${number})::int as rows,
  (select count(*) from read.public_registry_history_g${number})::int as versions`;
