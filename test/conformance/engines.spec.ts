// One write side on three engines: the same requests get the same answers, and leave the same bytes.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client, type QueryArrayConfig } from 'pg';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { type FilingRequest } from '#application/filings.js';
import { type Context, type Receipt, Refused } from '#application/handle.js';
import { canonical } from '#event-store/canonical.js';
import { type EventStore } from '#event-store/event-store.js';
import { KurrentEventStore } from '#event-store/kurrent.js';
import { MemoryEventStore } from '#event-store/memory.js';
import { PostgresEventStore } from '#event-store/postgres.js';
import { type EventStoreAddress, parseEventStoreUrl } from '#platform/event-store-url.js';
import { migratedDatabase, type TestDatabase } from '#support/database.js';
import { EventStoreStandIn } from '#support/event-store-stand-in.js';
import { Random } from '#support/random.js';
import {
  acceptance,
  APPROVER,
  FaultyLog,
  notPersisted,
  replyLost,
  REVIEWER,
  submission,
  takeUp,
  WriteSide,
} from '#support/write-side.js';

const STEPS = 250;
const FILINGS = Array.from({ length: 12 }, (_, n) => ({ id: `f-${n}`, holder: `s-${n % 2}` }));
const ACCOUNTS = ['filer-s-0', 'filer-s-1', REVIEWER, APPROVER, 'cac-000000-reviewer', 'cac-440000-approver', 'store'];
/** Each with the account that may usually make it; undefined: the filer's own. */
const REQUESTS: readonly [FilingRequest, string?][] = [
  [submission],
  [submission],
  [{ type: 'RecordStage', data: { stage: 'initial', result: 'passed' } }, REVIEWER],
  [{ type: 'RecordStage', data: { stage: 'final', result: 'passed' } }, REVIEWER],
  [acceptance, APPROVER],
  [acceptance, APPROVER],
  [takeUp('情况复杂，提级办理'), 'cac-000000-reviewer'],
  [{ type: 'PublishFiling', data: { batch: '2026-03' } }, REVIEWER],
  [{ type: 'DeclareDisplay', data: { places: [{ url: 'https://yunying.example/about', place: '页脚' }] } }],
  [{ type: 'WithdrawFiling', data: { serviceRunning: false } }],
];

type Stored = [stream: string, revision: number, id: string, type: string, version: number, data: string, meta: string];

let database: TestDatabase;
let sql: Client;
let standIn: EventStoreStandIn;
let opened: { close(): Promise<void> }[];
let engines: Record<string, { side: WriteSide; log: FaultyLog; stored: () => Promise<Stored[]> }>;

beforeAll(async () => {
  [database, standIn] = await Promise.all([migratedDatabase(), EventStoreStandIn.start()]);
  sql = new Client({ connectionString: database.url });
  const postgres = new PostgresEventStore({ connection: { connectionString: database.url, options: '-c role=beian_service' } });
  const kurrent = new KurrentEventStore({ address: parseEventStoreUrl(standIn.url) as EventStoreAddress });
  const memory = new MemoryEventStore();
  await Promise.all([sql.connect(), postgres.open(), kurrent.open()]);
  opened = [postgres, kurrent];
  const on = (store: EventStore, stored: () => Promise<Stored[]>) => {
    const log = new FaultyLog(store);
    return { side: new WriteSide(log), log, stored };
  };
  engines = {
    memory: on(memory, () => storedIn(memory)),
    PostgreSQL: on(postgres, storedInPostgres),
    'EventStoreDB (protocol stand-in)': on(kurrent, () => Promise.resolve(storedInStandIn())),
  };
});
afterAll(async () => {
  await Promise.all([sql.end(), ...opened.map((store) => store.close())]);
  await Promise.all([standIn.stop(), database.drop()]);
});

/** What an answer says, but for the places that each log gives in its own way. */
async function answer(asked: Promise<Receipt>): Promise<unknown> {
  try {
    const { position, ...receipt } = await asked;
    return { ...receipt, written: position !== undefined };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return error instanceof Refused ? [error.name, error.refusal.refused, error.allowed] : [error.name, error.message];
  }
}

async function storedIn(log: EventStore): Promise<Stored[]> {
  const events = await log.readAll(await log.start(), 10_000);
  return events.map(({ stream, revision, id, type, version, data, meta }) => {
    return [stream, revision, id, type, version, canonical(data), canonical({ ...meta })];
  });
}

