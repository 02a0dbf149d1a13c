// POST /v1/filings end to end (token, form, policy, law, log, read models) beside a bare server that inserts the same body.
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import '../support/register-typescript.mjs';
import { start } from './contender.mjs';
import { post } from './http-load.mjs';
import { median, printTable, rounded, spread, takeTurns } from './measured.mjs';

const root = join(import.meta.dirname, '../..');
const { runningPostgres } = await import('../../dist/libs/platform/postgres-server.js');
const { freePort } = await import('../support/processes.ts');
const { TestClient } = await import('../support/service.ts');
const { submission, verifiedSubject } = await import('../support/forms.ts');

/** How long each server is driven before anything is counted, in milliseconds: until the engine has compiled what it runs. */
const WARM_UP = 8_000;

/** What `npm start` gives to node. */
const flagsOfStart = () =>
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    .scripts.start.split(' ')
    .filter((word) => word.startsWith('--'));

/** The service takes today for today. */
const dayBeforeYesterday = () => new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);

/** The next contender is not to pay for what the projectors have not yet done. */
async function caughtUp(url) {
  for (;;) {
    const answer = await fetch(`${url}/health/ready`);
    const { readModels } = await answer.json();
    if (answer.ok && readModels.every(({ lag }) => lag === 0)) return;
    await delay(20);
  }
}

/** Options: --rounds 5, --seconds 2 (of one round), --connections 1,16,64, --profile FOLDER (a CPU profile of the service). */
export async function bench(args) {
  const { values: options } = parseArgs({
    args,
    options: {
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '2' },
      connections: { type: 'string', default: '1,16,64' },
      profile: { type: 'string' },
    },
  });
  const milliseconds = Number(options.seconds) * 1000;
  const dataDir = await mkdtemp(join(tmpdir(), 'beian-bench-'));
  const ports = { ours: await freePort(), bare: await freePort() };
  const url = `http://127.0.0.1:${ports.ours}`;
  const running = [];
  try {
    const service = await start(join(root, 'dist/apps/standalone/main.js'), {
      env: { PORT: String(ports.ours), DATA_DIR: dataDir, DATABASE_URL: '', RATE_LIMIT_PER_MINUTE: '0', LOG_LEVEL: 'warn' },
      ready: /is ready at/,
      nodeOptions: [...flagsOfStart(), ...(options.profile ? ['--cpu-prof', `--cpu-prof-dir=${options.profile}`] : [])],
    });
    running.push(service);
    const bare = await start(join(import.meta.dirname, 'bare-server.mjs'), {
      env: { PORT: String(ports.bare), DATABASE_URL: await runningPostgres(dataDir) },
      ready: /ready/,
    });
    running.push(bare);

    const filer = await TestClient.signIn(url, 'filer-a');
    await verifiedSubject(filer, await TestClient.signIn(url, 'cac-national-reviewer'));
    const request = {
      path: '/v1/filings',
      headers: { authorization: `Bearer ${filer.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(await submission(filer, { serviceStart: { state: 'started', on: dayBeforeYesterday() } })),
    };
    process.stdout.write(`${Buffer.byteLength(request.body)} bytes a body; median (least–most) of ${options.rounds} rounds\n\n`);

    for (const port of Object.values(ports)) await post({ port, connections: 64, milliseconds: WARM_UP, ...request });
    await caughtUp(url);
    const rows = [['connections', 'server', 'requests/s', 'p50 ms', 'p99 ms']];
    const figures = {};
    for (const connections of options.connections.split(',').map(Number)) {
      const contenders = {
        ours: async () => {
          const result = await post({ port: ports.ours, connections, milliseconds, ...request });
          await caughtUp(url);
          return result;
        },
        bare: () => post({ port: ports.bare, connections, milliseconds, ...request }),
      };
      const results = await takeTurns(contenders, Number(options.rounds));
      const of = (name, measure) => results[name].map((round) => round[measure]);
      for (const name of Object.keys(contenders)) {
        const cells = ['perS', 'p50', 'p99'].map((measure) => spread(of(name, measure)));
        rows.push([String(connections), name, ...cells]);
      }
      const at = `At${connections}`;
      figures[`vsBare${at}`] = rounded(median(of('ours', 'perS')) / median(of('bare', 'perS')));
      figures[`oursPerS${at}`] = rounded(median(of('ours', 'perS')));
      figures[`barePerS${at}`] = rounded(median(of('bare', 'perS')));
      figures[`p50Ms${at}`] = rounded(median(of('ours', 'p50')));
      figures[`p99Ms${at}`] = rounded(median(of('ours', 'p99')));
      figures[`bareP99Ms${at}`] = rounded(median(of('bare', 'p99')));
    }
    printTable(rows);
    return figures;
  } finally {
    for (const contender of running.reverse()) await contender.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
