// Appending one event, durable, with the revision checked: ours beside Emmett and beside raw rows, on the same server.
import { parseArgs } from 'node:util';
import { emmett, ours, raw } from './append-contenders.mjs';
import { drive, eventBytes } from './appending.mjs';
import { onEmbeddedServer } from './embedded.mjs';
import { median, printTable, rounded, spread, takeTurns } from './measured.mjs';

/** Until the engine has compiled what it runs, in milliseconds. */
const WARM_UP = 2_000;

/** Options: --rounds 5, --seconds 1.5 (of one round of one contender), --callers 1,16,64,256. */
export async function bench(args) {
  const { values: options } = parseArgs({
    args,
    options: {
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '1.5' },
      callers: { type: 'string', default: '1,16,64,256' },
    },
  });
  const milliseconds = Number(options.seconds) * 1000;
  return onEmbeddedServer(async ({ empty, migrated, checkpoint }) => {
    const logs = {
      ours: await ours(await migrated('ours')),
      emmett: await emmett(await empty('emmett')),
      raw: await raw(await empty('raw')),
    };
    try {
      process.stdout.write(`${eventBytes()} bytes an event; median (least–most) of ${options.rounds} rounds\n\n`);
      for (const { append } of Object.values(logs)) await drive(append, { callers: 64, milliseconds: WARM_UP });
      await Promise.all([logs.emmett.assertUsed(), logs.raw.assertUsed()]);

      const rows = [['callers', 'log', 'events/s', 'p50 ms', 'p99 ms']];
      const figures = {};
      for (const callers of options.callers.split(',').map(Number)) {
        await checkpoint();
        const contenders = Object.fromEntries(
          Object.entries(logs).map(([name, { append }]) => [name, () => drive(append, { callers, milliseconds })]),
        );
        const results = await takeTurns(contenders, Number(options.rounds));
        const of = (name, measure) => results[name].map((round) => round[measure]);
        for (const name of Object.keys(contenders)) {
          rows.push([String(callers), name, ...['perS', 'p50', 'p99'].map((measure) => spread(of(name, measure)))]);
          figures[`${name}PerSAt${callers}`] = rounded(median(of(name, 'perS')));
        }
        figures[`vsEmmettAt${callers}`] = rounded(median(of('ours', 'perS')) / median(of('emmett', 'perS')));
        figures[`vsRawAt${callers}`] = rounded(median(of('ours', 'perS')) / median(of('raw', 'perS')));
        figures[`p50MsAt${callers}`] = rounded(median(of('ours', 'p50')));
        figures[`p99MsAt${callers}`] = rounded(median(of('ours', 'p99')));
      }
      printTable(rows);
      return figures;
    } finally {
      for (const { close } of Object.values(logs)) await close();
    }
  });
}
