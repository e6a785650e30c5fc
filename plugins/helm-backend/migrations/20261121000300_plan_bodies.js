// @ts-check

/**
 * What a plan shows apart from what it does, so that the first can be forgotten
 * early. Plans from before keep theirs in `body` until they are deleted.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('helm_plans', table => {
    table
      .text('bodies', 'longtext')
      .nullable()
      .comment('Manifest, values and diffs as JSON; null: forgotten');
    table.bigInteger('expires_at').nullable().comment('Epoch ms');
    table.string('created_by', 512).nullable();
    table.index(['created_by', 'expires_at'], 'helm_plans_created_by');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  // Without their bodies plans mean nothing to the code before.
  await knex('helm_plans').delete();
  await knex.schema.alterTable('helm_plans', table => {
    table.dropIndex(['created_by', 'expires_at'], 'helm_plans_created_by');
    table.dropColumns('bodies', 'expires_at', 'created_by');
  });
};
