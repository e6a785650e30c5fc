import type { PlanRecord } from '../../plans/PlanRecord';
import type { Database } from '../Database';

/**
 * Puts an operation that changed nothing back into the queue, with another plan
 * than it had.
 *
 * @returns false when the ticket is lost
 */
export async function replan(
  tx: Database,
  update: {
    id: string;
    ticket: string;
    record: Pick<PlanRecord, 'plan' | 'work'>;
  },
): Promise<boolean> {
  const { plan, work } = update.record;
  const updated = await tx
    .sql('helm_operations')
    .where({ id: update.id, ticket: update.ticket, status: 'running' })
    .update({
      status: 'queued',
      attempt: tx.sql.raw('attempt + 1'),
      available_at: tx.now(),
      plan_id: plan.id,
      work: JSON.stringify(work),
      from_version: plan.fromVersion ?? null,
      to_version: plan.toVersion ?? null,
      revision_before: plan.baseRevision || null,
      ticket: null,
      worker: null,
      lease_expires_at: null,
      intent_at: null,
      pid: null,
      process_start: null,
    });
  return updated > 0;
}
