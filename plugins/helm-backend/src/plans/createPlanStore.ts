import { HelmError } from '@backstage-helm/plugin-helm-common';
import type { Knex } from 'knex';
import { forgottenBodies, limitBodies } from './planBodies';
import type { PlanStore } from './PlanRecord';

const HOUR_MS = 60 * 60 * 1000;
/** Pages of an operation show its plan; so it outlives its expiry. */
const KEPT_MS = 30 * 24 * HOUR_MS;
/** What was reviewed and not run is of no use to anybody for longer. */
const UNUSED_KEPT_MS = HOUR_MS;
/** Nobody reviews as many at once; a loop in a pipeline does. */
const WAITING_PER_PRINCIPAL = 200;

/** Plans that are cleared away by and by. */
export interface StoredPlans extends PlanStore {
  /** Forgets what plans that never ran would show, then the plans themselves. */
  purge(): Promise<void>;
}

/** Plans in the table helm_plans. */
export function createPlanStore(options: {
  knex: Knex;
  now: () => number;
}): StoredPlans {
  const { knex, now } = options;
  const neverRan = () =>
    knex('helm_plans').whereNotIn(
      'id',
      knex('helm_operations').whereNotNull('plan_id').select('plan_id'),
    );

  async function assertRoom(principal: string): Promise<void> {
    const waiting = await neverRan()
      .where('created_by', principal)
      .where('expires_at', '>', now())
      .limit(WAITING_PER_PRINCIPAL)
      .pluck('id');
    if (waiting.length >= WAITING_PER_PRINCIPAL) {
      throw new HelmError(
        {
          code: 'INPUT_INVALID',
          field: 'plan',
          message: `${principal} has ${WAITING_PER_PRINCIPAL} reviewed changes that wait to be run; there can't be more at once.`,
          wayOut: 'Run one of them, or wait until the oldest expires.',
        },
        { status: 429 },
      );
    }
  }

  return {
    async put({ plan, work, policy, ...bodies }) {
      await assertRoom(plan.createdBy);
      const expiresAt = Date.parse(plan.expiresAt);
      await knex('helm_plans').insert({
        id: plan.id,
        created_by: plan.createdBy,
        expires_at: expiresAt,
        delete_after: expiresAt + KEPT_MS,
        body: JSON.stringify({ plan, work, policy }),
        bodies: JSON.stringify(limitBodies(bodies)),
      });
    },
    async get(id) {
      const row = await knex('helm_plans').where({ id }).first();
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
      const body = JSON.parse(row.body);
      return {
        ...forgottenBodies(body.plan),
        ...body,
        ...(row.bodies && JSON.parse(row.bodies)),
      };
    },
    async purge() {
      await knex('helm_plans')
        .where('delete_after', '<', now())
        // What waits for approval may wait for longer than that.
        .whereNotIn(
          'id',
          knex('helm_operations')
            .where('status', 'awaiting-approval')
            .whereNotNull('plan_id')
            .select('plan_id'),
        )
        .delete();
      await neverRan()
        .whereNotNull('bodies')
        .where('expires_at', '<', now() - UNUSED_KEPT_MS)
        .update({ bodies: null });
    },
  };
}
