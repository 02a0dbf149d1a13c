// `npm run import -- FILE.csv`: takes a published list or a cancellation notice over, through the HTTP API.
import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { ApiClient, Declined } from './api-client.js';
import { type ImportRow, openPublishedFile, UnknownFile } from './published-file.js';
import { Progress } from './progress.js';

const USAGE = `npm run import -- FILE.csv [--batch YYYY-MM] [--url http://127.0.0.1:3000] [--token TOKEN | --client ID --secret SECRET]

Takes over a published list (序号,算法名称,角色,…) or a cancellation notice (公告日期,…,注销时间). A second run changes nothing.
Without --batch, the month in the file's name counts. Without a token, the demonstration client cac-national-admin asks.`;

const ROWS_AT_ONCE = 200;
const BYTES_AT_ONCE = 400_000;

class Misused extends Error {}

interface Options {
  file: string;
  batch: string;
  url: string;
  credentials: { token: string } | { client: string; secret: string };
}

function options(): Options {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      batch: { type: 'string' },
      url: { type: 'string', default: 'http://127.0.0.1:3000' },
      token: { type: 'string' },
      client: { type: 'string', default: 'cac-national-admin' },
      secret: { type: 'string', default: 'demo' },
      help: { type: 'boolean' },
    },
  });
  const [file, ...more] = positionals;
  if (values.help || file === undefined || more.length > 0) throw new Misused(USAGE);
  const batch = values.batch ?? /\d{4}-(0[1-9]|1[0-2])/.exec(basename(file))?.[0];
  if (!batch || !/^\d{4}-(0[1-9]|1[0-2])$/.test(batch))
    throw new Misused(`Say of which month the list is: --batch YYYY-MM\n\n${USAGE}`);
  const token = values.token ?? process.env.BEIAN_TOKEN;
  return {
    file,
    batch,
    url: values.url.replace(/\/+$/, ''),
    credentials: token ? { token } : { client: values.client, secret: values.secret },
  };
}

async function run({ file, batch, url, credentials }: Options): Promise<number> {
  const { size } = await stat(file);
  const { kind, records } = await openPublishedFile(file);
  const client = await ApiClient.signIn(url, credentials);
  const progress = new Progress(process.stderr);
  const counts = { imported: 0, unchanged: 0, refused: 0 };
  let position = '';
  let rows: ImportRow[] = [];
  let bytes = 0;

  const fault = (line: number, what: string): void => {
    counts.refused += 1;
    progress.line(`line ${line}: ${what}`);
  };
  const send = async (): Promise<void> => {
    if (rows.length === 0) return;
    const answer = await client.import({ kind, batch, rows }, randomUUID());
    rows = [];
    bytes = 0;
    for (const { line, outcome, code, detail } of answer.results) {
      if (outcome === 'refused') fault(line, `${code}: ${detail}`);
      else counts[outcome] += 1;
    }
    if (answer.position && answer.position > position) position = answer.position;
    progress.show(counts, size);
  };

  for await (const read of records) {
    if ('fault' in read) {
      fault(read.line, read.fault);
      continue;
    }
    const length = Buffer.byteLength(JSON.stringify(read.row));
    if (rows.length === ROWS_AT_ONCE || bytes + length > BYTES_AT_ONCE) await send();
    rows.push(read.row);
    bytes += length;
  }
  await send();
  if (position) await client.projected(position);
  progress.done();
  process.stdout.write(`${counts.imported} imported, ${counts.unchanged} already there, ${counts.refused} refused\n`);
  return counts.refused > 0 ? 1 : 0;
}

try {
  process.exitCode = await run(options());
} catch (error) {
  const expected = error instanceof Misused || error instanceof UnknownFile || error instanceof Declined;
  process.stderr.write(`${expected ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 2;
}
