// @ts-check

/**
 * Plans: what was reviewed, redacted, until nobody needs it any more.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('helm_plans', table => {
    table.comment('Previews that can be run; hold no secret');
    table.string('id', 64).primary();
    table
      .bigInteger('delete_after')
      .notNullable()
      .comment('Epoch ms: long after its expiry, for pages of its operation');
    table.text('body', 'longtext').notNullable().comment('PlanRecord as JSON');
    table.index(['delete_after'], 'helm_plans_delete_after');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('helm_plans');
};
