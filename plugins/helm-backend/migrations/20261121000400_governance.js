// @ts-check

/**
 * Approvals, freezes that were overridden, operations that took another's
 * place, the trace of the request, and how long releases have been healthy.
 *
 * Times are epoch milliseconds of the database's clock; JSON is text.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('helm_operations', table => {
    table
      .text('approval')
      .nullable()
      .comment('What the environment asks for, and the plan it is bound to');
    table
      .bigInteger('approve_by')
      .nullable()
      .comment('Not approved after this');
    table.boolean('overrides_freeze').notNullable().defaultTo(false);
    table.string('superseded_by', 64).nullable();
    table
      .string('trace_parent', 64)
      .nullable()
      .comment('W3C traceparent of the request');
    table.index(['status', 'approve_by'], 'helm_operations_approve_by');
  });

  await knex.schema.createTable('helm_approvals', table => {
    table.comment('Who approved which plan of an operation; insert-only');
    table.string('operation_id', 64).notNullable();
    table
      .string('plan_id', 64)
      .notNullable()
      .comment(
        'A plan made anew is another one, though its digest came before',
      );
    table.string('plan_digest', 200).notNullable();
    table.string('approver', 500).notNullable();
    table.bigInteger('at').notNullable();
    table.boolean('is_break_glass').notNullable().defaultTo(false);
    table.text('reason').nullable();
    table.primary(['operation_id', 'plan_id', 'approver']);
  });

  await knex.schema.createTable('helm_soaks', table => {
    table.comment('Since when a revision has been healthy without a break');
    table.string('release_key', 400).primary();
    table.string('environment', 253).notNullable();
    table.integer('revision').notNullable();
    table.bigInteger('healthy_since').nullable();
    table.bigInteger('checked_at').notNullable();
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('helm_soaks');
  await knex.schema.dropTable('helm_approvals');
  await knex.schema.alterTable('helm_operations', table => {
    table.dropIndex(['status', 'approve_by'], 'helm_operations_approve_by');
    table.dropColumns(
      'approval',
      'approve_by',
      'overrides_freeze',
      'superseded_by',
      'trace_parent',
    );
  });
};
