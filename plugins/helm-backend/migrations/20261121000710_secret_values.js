// @ts-check

/**
 * Which values of a release came from Secrets: where they are, never what.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('helm_secret_values', table => {
    table.comment('Values of a release that runs read from Secrets');
    table.string('release_key', 400).notNullable();
    table
      .string('full_digest', 128)
      .notNullable()
      .comment('HMAC of the values that Helm was given');
    table
      .string('declared_digest', 128)
      .notNullable()
      .comment('HMAC of the values and references that it was declared with');
    table.text('paths').notNullable().comment('JSON: [{source, path}]');
    table.bigInteger('at').notNullable().comment('Epoch milliseconds');
    table.primary(['release_key', 'full_digest']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('helm_secret_values');
};
