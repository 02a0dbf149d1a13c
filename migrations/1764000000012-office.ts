import { type MigrationInterface, type QueryRunner } from 'typeorm';

const NOTES = `
  create table office.note (
    id           uuid        primary key,
    seq          bigint      generated always as identity,
    matter       text        collate "C" not null,
    agency       text        collate "C" not null,
    account      text        collate "C" not null,
    text_ref     uuid        not null,
    text_digest  text        collate "C" not null,
    request      text        collate "C" not null,
    written_at   timestamptz not null,
    withdrawn_at timestamptz
  );
  comment on table office.note is 'Notes of an agency on a matter, for itself alone. The words lie in vault.text and go with the withdrawal.';
  comment on column office.note.matter is 'The name of the stream of the matter.';
  comment on column office.note.request is 'Hash of the request that wrote it: its repetition finds it again.';
  create index note_of_matter on office.note (matter, agency, seq);
`;

const TEMPLATES = `
  create table office.template (
    id              uuid    primary key,
    agency_kind     text    collate "C" not null,
    agency_division text    collate "C" not null,
    kind            text    collate "C" not null,
    defect          text    collate "C",
    title           text    not null,
    text            text    not null,
    revision        integer not null,
    retired         boolean not null default false
  );
  create index template_of_agency on office.template (agency_kind, agency_division, id);

  create table office.template_change (
    template   uuid        not null references office.template,
    revision   integer     not null,
    command    uuid        not null,
    request    text        collate "C" not null,
    account    text        collate "C" not null,
    title      text        not null,
    text       text        not null,
    retired    boolean     not null,
    changed_at timestamptz not null default now(),
    primary key (template, revision),
    unique (command)
  );
  comment on table office.template_change is 'Who made which version of a template; a repeated request finds its own by its command.';

  create function office.refuse_change() returns trigger language plpgsql as $$
  begin
    raise exception 'what was changed in a template stays on record' using errcode = 'insufficient_privilege';
  end $$;

  create trigger append_only before update or delete or truncate on office.template_change
    for each statement execute function office.refuse_change();
`;

const FILTERS = `
  create table office.queue_filter (
    owner      text        collate "C" not null,
    name       text        collate "C" not null,
    query      jsonb       not null,
    changed_by text        collate "C" not null,
    changed_at timestamptz not null default now(),
    primary key (owner, name)
  );
  comment on column office.queue_filter.owner is 'An account, or an agency such as cac-110000 whose officers share it.';
`;

const DRAFTS = `
  create table office.draft (
    id         uuid        primary key,
    subject    text        collate "C" not null,
    kind       text        collate "C" not null,
    matter     text        collate "C",
    title      text,
    content    json        not null,
    revision   integer     not null default 0,
    request    text        collate "C" not null,
    changed_by text        collate "C" not null,
    changed_at timestamptz not null
  );
  comment on table office.draft is 'Forms that a filer has begun and not handed in. They may name people: a row is really deleted, and nothing else holds its content.';
  comment on column office.draft.matter is 'The name of the stream of the matter that it concerns.';
  comment on column office.draft.request is 'Hash of the request that began it: its repetition finds it again.';
  create index draft_of_subject on office.draft (subject, changed_at);
  create index draft_last_changed on office.draft (changed_at);
`;

const GRANTS = `
  grant usage on schema office to beian_service;
  grant select, insert on office.note, office.template, office.template_change to beian_service;
  grant update (withdrawn_at) on office.note to beian_service;
  grant update (title, text, defect, revision, retired) on office.template to beian_service;
  grant select, insert, update, delete on office.queue_filter, office.draft to beian_service;
`;

/** How agencies and filers arrange their own work, which is no law: notes, templates, the filters of lists, and drafts of forms. */
export class Office1764000000012 implements MigrationInterface {
  readonly name = 'Office1764000000012';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('create schema office');
    for (const sql of [NOTES, TEMPLATES, FILTERS, DRAFTS, GRANTS]) await queryRunner.query(sql);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop schema office cascade');
  }
}
