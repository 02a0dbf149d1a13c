import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What app stores list. It is their own working data and no legal act: it is not in the log. */
export class Watch1764000000017 implements MigrationInterface {
  readonly name = 'Watch1764000000017';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create schema watch;

      create table watch.list (
        store      text        collate "C" primary key,
        apps       integer     not null default 0 check (apps >= 0),
        edition    integer     not null default 1,
        changed_at timestamptz not null default now()
      );
      comment on table watch.list is 'One row for each store. Whoever changes its apps holds the row, so that the count is right.';
      comment on column watch.list.edition is 'Apps that are put from now on bear this number; a list is replaced by beginning another one.';

      create table watch.app (
        store          text    collate "C" not null references watch.list,
        platform       text    collate "C" not null,
        package        text    collate "C" not null,
        edition        integer not null,
        name           text    not null,
        number         text    collate "C",
        developer      text    collate "C",
        signing_digest text    collate "C",
        primary key (store, platform, package)
      );
      comment on column watch.app.number is 'As the app shows it: 21 digits, or what was shown instead of a number.';
      create index app_number on watch.app (number, store) where number is not null;
      create index app_package on watch.app (package, platform, store);

      grant usage on schema watch to beian_service;
      grant select, insert, update, delete on watch.list, watch.app to beian_service;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop schema watch cascade');
  }
}
