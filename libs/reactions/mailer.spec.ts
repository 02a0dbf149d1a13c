// What becomes of a mail while its server fails in each way, and the process with it. On a real PostgreSQL.
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Pool } from 'pg';
import { builtInCalendar } from '#domain/calendar.js';
import { dayCounts } from '#domain/day-counts.js';
import { createPool } from '#platform/database.js';
import { type Deadlines, type FoundDeadline } from '#read-models/deadline-queries.js';
import { type FoundNotice, type Notices } from '#read-models/notice-queries.js';
import { migratedDatabase, type TestDatabase } from '#support/database.js';
import { until } from '#support/read-side.js';
import { SmtpStandIn } from '#support/smtp-stand-in.js';
import { MailWork } from './mail-work.js';
import { Mailer, type MailerParts, type MailerTimes } from './mailer.js';
import { FolderPost, isAddress, type Letter, type Post, SmtpPost } from './posts.js';

const sender = { from: 'beian@beian.example', publicUrl: 'https://beian.example' };
/** Due again at once, so that the next round tries it. */
const AT_ONCE: Partial<MailerTimes> = { delays: { first: 0, longest: 0 } };
const position = (n: number) => `0001-${String(n).padStart(16, '0')}`;

let database: TestDatabase;
let pool: Pool;
let server: SmtpStandIn;
let told: string[] = [];
let days: FoundDeadline[] = [];
let addresses: Record<string, string | undefined> = {};
const logged: unknown[] = [];

beforeAll(async () => {
  server = await SmtpStandIn.start();
});
beforeEach(async () => {
  database = await migratedDatabase();
  pool = createPool({ url: database.url });
  told = [];
  days = [];
  addresses = { 's-1': 'officer@filer.example' };
  logged.length = 0;
  server.manner = 'takes';
  server.taken.length = 0;
  server.attempts = 0;
});
afterEach(async () => {
  await pool.end();
  await database.drop();
});
afterAll(() => server.down());

/** What the read model would answer: one notice to s-1 at each place that was told. */
const parts = (post: Post): MailerParts => ({
  reader: { head: async () => position(told.length), start: async () => position(0) },
  notices: {
    async *since(after: string) {
      const rows = told.map((id, i) => ({ id, party: 's-1', at: position(i + 1) }) as FoundNotice);
      yield { rows: rows.filter(({ at }) => at > after), position: position(told.length) };
    },
  } as unknown as Notices,
  deadlines: { list: async () => ({ rows: days, position: position(0) }) } as unknown as Deadlines,
  work: new MailWork(pool),
  post,
  addressOf: async (party) => addresses[party],
  counting: async () => ({ calendar: builtInCalendar, counts: dayCounts, on: '2026-11-24' }),
  log: { warn: (...line) => logged.push(line), error: (...line) => logged.push(line) },
});
const smtp = (timeout = 5_000) => new SmtpPost({ host: '127.0.0.1', port: server.port, secure: false, timeout }, sender);

/** One that has begun to mail: what is told after it is mailed. */
const begun = async (times: Partial<MailerTimes> = AT_ONCE, post: Post = smtp()): Promise<Mailer> => {
  await new MailWork(pool).gatheredUntil(position(told.length));
  return new Mailer(parts(post), times);
};
const rows = async () =>
  (
    await pool.query<{ notice: string; outcome: string | null; attempts: number; last_error: string | null }>(
      'select notice, outcome, attempts, last_error from inbox.mail order by notice',
    )
  ).rows;
const sent = () => server.taken.map(({ messageId }) => messageId).sort();
const idOf = (notice: string) => `<${notice}.s-1@beian.example>`;

