import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * What all read models share. The tables of a read model itself are made by the service, one set per generation, since their
 * columns follow the code and not the release of the schema.
 */
export class Read1764000000004 implements MigrationInterface {
  readonly name = 'Read1764000000004';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create sequence read.generation;
      comment on sequence read.generation is 'Never gives a number twice, so that no name of a table is used twice.';

      create table read.checkpoint (
        name text not null,
        generation bigint not null,
        version integer not null,
        position text collate "C" not null,
        moved_at timestamptz not null default now(),
        stopped text,
        retired_at timestamptz,
        primary key (name, generation)
      ) with (fillfactor = 20);
      comment on column read.checkpoint.position is 'The last event whose effect is in the tables of this generation.';
      comment on column read.checkpoint.stopped is 'Why the read model does not go on, if it does not.';
      comment on column read.checkpoint.retired_at is 'When another generation of the same version took its place; it does not move any more.';

      create table read.pointer (
        name text not null,
        version integer not null,
        generation bigint not null,
        primary key (name, version),
        foreign key (name, generation) references read.checkpoint (name, generation)
      );
      comment on table read.pointer is 'The generation that answers, for each version that a running release may ask for.';

      create table read.parked (
        name text not null,
        generation bigint not null,
        stream text collate "C" not null,
        position text collate "C" not null,
        event_id text not null,
        error text not null,
        parked_at timestamptz not null default now(),
        primary key (name, generation, stream)
      );
      comment on table read.parked is 'Streams that a read model leaves out since the event that it could not project.';

      create table read.edition (
        position text collate "C" not null,
        form text not null,
        recorded_at text,
        files text not null,
        made_at timestamptz not null default now(),
        took_ms integer not null,
        primary key (position, form)
      );
      comment on table read.edition is 'The register as files, as of a position: what digest each file has.';
      comment on column read.edition.form is 'How entries are written down: of another form the files would have other bytes.';
      comment on column read.edition.files is 'JSON: name, rows, bytes and SHA-256 of each.';

      create type read.positions as range (subtype = text, collation = "C");
      comment on type read.positions is 'From when to when a version was in force: an index over it finds those of a moment.';

      grant usage on sequence read.generation to beian_service;
      grant select, insert, update, delete on read.checkpoint, read.pointer, read.parked, read.edition to beian_service;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'drop table read.edition, read.parked, read.pointer, read.checkpoint; drop sequence read.generation; drop type read.positions',
    );
  }
}
