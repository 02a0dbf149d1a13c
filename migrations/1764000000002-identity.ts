import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Sign-ins and the state of the embedded OpenID provider. */
export class Identity1764000000002 implements MigrationInterface {
  readonly name = 'Identity1764000000002';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`create schema if not exists identity`);

    await queryRunner.query(`
      create table identity.login (
        issuer   text        not null,
        subject  text        not null,
        account  uuid        not null,
        bound_at timestamptz not null default now(),
        primary key (issuer, subject)
      )`);

    await queryRunner.query(`
      create table identity.signing_key (
        seq        bigint      generated always as identity primary key,
        kid        text        not null unique,
        jwk        text        not null,
        created_at timestamptz not null default now()
      )`);
    await queryRunner.query(`
      comment on table identity.signing_key is
        'Private keys of the embedded provider. Secret. Empty where OIDC_ISSUER names a provider of its own.'`);

    // The payload is text, not jsonb: jsonb refuses NUL, which any client can put into a parameter.
    await queryRunner.query(`
      create table identity.provider_state (
        kind        text        not null,
        id          text        not null,
        payload     text        not null,
        grant_id    text,
        uid         text,
        user_code   text,
        expires_at  timestamptz,
        consumed_at timestamptz,
        primary key (kind, id)
      )`);
    await queryRunner.query(`create index provider_state_grant on identity.provider_state (grant_id) where grant_id is not null`);
    await queryRunner.query(`create index provider_state_uid on identity.provider_state (kind, uid) where uid is not null`);
    await queryRunner.query(
      `create index provider_state_user_code on identity.provider_state (kind, user_code) where user_code is not null`,
    );
    await queryRunner.query(
      `create index provider_state_expiry on identity.provider_state (expires_at) where expires_at is not null`,
    );

    await queryRunner.query(`
      create table identity.session (
        id         bytea       primary key,
        sealed     bytea       not null,
        opened_at  timestamptz not null default now(),
        seen_at    timestamptz not null default now(),
        expires_at timestamptz not null
      )`);
    await queryRunner.query(`
      comment on table identity.session is
        'Who is signed in to the pages. The id is a digest of the browser’s secret, which alone opens what is sealed: the tokens.'`);
    await queryRunner.query(`create index session_end on identity.session (expires_at)`);

    await queryRunner.query(`
      create table identity.client (
        id             uuid        primary key,
        subject        text        collate "C" not null,
        name           text        not null,
        key            json        not null,
        revision       integer     not null default 0,
        request        text        collate "C" not null,
        registered_by  text        collate "C" not null,
        registered_at  timestamptz not null,
        key_changed_by text        collate "C",
        key_changed_at timestamptz,
        closed_at      timestamptz
      )`);
    await queryRunner.query(`create index client_of_subject on identity.client (subject)`);
    await queryRunner.query(`
      comment on table identity.client is
        'Machines of organisations. The id is that of the account, and the client_id at the token endpoint; the key is a public one.'`);

    // Who signs in as whom is never rewritten, only added.
    await queryRunner.query(`grant select, insert on identity.login to beian_service`);
    await queryRunner.query(`grant select, insert, delete on identity.signing_key to beian_service`);
    await queryRunner.query(`grant select, insert on identity.client to beian_service`);
    await queryRunner.query(
      `grant update (key, key_changed_by, key_changed_at, closed_at, revision) on identity.client to beian_service`,
    );
    await queryRunner.query(`grant select, insert, update, delete on identity.provider_state to beian_service`);
    await queryRunner.query(`grant select, insert, update, delete on identity.session to beian_service`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `drop table identity.client, identity.session, identity.provider_state, identity.signing_key, identity.login`,
    );
  }
}
