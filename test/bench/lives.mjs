// Filings as they come to a register: ten events each, by the domain's own hand, many lives under way at once.
import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { textArray } from '../../dist/libs/read-models/text-array.js';
import '../support/register-typescript.mjs';

const { fold, isRefusal } = await import('../../dist/libs/domain/decider.js');
const { filing } = await import('../../dist/libs/domain/filing.js');
const { issueFilingNumber } = await import('../../dist/libs/domain/filing-number.js');
const { versionOf } = await import('../../dist/libs/application/versions.js');
const { canonical } = await import('../../dist/libs/event-store/canonical.js');
const examples = await import('../support/filing-examples.ts');

/** How many filings have begun and not ended at any time: each reaches its end among the events of the others. */
const UNDER_WAY = 2_000;
const PROVINCES = ['110108', '310115', '330106', '440305', '510104', '320105'];
const TOPICS = ['换脸', '语音合成', '智能对话', '图像生成', '数字人', '虚拟场景', '文本写作', '视频编辑'];

/** Four filings each. */
const holders = [];

/** The facts of the `n`th filing, in order. */
function life(n) {
  const division = PROVINCES[n % PROVINCES.length];
  const name = `${TOPICS[n % TOPICS.length]}算法${n}`;
  const holder = examples.holder({
    subject: (holders[n >> 2] ??= randomUUID()),
    division,
    filedAs: { name: `示例科技${n >> 2}有限公司`, creditCode: '91110108MA00DEM06X' },
  });
  const number = issueFilingNumber({
    division,
    entity: String(1_000_000 + Math.floor(n / 900)),
    year: 26,
    sequence: (n % 900) + 1,
  });
  const material = examples.material();
  const content = { ...material, algorithm: { ...material.algorithm, name } };
  const { ask, submit, reviewer, approver, words } = examples;
  const stage = (stage) => ask('RecordStage', { stage, result: 'passed', remarks: words(randomUUID()) }, { by: reviewer });
  const commands = [
    submit(content, { holder }),
    ...['initial', 'second', 'on-site', 'final'].map(stage),
    ask('AcceptFiling', { assessments: [] }, { by: approver, facts: { number, reliance: [] } }),
    ask('PublishFiling', { batch: `2026-${String((n % 12) + 1).padStart(2, '0')}` }, { by: reviewer }),
    ask('DeclareDisplay', { places: [{ url: `https://example.com/${n}`, place: '页脚' }] }),
    ask(
      'SubmitChange',
      { sections: [{ changedOn: examples.today, after: { mainUse: `用于第${n}类场景的内容制作。` } }] },
      { facts: { filedAs: holder.filedAs, unknownAttachments: [] } },
    ),
    ask('AcceptChange', { change: 1, remarks: `2026年更新用途${n}` }, { by: approver }),
  ];
  return commands.reduce((past, command) => {
    const outcome = filing.decide(command, fold(filing, past));
    if (isRefusal(outcome)) throw new Error(`${command.type}: ${outcome.because}`);
    return [...past, ...outcome];
  }, []);
}

/** `events` events of lives that run side by side, in log order: stream, revision, type, version, data and meta as the log holds them. */
export function* lives(events) {
  const underWay = [];
  let begun = 0;
  for (let written = 0; written < events; written++) {
    while (underWay.length < UNDER_WAY) underWay.push({ stream: `filing-${randomUUID()}`, facts: life(begun++), revision: 0 });
    const at = Math.floor(Math.random() * underWay.length);
    const one = underWay[at];
    const { type, basis, effectiveOn, data } = one.facts[one.revision];
    const meta = {
      actor: '6f6b7b0e-3c52-4d0c-9d0b-0f2f7a3f2c11',
      command: randomUUID(),
      commandHash: 'ab'.repeat(32),
      rule: 'filer-files-own',
      correlation: '0d5cf5a1-5d3e-4c55-9a25-0cbb0f1f7f6e',
      basis,
      effectiveOn,
    };
    yield {
      stream: one.stream,
      revision: one.revision,
      type,
      version: versionOf(type),
      data: canonical(data),
      meta: canonical(meta),
    };
    one.revision += 1;
    if (one.revision === one.facts.length) {
      underWay[at] = underWay.at(-1);
      underWay.pop();
    }
  }
}

const BATCH = 5_000;

/** Puts `events` events into the empty log of a migrated database, as its owner, past the append function. */
export async function fillLog(url, events) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let position = 0;
    let batch = [];
    const flush = async () => {
      const column = (name) => textArray(batch.map((event) => String(event[name])));
      await client.query({
        text: `insert into log.events (position, stream, revision, id, type, version, data, meta, salt, recorded_at)
          select $1::bigint + q.n, q.stream, q.revision::int, gen_random_uuid(), q.type, q.version::smallint, q.data, q.meta, $2::bytea,
            timestamptz '2026-03-02 00:00:00+00' + ($1::bigint + q.n) * interval '1 millisecond'
          from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
            with ordinality as q(stream, revision, type, version, data, meta, n)`,
        values: [position, randomBytes(16), ...['stream', 'revision', 'type', 'version', 'data', 'meta'].map(column)],
      });
      position += batch.length;
      batch = [];
    };
    for (const event of lives(events)) if (batch.push(event) === BATCH) await flush();
    if (batch.length > 0) await flush();
    await client.query('update log.log_head set position = $1, recorded_at = (select max(recorded_at) from log.events)', [
      position,
    ]);
    await client.query('vacuum analyze log.events');
  } finally {
    await client.end();
  }
}