describe('a mail', () => {
  test('says that there is a notice, and where, and nothing else of it', async () => {
    const mailer = await begun();
    told = ['n-1'];
    await mailer.round();
    const [{ to, from, source, messageId }] = server.taken as [(typeof server.taken)[0]];
    expect({ to, from, messageId }).toEqual({ to: ['officer@filer.example'], from: sender.from, messageId: idOf('n-1') });
    const text = Buffer.from(source.slice(source.indexOf('\n\n')), 'base64').toString();
    expect(/base64/.test(source) ? text : source).toContain('https://beian.example/v1/notices/n-1');
    expect(await rows()).toEqual([{ notice: 'n-1', outcome: 'sent', attempts: 1, last_error: null }]);
  });

  test('is sent once, however often its notice is looked at', async () => {
    const mailer = await begun();
    told = ['n-1', 'n-2'];
    await mailer.round();
    await mailer.round();
    await new Mailer(parts(smtp()), AT_ONCE).round();
    expect(sent()).toEqual([idOf('n-1'), idOf('n-2')]);
  });

  test('is not sent of what was told before anybody was mailed', async () => {
    told = ['n-1'];
    const mailer = await begun();
    told.push('n-2');
    await mailer.round();
    expect(sent()).toEqual([idOf('n-2')]);
  });

  test('is not sent to who has named no address, or something else than one', async () => {
    const mailer = await begun();
    for (const address of [
      undefined,
      'not an address',
      'a@b.example, c@d.example',
      'a@b.example\r\nBcc: c@d.example',
      '<a@b.example>',
    ]) {
      addresses['s-1'] = address;
      told.push(`n-${told.length}`);
      await mailer.round();
    }
    expect(new Set((await rows()).map(({ outcome }) => outcome))).toEqual(new Set(['no-address']));
    expect(server.attempts).toBe(0);
    expect(isAddress('officer+beian@filer.example')).toBe(true);
  });
});

describe('while the server', () => {
  test('is down, mails wait, and are sent once when it is up again', async () => {
    await server.down();
    const mailer = await begun();
    told = ['n-1', 'n-2'];
    await mailer.round();
    expect(await rows()).toMatchObject([{ outcome: null, last_error: 'ESOCKET' }, { outcome: null }]);
    await server.up();
    await mailer.round();
    expect(sent()).toEqual([idOf('n-1'), idOf('n-2')]);
  });

  test('is slow, nobody waits for it longer than the time limit', async () => {
    server.manner = 'slow';
    const mailer = await begun(AT_ONCE, smtp(200));
    told = ['n-1'];
    await mailer.round();
    expect(await rows()).toMatchObject([{ outcome: null, attempts: 1 }]);
    server.manner = 'takes';
    await mailer.round();
    expect(sent()).toEqual([idOf('n-1')]);
  });

  test('is slow, a stop does not wait for it', async () => {
    server.manner = 'slow';
    const mailer = await begun({ poll: 10 }, smtp(60_000));
    told = ['n-1'];
    await mailer.start();
    await until(() => server.attempts === 1);
    await mailer.stop();
    expect(await rows()).toMatchObject([{ outcome: null, attempts: 1 }]);
  });

  test.each(['busy', 'unknown', 'rejects'] as const)(
    'refuses (%s), the mail comes again, and others go their way meanwhile',
    async (manner) => {
      server.manner = manner;
      const mailer = await begun();
      told = ['n-1', 'n-2'];
      await mailer.round();
      expect(server.attempts).toBe(2);
      expect(await rows()).toMatchObject([{ outcome: null }, { outcome: null }]);
      server.manner = 'takes';
      await mailer.round();
      expect(sent()).toEqual([idOf('n-1'), idOf('n-2')]);
    },
  );

  test('takes a mail and breaks off before it says so, the mail comes again under the same id', async () => {
    server.manner = 'drops';
    const mailer = await begun();
    told = ['n-1'];
    await mailer.round();
    expect(await rows()).toMatchObject([{ outcome: null }]);
    server.manner = 'takes';
    await mailer.round();
    expect(sent()).toEqual([idOf('n-1'), idOf('n-1')]);
    expect(await rows()).toMatchObject([{ outcome: 'sent', attempts: 2 }]);
  });

  test('repeats an address in its refusal, neither the row nor the log does', async () => {
    server.manner = 'unknown';
    const mailer = await begun();
    told = ['n-1'];
    await mailer.round();
    expect(await rows()).toMatchObject([{ last_error: 'EENVELOPE 550' }]);
    expect(JSON.stringify(logged)).not.toContain('filer.example');
  });

  test('fails for longer than anybody waits, the mail is given up with an alarm', async () => {
    server.manner = 'unknown';
    const mailer = await begun({ ...AT_ONCE, patience: -1 });
    told = ['n-1'];
    await mailer.round();
    await mailer.round();
    expect(await rows()).toMatchObject([{ outcome: 'given-up', attempts: 1 }]);
    expect(JSON.stringify(logged)).toContain('given up');
  });
});

