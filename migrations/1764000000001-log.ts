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
  );

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
 * A batch of commands, each for a stream of its own; events are listed command by command. All in one transaction of the caller:
 *
 * 1. Lock the streams, new ones too, in the order of their hashes, so that two batches wait for one another in one direction only.
 *    The next statement has a newer snapshot and therefore sees what a previous holder of the locks has committed.
 * 2. Compare each command's expected revision. A loser is an answer, not an error: it must not undo the others of its batch.
 * 3. A command whose ids already stand right after `expected` is a repetition, and is answered as the first time.
 * 4. Take the head row, last. From here to the end of the commit nobody else gets positions, so that the order of positions is the
 *    order of commits, and whoever sees one position sees all before it. A crash before the commit leaves neither rows nor a gap.
 *
 * `offset 0` and `limit 1` are fences: they keep each look-up one of the index. A plan made while the tables are empty is kept by the
 * connection, and one that reads the whole table would cost more with every event; sessions of the log therefore switch that off.
 * Owned by the migrating role: the service may call it and has no other way to write.
 */
const APPEND = `
  create function log.append(
    streams text[], expected int[], counts int[],
    commands int[], event_streams text[], revisions int[], ids uuid[], types text[], versions int[], datas text[], metas text[], salts bytea[]
  ) returns table (outcome text, epoch int, revision int, "position" bigint)
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
  as $$
  #variable_conflict use_column
  declare
    actual int[];
    accepted boolean[];
    repeated bigint[] := array_fill(null::bigint, array[cardinality(streams)]);
    repetition record;
    total int;
    inserted int;
    base bigint;
    era int;
    moment timestamptz;
  begin
    perform pg_advisory_xact_lock(l.key)
      from (select distinct hashtextextended(s, 0) as key from unnest(streams) as s order by 1) as l;

    select array_agg(c.actual order by c.i), array_agg(c.actual = c.expected order by c.i),
           coalesce(sum(c.n) filter (where c.actual = c.expected), 0)
      into actual, accepted, total
      from (
        select q.i, q.expected, q.n, coalesce(
          (select e.revision from log.events e where e.stream = q.stream order by e.revision desc limit 1), -1) as actual
        from unnest(streams, expected, counts) with ordinality as q(stream, expected, n, i)
      ) as c;

    if false = any(accepted) then
      for repetition in
        select q.command, max(old.position) as position
          from unnest(commands, event_streams, revisions, ids) as q(command, stream, revision, id)
          left join lateral (
            select e.id, e.position from log.events e where e.stream = q.stream and e.revision = q.revision offset 0
          ) as old on true
          where not accepted[q.command]
          group by q.command
          having bool_and(old.id is not distinct from q.id)
      loop
        repeated[repetition.command] := repetition.position;
      end loop;
    end if;

    if total > 0 then
      update log.log_head h
        set position = h.position + total,
            recorded_at = greatest(h.recorded_at, date_trunc('milliseconds', clock_timestamp()))
        where h.one
        returning h.epoch, h.position - total, h.recorded_at into strict era, base, moment;
      insert into log.events (position, stream, revision, id, type, version, data, meta, salt, recorded_at)
        select base + row_number() over (order by q.i), q.stream, q.revision, q.id, q.type, q.version, q.data, q.meta, q.salt, moment
          from unnest(commands, event_streams, revisions, ids, types, versions, datas, metas, salts)
            with ordinality as q(command, stream, revision, id, type, version, data, meta, salt, i)
          where accepted[q.command];
      get diagnostics inserted = row_count;
      if inserted <> total then raise exception 'counts and events differ' using errcode = 'data_exception'; end if;
      perform pg_notify('log', (base + total)::text);
    else
      select h.epoch into strict era from log.log_head h where h.one;
    end if;

    return query
      select case when q.accepted then 'appended' when q.repeated is not null then 'repeated' else 'conflict' end,
             era,
             case when q.accepted or q.repeated is not null then q.expected + q.n else q.actual end,
             case when q.accepted then base + sum(q.n) filter (where q.accepted) over (order by q.i) else q.repeated end
        from unnest(expected, counts, actual, accepted, repeated) with ordinality as q(expected, n, actual, accepted, repeated, i)
        order by q.i;
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
