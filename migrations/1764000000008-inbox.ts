import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What belongs to notices and is not law: whether they were read, and the work of mailing them. */
export class Inbox1764000000008 implements MigrationInterface {
  readonly name = 'Inbox1764000000008';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create schema inbox;

      create table inbox.read_mark (
        party   text        collate "C" not null,
        notice  text        collate "C" not null,
        account text        collate "C" not null,
        read_at timestamptz not null default now(),
        primary key (party, notice)
      );
      comment on table inbox.read_mark is 'Who of the party was the first to mark the notice as read.';

      create table inbox.mail (
        notice     text        collate "C" not null,
        party      text        collate "C" not null,
        wanted_at  timestamptz not null default now(),
        attempts   integer     not null default 0,
        due_at     timestamptz not null default now(),
        done_at    timestamptz,
        outcome    text        collate "C" check (outcome in ('sent', 'no-address', 'given-up')),
        last_error text,
        primary key (notice, party),
        check ((done_at is null) = (outcome is null))
      );
      comment on table inbox.mail is 'Mails that say that there is a notice to read, one per notice and party. It holds no address and no content.';
      comment on column inbox.mail.due_at is 'When it is tried next. Moved on before each attempt, so that one that dies with its process comes again.';
      create index mail_due on inbox.mail (due_at) where done_at is null;

      create table inbox.mailed_until (
        one      boolean primary key default true check (one),
        position text    collate "C" not null
      );
      comment on table inbox.mailed_until is 'All notices up to this position of the log have their row in inbox.mail.';

      grant usage on schema inbox to beian_service;
      grant select, insert on inbox.read_mark to beian_service;
      grant select, insert, update on inbox.mail, inbox.mailed_until to beian_service;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop schema inbox cascade');
  }
}
