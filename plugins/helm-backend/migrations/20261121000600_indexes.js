// @ts-check

/**
 * An index for each query that had none, and the time when the log of an ended
 * operation was deleted.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('helm_operations', table => {
    table
      .bigInteger('log_deleted_at')
      .nullable()
      .comment('Epoch ms: its events went before it did');
    table.index(['status', 'position'], 'helm_operations_status');
    table.index(['plan_id'], 'helm_operations_plan');
    table.index(['release_key', 'revision_after'], 'helm_operations_revision');
    table.index(['created_at'], 'helm_operations_created');
    table.index(['finished_at'], 'helm_operations_finished');
  });
  await knex.schema.raw(
    `CREATE INDEX helm_operations_log ON helm_operations (finished_at)
     WHERE log_deleted_at IS NULL`,
  );
  await knex.schema.raw(
    `CREATE INDEX helm_plans_unforgotten ON helm_plans (expires_at)
     WHERE bodies IS NOT NULL`,
  );
  await knex.schema.alterTable('helm_successes', table => {
    table.index(['recorded_at'], 'helm_successes_recorded');
  });
  await knex.schema.alterTable('helm_overrides', table => {
    table.index(['ended_at'], 'helm_overrides_ended');
  });
  await knex.schema.alterTable('helm_soaks', table => {
    table.index(['checked_at'], 'helm_soaks_checked');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('helm_soaks', table => {
    table.dropIndex(['checked_at'], 'helm_soaks_checked');
  });
  await knex.schema.alterTable('helm_overrides', table => {
    table.dropIndex(['ended_at'], 'helm_overrides_ended');
  });
  await knex.schema.alterTable('helm_successes', table => {
    table.dropIndex(['recorded_at'], 'helm_successes_recorded');
  });
  await knex.schema.raw('DROP INDEX helm_plans_unforgotten');
  await knex.schema.raw('DROP INDEX helm_operations_log');
  await knex.schema.alterTable('helm_operations', table => {
    table.dropIndex(['finished_at'], 'helm_operations_finished');
    table.dropIndex(['created_at'], 'helm_operations_created');
    table.dropIndex(
      ['release_key', 'revision_after'],
      'helm_operations_revision',
    );
    table.dropIndex(['plan_id'], 'helm_operations_plan');
    table.dropIndex(['status', 'position'], 'helm_operations_status');
    table.dropColumn('log_deleted_at');
  });
};
