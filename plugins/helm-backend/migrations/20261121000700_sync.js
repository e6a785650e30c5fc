// @ts-check

/**
 * Several declared releases of one entity in one environment, what automatic
 * sync knows of each release, and which newer versions were told.
 *
 * Declarations are read again from the catalog, so none is carried over.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.dropTable('helm_declarations');
  await knex.schema.createTable('helm_declarations', table => {
    table.comment('One declared release in one environment; requests read it');
    table.string('entity_ref', 500).notNullable();
    table.string('environment', 63).notNullable();
    table
      .string('declared_as', 400)
      .notNullable()
      .comment(
        'namespace/name, or where it stands when too broken to name one',
      );
    table
      .string('release_key', 400)
      .nullable()
      .comment('cluster/namespace/name; null when too broken to name one');
    table.text('body').notNullable().comment('JSON with secret values masked');
    table.primary(['entity_ref', 'environment', 'declared_as']);
    table.index(['release_key'], 'helm_declarations_release');
  });
  await knex('helm_declared_entities').delete();

  await knex.schema.createTable('helm_sync', table => {
    table.comment(
      'Automatic sync of one release; times are epoch milliseconds',
    );
    table.string('release_key', 400).primary();
    table.string('environment', 63).notNullable();
    table.string('entity_ref', 500).nullable();
    table
      .text('location')
      .nullable()
      .comment('Where the declaration stood that was followed');
    table
      .string('applied_digest', 128)
      .nullable()
      .comment('Declaration that was last applied as it stands');
    table.bigInteger('applied_at').nullable();
    table
      .string('wanted_digest', 128)
      .nullable()
      .comment('Declaration that is being brought about');
    table.bigInteger('wanted_since').nullable();
    table
      .integer('generation')
      .notNullable()
      .defaultTo(0)
      .comment(
        'Grows with each new wanted_digest: one operation for each attempt',
      );
    table.integer('attempts').notNullable().defaultTo(0);
    table.bigInteger('next_at').nullable();
    table.bigInteger('stopped_at').nullable();
    table.text('failure').nullable().comment('Redacted');
    table
      .text('waits_for')
      .nullable()
      .comment('JSON: what an attempt found in its way; looked at again');
    table.string('operation_id', 64).nullable();
    table.string('pause_cause', 32).nullable();
    table.string('paused_by', 500).nullable();
    table.bigInteger('paused_at').nullable();
    table.text('pause_reason').nullable();
    table.string('pause_operation', 64).nullable();
    table.index(['environment'], 'helm_sync_environment');
  });

  await knex.schema.createTable('helm_sync_holds', table => {
    table.comment('Environments whose brake holds changes back');
    table.string('environment', 63).primary();
    table.bigInteger('since').notNullable();
    table.string('digest', 128).notNullable().comment('Of the held set');
    table.text('releases').notNullable().comment('JSON: what is held');
    table
      .text('continued')
      .notNullable()
      .defaultTo('[]')
      .comment('JSON: what was let go and has not come to pass yet');
    table.string('continued_digest', 128).nullable();
    table.string('continued_by', 500).nullable();
    table.bigInteger('continued_at').nullable();
  });

  await knex.schema.createTable('helm_version_notices', table => {
    table.comment('Newer chart versions that owners were told of, once');
    table.string('release_key', 400).notNullable();
    table.string('version', 128).notNullable();
    table.bigInteger('told_at').notNullable();
    table.primary(['release_key', 'version']);
    table.index(['told_at'], 'helm_version_notices_told');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('helm_version_notices');
  await knex.schema.dropTable('helm_sync_holds');
  await knex.schema.dropTable('helm_sync');
  await knex.schema.dropTable('helm_declarations');
  await knex.schema.createTable('helm_declarations', table => {
    table.string('entity_ref', 500).notNullable();
    table.string('environment', 63).notNullable();
    table.string('release_key', 400).nullable();
    table.text('body').notNullable();
    table.primary(['entity_ref', 'environment']);
    table.index(['release_key'], 'helm_declarations_release');
  });
  await knex('helm_declared_entities').delete();
};
