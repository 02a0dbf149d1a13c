import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The role that the service runs as, and the schemas: who may do what is settled before there is anything to do it to. */
export class Roles1764000000000 implements MigrationInterface {
  readonly name = 'Roles1764000000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    // Roles belong to the whole cluster: another database's migration may create this one at the same moment.
    await queryRunner.query(`
      do $$ begin
        if not exists (select from pg_roles where rolname = 'beian_service') then
          create role beian_service nologin;
        end if;
      exception when duplicate_object or unique_violation then null;
      end $$`);
    // A superuser may take any role; anyone else needs to be a member before the service can log in and take it.
    await queryRunner.query(`
      do $$ begin
        if not (select rolsuper from pg_roles where rolname = current_user) then
          execute format('grant beian_service to %I', current_user);
        end if;
      end $$`);

    for (const schema of ['log', 'read', 'vault', 'identity']) {
      await queryRunner.query(`create schema ${schema}`);
      await queryRunner.query(`grant usage on schema ${schema} to beian_service`);
    }
    // The projector builds each generation of a read model itself, while the service runs. Nowhere else may the service create.
    await queryRunner.query(`grant create on schema read to beian_service`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    // The role stays: other databases of the cluster may use it.
    for (const schema of ['read', 'vault', 'identity', 'log']) await queryRunner.query(`drop schema ${schema} cascade`);
  }
}
