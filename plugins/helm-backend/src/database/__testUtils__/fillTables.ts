import type { Knex } from 'knex';

/** Rows of each table that grows. */
export const ROWS = 10_000;

/** Rows as a portal has them after years: most have ended. */
export async function fillTables(knex: Knex): Promise<void> {
  const rows = Array.from({ length: ROWS }, (_, index) => index);
  const release_key = (index: number) =>
    `nonprod/shop-dev/app-${index % 1_000}`;
  const tables: Record<string, (index: number) => Record<string, unknown>> = {
    helm_operations: index => ({
      id: `op-${index}`,
      release_key: release_key(index),
      environment: ['dev', 'staging', 'prod'][index % 3],
      entity_ref: `component:default/app-${index % 1_000}`,
      engine: 'scripted',
      kind: 'upgrade',
      status: index % 100 === 17 ? 'queued' : 'succeeded',
      plan_id: `plan-${index}`,
      work: '{}',
      decisions: '[]',
      requested_by: 'user:default/dana',
      idempotency_key: `k-${index}`,
      created_at: index,
      available_at: Date.now() * 2,
      finished_at: index % 100 === 17 ? null : index,
      phases: '[]',
      last_seq: 1,
    }),
    helm_operation_events: index => ({
      operation_id: `op-${index}`,
      seq: 1,
      at: index,
      type: 'log',
      body: 'line',
    }),
    helm_audit: index => ({
      at: index,
      actor: `user:default/user-${index % 100}`,
      action: 'operation.settled',
      outcome: 'done',
      release_key: release_key(index),
      environment: ['dev', 'staging', 'prod'][index % 3],
      operation_id: `op-${index}`,
      detail: '{}',
    }),
    helm_plans: index => ({
      id: `plan-${index}`,
      created_by: 'user:default/omar',
      expires_at: index,
      delete_after: index,
      body: '{}',
      bodies: index % 100 ? null : '{}',
    }),
    helm_approvals: index => ({
      operation_id: `op-${index}`,
      plan_id: 'p',
      plan_digest: 'd',
      approver: 'user:default/omar',
      at: index,
    }),
    helm_successes: index => ({
      release_key: release_key(index),
      revision: index,
      operation_id: `op-${index}`,
      recorded_at: index,
    }),
    helm_overrides: index => ({
      id: `override-${index}`,
      release_key: release_key(index),
      patch: '{}',
      base_digest: 'd',
      set_by: 'user:default/dana',
      set_at: index,
      ended_at: index < 9_000 ? index : null,
    }),
    helm_bindings: index => ({
      release_key: `nonprod/shop-dev/app-${index}`,
      entity_ref: `component:default/app-${index}`,
      environment: 'dev',
      bound_by: 'user:default/dana',
      bound_at: index,
    }),
    helm_version_notices: index => ({
      release_key: `nonprod/shop-dev/app-${index}`,
      version: '2.0.0',
      told_at: index,
    }),
    helm_secret_values: index => ({
      release_key: `nonprod/shop-dev/app-${index}`,
      full_digest: `full-${index}`,
      declared_digest: 'd',
      paths: '[]',
      at: index,
    }),
    helm_sync: index => ({
      release_key: `nonprod/shop-dev/app-${index}`,
      environment: index % 3 ? 'dev' : 'staging',
    }),
    helm_declarations: index => ({
      entity_ref: `component:default/app-${index}`,
      environment: 'dev',
      declared_as: `shop-dev/app-${index}`,
      release_key: `nonprod/shop-dev/app-${index}`,
      body: '{}',
    }),
    helm_soaks: index => ({
      release_key: `nonprod/shop-dev/app-${index}`,
      environment: 'dev',
      revision: 1,
      checked_at: index,
    }),
  };
  for (const [table, row] of Object.entries(tables)) {
    await knex.batchInsert(table, rows.map(row), 50);
  }
  await knex.raw('ANALYZE');
}
