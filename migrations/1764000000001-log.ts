// The log: one table that only grows, the row that says where it ends, and the one function that writes to either.
import { type MigrationInterface, type QueryRunner } from 'typeorm';

const TABLES = `
  create schema if not exists log;

  create table log.events (
    position    bigint      primary key,
    stream      text        collate "C" not null,
    revision    int         not null check (revision >= 0),
    id          uuid        not null,
    type        text        collate "C" not null,
    version     smallint    not null,
    data        text        not null,
    meta        text        not null,
    salt        bytea       not null,
    recorded_at timestamptz not null,
    unique (stream, revision)
  ) with (toast_tuple_target = 8160);

  create table log.log_head (
    one         boolean     primary key default true check (one),
    epoch       int         not null check (epoch between 1 and 9999),
    position    bigint      not null,
    recorded_at timestamptz not null
  ) with (fillfactor = 10);
  insert into log.log_head (epoch, position, recorded_at) values (1, 0, '1970-01-01T00:00:00Z');
`;

// Grants stop the service; the triggers stop everyone else short of one who drops them first.
const APPEND_ONLY = `
  create function log.refuse_change() returns trigger language plpgsql as $$
  begin
    raise exception 'the log is append-only' using errcode = 'insufficient_privilege';
  end $$;

  create trigger append_only before update or delete or truncate on log.events
    for each statement execute function log.refuse_change();
  create trigger stays before delete or truncate on log.log_head
    for each statement execute function log.refuse_change();
`;

/*
 * A batch of commands, each for a stream of its own: `streams` and `expected` have an item per command; the rest one per event, command
 * by command, `commands` with the command's place in the batch. All in one transaction of the caller:
 *
 * 1. Lock the streams, new ones too, in the order of their hashes, so that two batches wait for one another in one direction only.
 *    The next statement has a newer snapshot and therefore sees what a previous holder of the locks has committed.
 * 2. Compare each command's expected revision. A loser is an answer, not an error: it must not undo the others of its batch.
 * 3. A command whose ids already stand right after `expected` is a repetition, and is answered as the first time.
 * 4. Take the head row, last. From here to the end of the commit nobody else gets positions, so that the order of positions is the
 *    order of commits, and whoever sees one position sees all before it. A crash before the commit leaves neither rows nor a gap.
 *
 * Answers one row: the epoch; the position before the first new event; and for each command the revision that its stream stood at, and
 * the last position of a repetition. A command is appended if that revision is the one it expected.
 *
 * `offset 0` and `limit 1` are fences: they keep each look-up one of the index. A plan made while the tables are empty is kept by the
 * connection, and one that reads the whole table would cost more with every event; sessions of the log therefore switch that off.
 * Events are taken from the arrays by their place: unnested, their texts would be copied once more for every step up to the insertion.
 * Owned by the migrating role: the service may call it and has no other way to write.
 */
const APPEND = `
  create function log.append(
    streams text[], expected int[],
    commands int[], revisions int[], ids uuid[], types text[], versions int[], datas text[], metas text[], salts bytea[],
    out epoch int, out base bigint, out actual int[], out repeated bigint[]
  )
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
  as $$
  #variable_conflict use_column
  declare
    accepted int[];
    total int;
    moment timestamptz;
    repetition record;
  begin
    perform pg_advisory_xact_lock(l.key)
      from (select distinct hashtextextended(s, 0) as key from unnest(streams) as s order by 1) as l;

    actual := array(
      select coalesce((select e.revision from log.events e where e.stream = q.stream order by e.revision desc limit 1), -1)
        from unnest(streams) with ordinality as q(stream, i) order by q.i);
    accepted := array(
      select i from generate_series(1, cardinality(ids)) as i where actual[commands[i]] = expected[commands[i]] order by i);
    total := cardinality(accepted);
    repeated := array_fill(null::bigint, array[cardinality(streams)]);

    if total < cardinality(ids) then
      for repetition in
        select commands[i] as command, max(old.position) as position
          from generate_series(1, cardinality(ids)) as i
          left join lateral (
            select e.id, e.position from log.events e where e.stream = streams[commands[i]] and e.revision = revisions[i] offset 0
          ) as old on true
          where i <> all(accepted)
          group by 1
          having bool_and(old.id is not distinct from ids[i])
      loop
        repeated[repetition.command] := repetition.position;
      end loop;
    end if;

    if total > 0 then
      update log.log_head h
        set position = h.position + total,
            recorded_at = greatest(h.recorded_at, date_trunc('milliseconds', clock_timestamp()))
        where h.one
        returning h.epoch, h.position - total, h.recorded_at into strict epoch, base, moment;
      insert into log.events (position, stream, revision, id, type, version, data, meta, salt, recorded_at)
        select base + q.n, streams[commands[q.i]], revisions[q.i], ids[q.i], types[q.i], versions[q.i],
            datas[q.i], metas[q.i], salts[q.i], moment
          from unnest(accepted) with ordinality as q(i, n);
      perform pg_notify('log', (base + total)::text);
    else
      select h.epoch into strict epoch from log.log_head h where h.one;
    end if;
  end $$;
`;

const GRANTS = `
  revoke all on function log.append from public;
  grant usage on schema log to beian_service;
  grant select on log.events, log.log_head to beian_service;
  grant execute on function log.append to beian_service;
`;

export class Log1764000000001 implements MigrationInterface {
  readonly name = 'Log1764000000001';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const sql of [TABLES, APPEND_ONLY, APPEND, GRANTS]) await queryRunner.query(sql);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('the log is never taken back by a migration'));
  }
}