async function storedInPostgres(): Promise<Stored[]> {
  const text = 'select stream, revision, id, type, version, data, meta from log.events order by position';
  return (await sql.query<Stored>({ text, rowMode: 'array' } satisfies QueryArrayConfig)).rows;
}

/** As the bytes stand on the other side of the wire. */
function storedInStandIn(): Stored[] {
  return standIn.log.all
    .filter(({ stream }) => !/^[$~]/.test(stream))
    .map(({ stream, revision, id, answer }) => {
      const record = streams.ReadResp.deserializeBinary(answer).getEvent()!.getEvent()!;
      const [, meta = '', version = ''] =
        /^\{"floor":"[^"]*","meta":(.*),"salt":"[0-9a-f]{32}","version":(\d+)\}$/s.exec(
          Buffer.from(record.getCustomMetadata_asU8()).toString(),
        ) ?? [];
      const type = record.getMetadataMap().get('type') ?? '';
      return [stream, revision, id, type, Number(version), Buffer.from(record.getData_asU8()).toString(), meta];
    });
}

async function onEach(ask: (side: WriteSide) => Promise<Receipt>): Promise<unknown> {
  const answers: unknown[] = [];
  for (const { side } of Object.values(engines)) answers.push(await answer(ask(side)));
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).toEqual(answers[0]);
  return answers[0];
}

describe(`memory, PostgreSQL and EventStoreDB (protocol stand-in)`, () => {
  test(`answer ${STEPS} random requests alike, also where a reply is lost, and hold the same bytes`, async () => {
    const random = new Random(20_261_124);
    const by = (account: string, n: number, change: Partial<Context> = {}) => ({
      account,
      idempotencyKey: `key-${n}`,
      requestId: `request-${n}`,
      ...change,
    });
    const outcomes = new Map<string, number>();
    const made: { filing: { id: string; holder: string }; n: number; account: string; request: FilingRequest }[] = [];
    for (const [n, subject] of ['s-0', 's-1'].entries()) {
      const details = {
        name: `${subject}公司`,
        creditCode: '91110108MA00DEM06X' as never,
        division: '110108',
        address: '某路1号',
      };
      const contacts = { name: '联系人' };
      await onEach((side) =>
        side.subject(
          subject,
          { type: 'RegisterSubject', data: { kind: 'organisation', details, documents: [], contacts } } as never,
          by(`filer-${subject}`, n),
          { holder: subject, division: '110108' },
        ),
      );
      await onEach((side) => side.subject(subject, { type: 'VerifySubject', data: {} }, by(REVIEWER, n)));
    }
    for (let step = 0; step < STEPS; step++) {
      // A fifth repeats an earlier request or at least its key; some are made by others, some name a revision, right or wrong, and some only
      // ask what would happen.
      const earlier = made.length > 0 && random.below(5) === 0 ? random.of(made) : undefined;
      const filing = earlier?.filing ?? random.of(FILINGS);
      const { id, holder } = filing;
      const [other, usual = `filer-${holder}`] = random.of(REQUESTS);
      const request = earlier && random.below(2) === 0 ? earlier.request : other;
      const account = earlier?.account ?? (random.below(5) === 0 ? random.of(ACCOUNTS) : usual);
      const n = earlier?.n ?? 1_000 + step;
      made.push({ filing, n, account, request });
      const context = by(account, n, {
        hash: request.type,
        requestId: `request-${step}`,
        dryRun: random.below(10) === 0,
        ...(random.below(4) === 0 && { ifMatch: random.below(4) }),
      });
      const fault = random.below(16);
      for (const { log } of Object.values(engines)) {
        if (fault === 0) log.next(/^filing-/, replyLost);
        if (fault === 1) log.next(/^filing-/, notPersisted);
      }
      const creates = request === submission ? { holder } : undefined;
      const outcome = await onEach((side) => side.filing(id, request, context, creates));
      const kind = Array.isArray(outcome) ? String(outcome[0]) : (outcome as Receipt).replayed ? 'replayed' : 'done';
      outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1);
    }
    for (const kind of ['done', 'replayed', 'Refused', 'Forbidden', 'CommandReused', 'PreconditionFailed'])
      expect([kind, outcomes.get(kind) ?? 0]).not.toEqual([kind, 0]);

    const [memory, postgres, kurrent] = await Promise.all(Object.values(engines).map(({ stored }) => stored()));
    expect(memory!.length).toBeGreaterThan(30);
    expect(postgres).toEqual(memory);
    expect(kurrent).toEqual(memory);
  }, 60_000);
});
