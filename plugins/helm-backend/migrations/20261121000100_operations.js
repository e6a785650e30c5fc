// @ts-check

/**
 * Operations, their event log, who owns a release, overrides, the record of
 * revisions that became ready, and the audit trail.
 *
 * Times are epoch milliseconds of the database's clock; JSON is text.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('helm_operations', table => {
    table.comment('One requested change of one release; see src/queue');
    table.bigIncrements('position').comment('Order of admission');
    table.string('id', 64).notNullable().unique();
    table
      .string('release_key', 400)
      .notNullable()
      .comment('cluster/namespace/name: the key that work is serialised by');
    table.string('environment', 253).notNullable();
    table.string('entity_ref', 500).nullable();
    table.string('engine', 64).notNullable();
    table.string('kind', 64).notNullable();
    table.string('status', 32).notNullable();
    table
      .string('lane', 64)
      .nullable()
      .comment(
        'At most one pending operation per release and lane; null = FIFO',
      );
    table.boolean('is_rescue').notNullable().defaultTo(false);
    table.string('plan_id', 64).nullable();
    table.text('work').notNullable().comment('Executable part of the plan');
    table
      .text('decisions')
      .notNullable()
      .comment('What authorization decided at admission; holds no token');
    table.bigInteger('start_by').nullable().comment('Not started after this');
    table.string('requested_by', 500).notNullable();
    table.text('reason').nullable();
    table.string('idempotency_key', 200).nullable();
    table.string('request_digest', 128).nullable();
    table.bigInteger('created_at').notNullable();
    table.bigInteger('available_at').notNullable();
    table.bigInteger('started_at').nullable();
    table.bigInteger('finished_at').nullable();
    table.bigInteger('deadline').nullable();
    table.integer('attempt').notNullable().defaultTo(1);
    table
      .string('ticket', 64)
      .nullable()
      .comment('Fencing ticket of the one worker that may write');
    table.string('worker', 253).nullable();
    table.bigInteger('lease_expires_at').nullable();
    table.bigInteger('intent_at').nullable().comment('Set before any change');
    table.string('host', 253).nullable();
    table.string('boot_id', 64).nullable();
    table.integer('pid').nullable();
    table.string('process_start', 64).nullable();
    table.integer('expected_revision').nullable();
    table.text('handover_token').nullable();
    table.bigInteger('check_after').nullable();
    table.string('from_version', 128).nullable();
    table.string('to_version', 128).nullable();
    table.integer('to_revision').nullable();
    table.integer('revision_before').nullable();
    table.integer('revision_after').nullable();
    table.text('phases').notNullable();
    table.text('outcome').nullable();
    table.text('observation').nullable();
    table.string('follows', 64).nullable();
    table.string('followed_by', 64).nullable();
    table.boolean('awaits_follow_up').notNullable().defaultTo(false);
    table.string('retry_of', 64).nullable();
    table.bigInteger('cancel_requested_at').nullable();
    table.string('cancel_requested_by', 500).nullable();
    table.integer('last_seq').notNullable().defaultTo(0);

    table.unique(['requested_by', 'idempotency_key'], {
      indexName: 'helm_operations_idempotency',
    });
    table.index(['release_key', 'position'], 'helm_operations_release');
    table.index(['status', 'available_at'], 'helm_operations_claim');
    table.index(['environment', 'position'], 'helm_operations_environment');
    table.index(['entity_ref', 'position'], 'helm_operations_entity');
  });
  await knex.schema.raw(
    `CREATE UNIQUE INDEX helm_operations_one_running ON helm_operations (release_key)
     WHERE status IN ('running', 'handed-over')`,
  );
  await knex.schema.raw(
    `CREATE UNIQUE INDEX helm_operations_one_pending ON helm_operations (release_key, lane)
     WHERE lane IS NOT NULL AND status IN ('awaiting-approval', 'queued', 'running', 'handed-over')`,
  );

  await knex.schema.createTable('helm_operation_events', table => {
    table.comment('Redacted log of an operation; seq grows without gaps');
    table.string('operation_id', 64).notNullable();
    table.integer('seq').notNullable();
    table.bigInteger('at').notNullable();
    table.string('type', 16).notNullable();
    table.string('phase', 16).nullable();
    table.text('body').notNullable();
    table.primary(['operation_id', 'seq']);
  });

  await knex.schema.createTable('helm_bindings', table => {
    table.comment('The one entity that owns a release');
    table.string('release_key', 400).primary();
    table.string('entity_ref', 500).notNullable();
    table.string('environment', 253).notNullable();
    table.string('bound_by', 500).notNullable();
    table.bigInteger('bound_at').notNullable();
    table
      .string('operation_id', 64)
      .nullable()
      .comment('Operation that claimed it, to give it back if nothing came');
    table.index(['entity_ref'], 'helm_bindings_entity');
  });

  await knex.schema.createTable('helm_overrides', table => {
    table.comment('Version or values set in the portal; all versions kept');
    table.bigIncrements('position');
    table.string('id', 64).notNullable().unique();
    table.string('release_key', 400).notNullable();
    table.string('version', 128).nullable();
    table.text('patch').notNullable().comment('RFC 7396, holds no secret');
    table.string('base_digest', 128).notNullable();
    table.string('set_by', 500).notNullable();
    table.text('reason').nullable();
    table.bigInteger('set_at').notNullable();
    table.bigInteger('expires_at').nullable();
    table.bigInteger('ended_at').nullable();
    table.string('ended_by', 500).nullable();
    table.index(['release_key', 'position'], 'helm_overrides_release');
  });
  await knex.schema.raw(
    `CREATE UNIQUE INDEX helm_overrides_one_active ON helm_overrides (release_key)
     WHERE ended_at IS NULL`,
  );

  await knex.schema.createTable('helm_successes', table => {
    table.comment('Revisions that became ready by our own record');
    table.string('release_key', 400).notNullable();
    table.integer('revision').notNullable();
    table.string('operation_id', 64).notNullable();
    table.string('chart_version', 128).nullable();
    table.string('chart_digest', 128).nullable();
    table
      .string('deployed_at', 64)
      .nullable()
      .comment('Time in the release itself: tells a reinstalled one apart');
    table.bigInteger('recorded_at').notNullable();
    table.primary(['release_key', 'revision']);
  });

  await knex.schema.createTable('helm_audit', table => {
    table.comment('Who did what, when, why; written with the state change');
    table.bigIncrements('position');
    table.bigInteger('at').notNullable();
    table.string('actor', 500).notNullable();
    table.string('action', 64).notNullable();
    table.string('outcome', 16).notNullable();
    table.string('release_key', 400).nullable();
    table.string('environment', 253).nullable();
    table.string('operation_id', 64).nullable();
    table.text('reason').nullable();
    table.text('detail').notNullable();
    table.index(['operation_id'], 'helm_audit_operation');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('helm_audit');
  await knex.schema.dropTable('helm_successes');
  await knex.schema.dropTable('helm_overrides');
  await knex.schema.dropTable('helm_bindings');
  await knex.schema.dropTable('helm_operation_events');
  await knex.schema.dropTable('helm_operations');
};
