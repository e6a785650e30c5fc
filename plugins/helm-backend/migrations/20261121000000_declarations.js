// @ts-check

/**
 * What entities declare, as last read, and settings of this installation.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('helm_settings', table => {
    table.comment('Single values of this installation');
    table.string('name', 64).primary();
    table.text('value').notNullable();
  });

  await knex.schema.createTable('helm_declared_entities', table => {
    table.comment('Entities that declare releases');
    table.string('entity_ref', 500).primary();
    table.text('problems').notNullable().comment('JSON, of the whole entity');
    table
      .string('fingerprint', 64)
      .notNullable()
      .comment('Digest of what the declarations depend on, but their files');
    table.bigInteger('read_at').notNullable();
  });

  await knex.schema.createTable('helm_declarations', table => {
    table.comment(
      'One declared release in one environment; requests read this',
    );
    table.string('entity_ref', 500).notNullable();
    table.string('environment', 63).notNullable();
    table
      .string('release_key', 400)
      .nullable()
      .comment('cluster/namespace/name; null when too broken to name one');
    table.text('body').notNullable().comment('JSON with secret values masked');
    table.primary(['entity_ref', 'environment']);
    table.index(['release_key'], 'helm_declarations_release');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('helm_declarations');
  await knex.schema.dropTable('helm_declared_entities');
  await knex.schema.dropTable('helm_settings');
};
