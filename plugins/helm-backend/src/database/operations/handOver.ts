import type { OperationPhase } from '@backstage-helm/plugin-helm-common';
import type { Database } from '../Database';

/**
 * Frees the slot of an operation that something in the cluster carries on.
 *
 * @returns false when the ticket is lost.
 */
export async function handOver(
  database: Database,
  handover: {
    id: string;
    ticket: string;
    token: string;
    /** Epoch milliseconds. */
    checkAfter: number;
    /** Epoch milliseconds. */
    deadline: number;
    phases: OperationPhase[];
  },
): Promise<boolean> {
  const updated = await database
    .sql('helm_operations')
    .where({ id: handover.id, ticket: handover.ticket })
    .whereIn('status', ['running', 'handed-over'])
    .update({
      status: 'handed-over',
      handover_token: handover.token,
      check_after: handover.checkAfter,
      deadline: handover.deadline,
      phases: JSON.stringify(handover.phases),
      ticket: null,
      lease_expires_at: null,
    });
  return updated > 0;
}
