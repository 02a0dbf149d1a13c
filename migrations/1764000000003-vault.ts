// What the log must not hold: words about people, documents, and who looked at them.
import { type MigrationInterface, type QueryRunner } from 'typeorm';

const TEXTS = `
  create schema if not exists vault;

  create table vault.text (
    ref        uuid        primary key,
    text       text        not null,
    key        bytea       not null check (octet_length(key) = 32),
    kind       text        collate "C" not null,
    stream     text        collate "C" not null,
    grams      text[]      collate "C" not null default '{}',
    created_at timestamptz not null default now()
  );
  create index on vault.text using gin (grams);
  create index on vault.text (stream);
  comment on table vault.text is 'Personal data and free text. An event holds the reference and the HMAC-SHA-256 of the text under the key; both go with the row.';
  comment on column vault.text.stream is 'The stream of the log whose event refers to the text, or was to refer to it.';
  comment on column vault.text.grams is 'By which the text is looked for; they go with the row. Empty where nobody is to find it by its words.';
`;

const ATTACHMENTS = `
  create table vault.attachment (
    sha256      text        collate "C" primary key check (sha256 ~ '^[0-9a-f]{64}$'),
    bytes       bigint      not null check (bytes > 0),
    media_type  text        collate "C" not null,
    received_at timestamptz not null default now()
  );
  comment on table vault.attachment is 'The content of each lies in a file that is named by the digest, and is there before the row is.';

  create table vault.attachment_holder (
    sha256      text        collate "C" not null references vault.attachment,
    holder      text        collate "C" not null,
    received_at timestamptz not null default now(),
    primary key (sha256, holder)
  );
  comment on table vault.attachment_holder is 'Who has handed in these very bytes; the earliest was first.';
`;

// Grants stop the service; the trigger stops everyone else short of one who drops it first.
const ACCESS = `
  create table vault.access (
    seq        bigint      generated always as identity primary key,
    at         timestamptz not null default clock_timestamp(),
    account    text        collate "C" not null,
    agency     text        collate "C",
    subject    text        collate "C",
    action     text        collate "C" not null,
    object     text        collate "C" not null,
    rule       text        collate "C" not null,
    outcome    text        collate "C" not null check (outcome in ('allowed', 'denied')),
    request_id text        collate "C" not null
  );
  comment on table vault.access is 'Each denial, and each reading of the vault, written before it is answered.';

  create function vault.refuse_change() returns trigger language plpgsql as $$
  begin
    raise exception 'the record of access is append-only' using errcode = 'insufficient_privilege';
  end $$;

  create trigger append_only before update or delete or truncate on vault.access
    for each statement execute function vault.refuse_change();
`;

// A text is erased whole or stays as it is. What has been handed in stays. The service adds to the record of access and changes none of it.
const GRANTS = `
  grant usage on schema vault to beian_service;
  grant select, insert, delete on vault.text to beian_service;
  grant select, insert on vault.attachment, vault.attachment_holder to beian_service;
  grant select, insert on vault.access to beian_service;
`;

export class Vault1764000000003 implements MigrationInterface {
  readonly name = 'Vault1764000000003';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const sql of [TEXTS, ATTACHMENTS, ACCESS, GRANTS]) await queryRunner.query(sql);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('the vault holds what exists nowhere else and is never taken back by a migration'));
  }
}
