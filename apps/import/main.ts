// `npm run import -- FILE.csv`: takes a published list or a cancellation notice over, through the HTTP API.
import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { ApiClient, type Credentials, Declined } from './api-client.js';
import { type ImportRow, openPublishedFile, UnknownFile } from './published-file.js';
import { Progress } from './progress.js';

const USAGE = `npm run import -- FILE.csv [--batch YYYY-MM] [--url http://127.0.0.1:3000] [--token TOKEN | --client ID --secret SECRET]

Takes over a published list (序号,算法名称,角色,…) or a cancellation notice (公告日期,…,注销时间). A second run changes nothing.
Without --batch, the month in the file's name counts. Without a token (also BEIAN_TOKEN), the demonstration client cac-national-admin
asks. Ends with 0 when every row is in, with 1 when rows were refused (each is named by its line), with 2 when it could not go on.`;

const ROWS_AT_ONCE = 200;
const BYTES_AT_ONCE = 400_000;

class Misused extends Error {}

interface Options {
  file: string;
  batch: string;
  url: string;
  credentials: Credentials;
}

function given() {
  try {
    return parseArgs({
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
  } catch (error) {
    throw new Misused(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}

/** Undefined where only help is wanted. Throws Misused. */
function options(): Options | undefined {
  const { values, positionals } = given();
  if (values.help) return undefined;
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new Misused(USAGE);
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
  let written: { position: string; number: string } | undefined;
  let rows: ImportRow[] = [];
  let bytes = 0;

  const fault = (line: number, what: string): void => {
    counts.refused += 1;
    progress.line(`line ${line}: ${what}`);
  };
  const send = async (end: number): Promise<void> => {
    if (rows.length === 0) return;
    const { results, position } = await client.import({ kind, batch, rows }, randomUUID());
    rows = [];
    bytes = 0;
    for (const { line, outcome, number, code, detail } of results) {
      if (outcome === 'refused') fault(line, `${code}: ${detail}`);
      else counts[outcome] += 1;
      if (outcome === 'imported' && position !== undefined && number !== undefined) written = { position, number };
    }
    progress.show(size > 0 ? end / size : 1, counts);
  };

  let end = 0;
  for await (const read of records) {
    if ('fault' in read) {
      fault(read.line, read.fault);
      continue;
    }
    const length = Buffer.byteLength(JSON.stringify(read.row));
    if (rows.length === ROWS_AT_ONCE || bytes + length > BYTES_AT_ONCE) await send(end);
    rows.push(read.row);
    bytes += length;
    end = read.end;
  }
  await send(size);
  if (written) await client.projected(written.position, written.number);
  progress.done();
  process.stdout.write(`${counts.imported} imported, ${counts.unchanged} already there, ${counts.refused} refused\n`);
  return counts.refused > 0 ? 1 : 0;
}

/** What went wrong, in words for a person where it is theirs to mend. */
function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof Misused || error instanceof UnknownFile || error instanceof Declined) return error.message;
  // Reading the file is all that speaks to the system here.
  if ('syscall' in error) return `The file cannot be read: ${error.message}`;
  return error.stack ?? error.message;
}

try {
  const asked = options();
  if (asked) process.exitCode = await run(asked);
  else process.stdout.write(`${USAGE}\n`);
} catch (error) {
  process.stderr.write(`${inWords(error)}\n`);
  process.exitCode = 2;
}
