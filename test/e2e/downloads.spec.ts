// The published lists as files, seen over HTTP: what the manifest says of a file is true of the bytes that one gets, whenever one gets them.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { issueFilingNumber } from '#domain/filing-number.js';
import { cellsOf, listHeader, noticeHeader } from '#support/published.js';
import { problem } from '#support/problems.js';
import { startTestService, type TestService } from '#support/service.js';

let service: TestService;

interface File {
  name: string;
  mediaType: string;
  rows: number;
  bytes: number;
  sha256: string;
  href: string;
}

interface Manifest {
  position: string;
  recordedAt?: string;
  files: File[];
  links: { self: string };
}

/** Each of an entity of its own. */
const numberOf = (n: number) => issueFilingNumber({ division: '110108', entity: String(5_300_000 + n), year: 24, sequence: 1 });

/** Takes over so many rows of the batch, from this sequence on. */
async function takeOver(batch: string, from: number, count: number): Promise<void> {
  const national = await service.as('cac-national-admin');
  const answer = await national.post('/v1/imports', {
    kind: 'list',
    batch,
    rows: Array.from({ length: count }, (_, i) => ({
      ...{ line: i + 2, sequence: i + 1, role: '服务提供者', entityName: '北京青禾演示科技有限公司', products: '青禾（APP）' },
      ...{ mainUse: '应用于短视频场景。', remarks: '' },
      ...{ number: numberOf(from + i), algorithmName: `青禾算法-${from + i}` },
    })),
  });
  expect(answer.body.results.filter(({ outcome }: { outcome: string }) => outcome !== 'imported')).toEqual([]);
  await service.anyone.after(national).get('/v1/registry');
}

async function takeOverNotice(sequence: number): Promise<void> {
  const national = await service.as('cac-national-admin');
  const { body } = await national.post('/v1/imports', {
    kind: 'cancellations',
    batch: '2025-07',
    rows: [
      {
        ...{ line: 2, sequence, noticeDate: '2025-07-14', algorithmName: `青禾算法-${sequence}`, roleOrCategory: '服务提供者' },
        ...{
          entityName: '北京青禾演示科技有限公司',
          products: '青禾（APP）',
          number: numberOf(sequence),
          cancelledIn: '2025年7月',
        },
      },
    ],
  });
  expect(body.results).toMatchObject([{ outcome: 'imported' }]);
  await service.anyone.after(national).get('/v1/registry');
}

