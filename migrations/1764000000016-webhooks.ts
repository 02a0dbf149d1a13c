import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Where app stores want to hear of changes, and the work of telling them. */
export class Webhooks1764000000016 implements MigrationInterface {
  readonly name = 'Webhooks1764000000016';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create schema webhook;

      create table webhook.endpoint (
        id              uuid        primary key,
        organisation    text        collate "C" not null,
        url             text        collate "C" not null,
        description     text,
        statuses        text[]      collate "C",
        changes         text[]      collate "C",
        own_apps        boolean     not null,
        reached         text        collate "C" not null,
        walk            text        collate "C" check (walk in ('catch-up', 'replay', 'rescan')),
        created_at      timestamptz not null,
        failures        integer     not null default 0,
        failing_since   timestamptz,
        rests_until     timestamptz,
        disabled_at     timestamptz,
        disabled_reason text        collate "C" check (disabled_reason in ('gone', 'failing')),
        unique (organisation, url),
        check ((disabled_at is null) = (disabled_reason is null))
      );
      comment on column webhook.endpoint.statuses is 'Only changes into one of these are wanted; null for all.';
      comment on column webhook.endpoint.changes is 'Only changes of one of these kinds are wanted; null for all.';
      comment on column webhook.endpoint.own_apps is 'Only changes are wanted that concern what the organisation watches.';
      comment on column webhook.endpoint.reached is 'Cursor of the feed up to which every change that is wanted has its row in webhook.delivery.';
      comment on column webhook.endpoint.walk is 'Why it is behind the others, while it is: enabled again, sent back, or of a log that was restored.';
      comment on column webhook.endpoint.failures is 'Attempts in a row without a success between them.';

      create table webhook.key (
        seq        bigint      generated always as identity primary key,
        endpoint   uuid        not null references webhook.endpoint on delete cascade,
        scheme     text        collate "C" not null check (scheme in ('v1a', 'v1')),
        secret     text        collate "C" not null,
        created_at timestamptz not null,
        retires_at timestamptz
      );
      comment on table webhook.key is 'What deliveries are signed with. Secret.';
      create index key_endpoint on webhook.key (endpoint);

      create table webhook.message (
        key        text        collate "C" primary key,
        type       text        collate "C" not null,
        body       text        not null,
        created_at timestamptz not null
      );
      comment on table webhook.message is 'The bytes that are sent, one row for all who get them; written once, and never again while the row is kept.';
      create index message_age on webhook.message (created_at);

      create table webhook.delivery (
        id              uuid        primary key,
        seq             bigint      generated always as identity unique,
        endpoint        uuid        not null references webhook.endpoint on delete cascade,
        message         text        collate "C" not null references webhook.message,
        place           text        collate "C" not null,
        wanted_at       timestamptz not null,
        attempts        integer     not null default 0,
        tried_at        timestamptz,
        due_at          timestamptz not null,
        done_at         timestamptz,
        outcome         text        collate "C" check (outcome in ('delivered', 'given-up')),
        response_status integer,
        last_error      text        collate "C",
        unique (endpoint, message),
        check ((done_at is null) = (outcome is null))
      );
      comment on column webhook.delivery.id is 'The webhook-id: the same for each attempt and each replay.';
      comment on column webhook.delivery.place is 'Of the change in the feed, sortable: an endpoint gets what is due in this order.';
      comment on column webhook.delivery.tried_at is 'Of the last attempt.';
      comment on column webhook.delivery.due_at is 'When it is tried next. Moved on before each attempt, so that one that dies with its process comes again.';
      create index delivery_waiting on webhook.delivery (endpoint, place) where done_at is null;
      create index delivery_list on webhook.delivery (endpoint, seq);
      create index delivery_done on webhook.delivery (done_at) where done_at is not null;
      create index delivery_message on webhook.delivery (message);

      grant usage on schema webhook to beian_service;
      grant select, insert, update, delete on webhook.endpoint to beian_service;
      grant select, insert, update on webhook.key to beian_service;
      grant select, insert, update, delete on webhook.delivery to beian_service;
      grant select, insert, delete on webhook.message to beian_service;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop schema webhook cascade');
  }
}
