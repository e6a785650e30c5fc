import { HelmError } from '@backstage-helm/plugin-helm-common';
import type { Knex } from 'knex';
import type { PlanStore } from './PlanRecord';

/** Pages of an operation show its plan; so it outlives its expiry. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** Plans in the table helm_plans. */
export function createPlanStore(options: {
  knex: Knex;
  now: () => number;
}): PlanStore {
  const { knex, now } = options;
  return {
    async put(record) {
      await knex('helm_plans').where('delete_after', '<', now()).delete();
      await knex('helm_plans').insert({
        id: record.plan.id,
        delete_after: Date.parse(record.plan.expiresAt) + KEPT_MS,
        body: JSON.stringify(record),
      });
    },
    async get(id) {
      const row = await knex('helm_plans').where({ id }).first('body');
      if (!row) {
        throw new HelmError(
          {
            code: 'NOT_FOUND',
            field: 'plan',
            message: 'There is no such plan, or you may not see it.',
            wayOut: 'Review the change again.',
          },
          { status: 404 },
        );
      }
      return JSON.parse(row.body);
    },
  };
}