/** The newest manifest, once it shows the register's last change. */
async function newest(): Promise<Manifest> {
  for (;;) {
    const { body } = await service.anyone.get('/v1/registry/downloads');
    const feed = (await service.anyone.get('/v1/registry/changes')).body as string;
    if (body.recordedAt !== undefined && feed.includes(`<updated>${body.recordedAt}</updated>\n  <link rel="self"`))
      return body as Manifest;
    // An edition is followed by a rest of twenty times as long as it took.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const bytesOf = async ({ href }: File) => {
  const response = await fetch(`${service.url}${href}`);
  expect(response.status).toBe(200);
  return { bytes: Buffer.from(await response.arrayBuffer()), headers: response.headers };
};
/** Without the byte order mark, which no reader of an answer's text sees. */
const textOf = (bytes: Buffer): string => new TextDecoder().decode(bytes);
const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const named = ({ files }: Manifest, name: string): File => files.find((file) => file.name === name)!;

let first: Manifest;
beforeAll(async () => {
  service = await startTestService();
  await takeOver('2024-01', 1, 5);
  await takeOverNotice(2);
  first = await newest();
}, 60_000);
afterAll(() => service.stop());

const names = ['filings.csv', 'cancellations.csv', 'entries.ndjson'];

test('the manifest names each list with its rows, bytes and digest, and the bytes that one gets are those', async () => {
  expect(first.files.map(({ name }) => name)).toEqual(names);
  for (const file of first.files) {
    const { bytes, headers } = await bytesOf(file);
    expect([bytes.length, digestOf(bytes)]).toEqual([file.bytes, file.sha256]);
    expect(headers.get('content-type')).toBe(file.mediaType);
    expect(headers.get('content-length')).toBe(String(file.bytes));
    expect(headers.get('repr-digest')).toBe(`sha-256=:${Buffer.from(file.sha256, 'hex').toString('base64')}:`);
    expect(headers.get('content-disposition')).toContain(`-${first.position}.`);
  }
});

test('a row is an entry: the lists are the published ones, and each line of the entries is what the register says of it', async () => {
  const { bytes: list } = await bytesOf(named(first, 'filings.csv'));
  const cells = cellsOf(list);
  expect([cells[0], cells.length - 1]).toEqual([listHeader, named(first, 'filings.csv').rows]);
  expect(textOf(list)).toBe((await service.anyone.get('/v1/registry/export.csv')).body);
  const { bytes: notices } = await bytesOf(named(first, 'cancellations.csv'));
  expect(cellsOf(notices)[0]).toEqual(noticeHeader);
  expect(textOf(notices)).toBe((await service.anyone.get('/v1/registry/cancellations.csv')).body);
  expect(named(first, 'cancellations.csv').rows).toBe(1);
  const lines = (await bytesOf(named(first, 'entries.ndjson'))).bytes.toString().trimEnd().split('\n');
  expect(lines).toHaveLength(5);
  for (const line of lines) {
    const entry = JSON.parse(line) as { digits: string };
    expect((await service.anyone.get(`/v1/registry/${entry.digits}`)).body).toEqual(entry);
  }
});

test('a file can be fetched and checked again when the register has moved on', async () => {
  const before = await Promise.all(first.files.map(bytesOf));
  await takeOver('2024-01', 6, 3);
  await takeOverNotice(3);
  // More than are written at once.
  await takeOver('2024-02', 9, 490);
  await takeOver('2024-03', 499, 490);
  const second = await newest();
  expect(named(second, 'filings.csv').rows).toBe(5 + 3 + 980);
  expect(second.position > first.position).toBe(true);
  for (const [i, file] of first.files.entries()) {
    const { bytes } = await bytesOf(file);
    expect(bytes.equals(before[i]!.bytes)).toBe(true);
    expect(digestOf(bytes)).toBe(file.sha256);
  }
  for (const file of second.files) expect(digestOf((await bytesOf(file)).bytes)).toBe(file.sha256);
  expect((await service.anyone.get(first.links.self)).body).toEqual(first);
  expect(textOf((await bytesOf(named(second, 'filings.csv'))).bytes)).toBe(
    (await service.anyone.get('/v1/registry/export.csv')).body,
  );
}, 60_000);

test('what one has already is not sent again', async () => {
  for (const path of ['/v1/registry/downloads', first.links.self, ...first.files.map(({ href }) => href)]) {
    const { headers } = await service.anyone.get(path);
    const again = await service.anyone.get(path, { 'if-none-match': headers.get('etag')! });
    expect([path, again.status, again.body]).toEqual([path, 304, '']);
  }
  expect((await service.anyone.get(first.files[0]!.href)).headers.get('cache-control')).toBe('public, max-age=3600');
});

test('a file that does not have the digest of its edition does not come to its end', async () => {
  const database = new Client({ connectionString: service.databaseUrl });
  await database.connect();
  const { rows } = await database.query<{ files: string }>('select files from read.edition where position = $1', [
    first.position,
  ]);
  const { files } = rows[0]!;
  const told = files.replace(named(first, 'filings.csv').sha256, '0'.repeat(64));
  try {
    await database.query('update read.edition set files = $2 where position = $1', [first.position, told]);
    await expect(bytesOf(named(first, 'filings.csv'))).rejects.toThrow();
  } finally {
    await database.query('update read.edition set files = $2 where position = $1', [first.position, files]);
    await database.end();
  }
});

test.each([
  ['x', 400, 'position-unknown'],
  ['0001-0000000000000000', 404, 'not-found'],
  ['0009-0000000000000001', 404, 'not-found'],
  ['%F0%9F%98%80', 400, 'position-unknown'],
])('of no edition: %s', async (position, status, code) => {
  expect(await service.anyone.get(`/v1/registry/downloads/${position}/manifest.json`)).toMatchObject(problem(status, code));
  expect(await service.anyone.get(`/v1/registry/downloads/${position}/filings.csv`)).toMatchObject(problem(status, code));
});

test('an edition has no other files', async () => {
  for (const name of ['filings.xlsx', 'toString', '..%2Ffilings.csv', '%F0%9F%98%80'])
    expect(await service.anyone.get(first.links.self.replace('manifest.json', name))).toMatchObject(problem(404, 'not-found'));
});