describe('a mail that was claimed', () => {
  test('comes again when its process died, and not before its delay', async () => {
    const work = new MailWork(pool);
    await work.want([{ notice: 'n-1', party: 's-1' }]);
    // The process dies here: claimed, and neither sent nor failed.
    expect(await work.claim(await work.now(), { first: 60_000, longest: 60_000 })).toMatchObject({ notice: 'n-1', attempts: 1 });
    expect(await work.claim(await work.now(), { first: 0, longest: 0 })).toBeUndefined();
    const later = new Date(Date.now() + 120_000).toISOString();
    expect(await work.claim(later, { first: 0, longest: 0 })).toMatchObject({ attempts: 2 });
  });

  test('waits twice as long after each attempt, up to the longest delay', async () => {
    const work = new MailWork(pool);
    await work.want([{ notice: 'n-1', party: 's-1' }]);
    const waits: number[] = [];
    for (let attempt = 0; attempt < 5; attempt++) {
      await work.claim('2999-01-01', { first: 1_000_000, longest: 6_000_000 });
      const { rows } = await pool.query<{ ms: number }>('select extract(epoch from due_at - now()) * 1000 as ms from inbox.mail');
      waits.push(Math.round(Number(rows[0]!.ms) / 1_000_000));
    }
    expect(waits).toEqual([1, 2, 4, 6, 6]);
  });

  test('is not taken by another process: many that send at once send each mail once', async () => {
    const mailers = await Promise.all(Array.from({ length: 4 }, () => begun({ delays: { first: 60_000, longest: 60_000 } })));
    told = Array.from({ length: 40 }, (_, i) => `n-${String(i).padStart(2, '0')}`);
    await Promise.all(mailers.map((mailer) => mailer.round()));
    expect(sent()).toEqual(told.map(idOf));
  });
});

describe('days', () => {
  const cancellation = (dueOn: string, holder?: string): FoundDeadline => ({
    duty: { row: 'duty', kind: 'cancellation', of: 'subject', startedOn: '2026-11-01', at: position(1) },
    ...{ category: 'filing', id: 'f-1', holder, dueOn, provisional: false, key: `filing-f-1 ${dueOn}` },
  });

  test('that lie ahead or have passed are mailed once each, and nobody is where a matter has no party', async () => {
    const mailer = await begun();
    days = [cancellation('2026-11-27', 's-1'), cancellation('2026-11-20', 's-1'), cancellation('2026-11-20')];
    await mailer.gatherDays();
    await mailer.gatherDays();
    await mailer.round();
    expect(server.taken).toHaveLength(2);
    expect(new Set(sent()).size).toBe(2);
  });
});

describe('without a server', () => {
  test('mails are files of a folder that nobody else reads, one for each notice', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'beian-mails-'));
    const folder = join(parent, 'mails');
    const post = new FolderPost(folder, sender);
    const letter: Letter = { notice: 'n-1', party: 's-1', to: 'officer@filer.example' };
    await post.send(letter);
    await post.send(letter);
    expect(await readdir(folder)).toEqual(['n-1.s-1.eml']);
    expect((await stat(folder)).mode & 0o077).toBe(0);
    expect((await stat(join(folder, 'n-1.s-1.eml'))).mode & 0o077).toBe(0);
    expect(await readFile(join(folder, 'n-1.s-1.eml'), 'utf8')).toMatch(/^To: officer@filer\.example$/m);
    await rm(parent, { recursive: true });
  });
});
