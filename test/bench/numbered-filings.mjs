// Filings that are told from one another by a number, with a past as the log would hold it, so that each can be asked for.
import { randomUUID } from 'node:crypto';
import '../support/register-typescript.mjs';
import { asOwner } from './embedded.mjs';
import { salt } from './appending.mjs';

const the = await import('../support/filing-commands.ts');
const { number } = await import('../support/filing-examples.ts');
const { versionOf } = await import('../../dist/libs/application/versions.js');
const { issueFilingNumber } = await import('../../dist/libs/domain/filing-number.js');
const { canonical } = await import('../../dist/libs/event-store/canonical.js');

const facts = the.happened(
  ...the.filed,
  the.publish,
  the.declareDisplay,
  the.change(),
  the.acceptChange(),
  the.change([the.otherUse]),
  the.acceptChange(2),
);

/** Events of one filing. */
export const LIFE = facts.length;
/** As many of them make it public. */
export const PUBLIC = facts.findIndex(({ type }) => type === 'FilingAccepted') + 1;

const NAME = '云影换脸';
const DIVISIONS = ['110108', '310115', '330106', '440305', '320102', '510104', '420106', '370102', '610113', '350203'];
const FIRST = ['青云', '星河', '知音', '远山', '松涛', '灵犀', '晨曦', '流光', '望舒', '听雨', '九州'];
const SECOND = ['换脸', '配音', '绘图', '写作', '对话', '翻译', '修图', '数字人', '摘要'];

const padded = (n, digits) => String(n).padStart(digits, '0');
/** The `n`th filing's number: of a division, with an entity of its own. */
export const numberOf = (n) =>
  issueFilingNumber({ division: DIVISIONS[n % DIVISIONS.length], entity: padded(n, 7), year: 26, sequence: 1 });
/** The `n`th filing's algorithm, whose last part no other has. */
export const nameOf = (n) => `${FIRST[n % FIRST.length]}${SECOND[n % SECOND.length]}${padded(n, 6)}号`;

const meta = ({ basis, effectiveOn }) => ({
  actor: '6f6b7b0e-3c52-4d0c-9d0b-0f2f7a3f2c11',
  command: randomUUID(),
  commandHash: 'ab'.repeat(32),
  rule: 'filer-submits',
  basis,
  effectiveOn,
});

const texts = facts.map(({ data }) => canonical(JSON.parse(JSON.stringify(data))));
const personal = (text, n) => text.replaceAll(number, numberOf(n)).replaceAll(NAME, nameOf(n));

/** The `n`th filing's events of these revisions, as the port takes them. */
export const eventsOf = (n, from, to) =>
  facts.slice(from, to).map((fact, i) => ({
    id: randomUUID(),
    type: fact.type,
    version: versionOf(fact.type),
    data: JSON.parse(personal(texts[from + i], n)),
    meta: meta(fact),
    salt: salt(n),
  }));

/** Filings that live at the same time: their events lie mixed in the log. */
const TOGETHER = 500;

/**
 * Writes `count` whole lives, the first of them the `first`th filing, behind the head of the log, as its owner and in bulk. The log is
 * then as if they had been appended. Answers the number of events.
 */
export async function fill(url, { first, count }) {
  await asOwner(url, `create table if not exists public.life (revision int, type text, version int, data text, meta text)`);
  await asOwner(url, 'truncate public.life');
  const column = (of) => facts.map(of);
  await asOwner(
    url,
    `insert into public.life select i - 1, t, v, d, m from unnest($1::text[], $2::int[], $3::text[], $4::text[]) with ordinality as q(t, v, d, m, i)`,
    [column(({ type }) => type), column(({ type }) => versionOf(type)), texts, column((fact) => canonical(meta(fact)))],
  );
  await asOwner(url, 'create table if not exists public.numbered (n int, number text)');
  await asOwner(url, 'truncate public.numbered');
  await asOwner(
    url,
    `insert into public.numbered select ${first} + i - 1, number from unnest($1::text[]) with ordinality as q(number, i)`,
    [Array.from({ length: count }, (_, i) => numberOf(first + i))],
  );
  const item = (list) => `(array['${list.join("','")}'])[1 + n % ${list.length}]`;
  await asOwner(
    url,
    `begin;
    insert into log.events (position, stream, revision, id, type, version, data, meta, salt, recorded_at)
      select h.position + row_number() over (order by n / ${TOGETHER}, revision, n), 'filing-' || md5('life ' || n)::uuid, revision,
          gen_random_uuid(), type, version,
          replace(replace(data, '${number}', numbered.number),
            '${NAME}', ${item(FIRST)} || ${item(SECOND)} || lpad(n::text, 6, '0') || '号'),
          meta, uuid_send(gen_random_uuid()), date_trunc('milliseconds', clock_timestamp())
        from public.numbered cross join public.life cross join log.log_head h
        order by n / ${TOGETHER}, revision, n;
    update log.log_head set recorded_at = date_trunc('milliseconds', clock_timestamp()), position = (select max(position) from log.events);
    commit`,
  );
  return count * LIFE;
}
