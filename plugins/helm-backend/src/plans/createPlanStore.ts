import { HelmError } from '@backstage-helm/plugin-helm-common';
import type { Knex } from 'knex';
import { forgottenBodies, limitBodies } from './planBodies';
import type { PlanStore } from './PlanRecord';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
/** What was reviewed and not run is of no use to anybody for longer. */
const UNUSED_KEPT_MS = HOUR_MS;
/** Nobody reviews as many at once; a loop in a pipeline does. */
const WAITING_PER_PRINCIPAL = 200;
const BATCH = 500;
const MOST_BATCHES = 200;

/** Plans that are cleared away by and by. */
export interface StoredPlans extends PlanStore {
  /** Forgets what plans that never ran would show, then the plans themselves. */
  purge(): Promise<void>;
}

/** Plans in the table helm_plans. */
export function createPlanStore(options: {
  knex: Knex;
  now: () => number;
  /** Pages of an operation show its plan; so it outlives its expiry. */
  keptDays: number;
}): StoredPlans {
  const { knex, now, keptDays } = options;
  const operationsOf = () =>
    knex('helm_operations')
      .select(knex.raw('1'))
      .whereRaw('helm_operations.plan_id = helm_plans.id');
  const neverRan = () => knex('helm_plans').whereNotExists(operationsOf());

  /** A batch at a time: none holds the database for long. */
  async function inBatches(
    find: () => Knex.QueryBuilder,
    change: (ids: string[]) => Promise<unknown>,
  ): Promise<void> {
    for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
      const ids: string[] = await find().limit(BATCH).pluck('id');
      if (ids.length) {
        await change(ids);
      }
      if (ids.length < BATCH) {
        return;
      }
    }
  }

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
        delete_after: expiresAt + keptDays * DAY_MS,
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
      await inBatches(
        () =>
          knex('helm_plans')
            .where('delete_after', '<', now())
            // What waits for approval may wait for longer than that.
            .whereNotExists(
              operationsOf().where('status', 'awaiting-approval'),
            ),
        ids => knex('helm_plans').whereIn('id', ids).delete(),
      );
      await inBatches(
        () =>
          neverRan()
            .whereNotNull('bodies')
            .where('expires_at', '<', now() - UNUSED_KEPT_MS),
        ids => knex('helm_plans').whereIn('id', ids).update({ bodies: null }),
      );
    },
  };
}
