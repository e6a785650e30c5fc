import type {
  OperationOutcome,
  OperationPhase,
  OperationStatus,
} from '@backstage-helm/plugin-helm-common';
import type { Observation } from '@backstage-helm/plugin-helm-node';
import type { StoredApproval } from '../../approvals/StoredApproval';
import type { Database } from '../Database';
import {
  OPERATION_COLUMNS,
  readOperationRow,
  type OperationRow,
} from '../OperationRow';

export interface Settlement {
  id: string;
  /** Absent for an operation that no worker holds (still queued). */
  ticket?: string;
  status: OperationStatus;
  outcome: OperationOutcome;
  observation?: Observation;
  phases: OperationPhase[];
  followedBy?: string;
  /** What became of the approval that it waited for; only if it still does. */
  approval?: StoredApproval;
  /** The operation that takes its place. */
  supersededBy?: string;
}

/**
 * Ends an operation.
 *
 * @returns undefined when another worker holds it, or it ended already.
 */
export async function settle(
  database: Database,
  settlement: Settlement,
): Promise<OperationRow | undefined> {
  const [row] = await database
    .sql('helm_operations')
    .where({ id: settlement.id })
    .where(held =>
      settlement.ticket
        ? held
            .where('ticket', settlement.ticket)
            .whereIn('status', ['running', 'handed-over'])
        : held.whereIn(
            'status',
            settlement.approval
              ? ['awaiting-approval']
              : ['queued', 'awaiting-approval'],
          ),
    )
    .update({
      status: settlement.status,
      outcome: JSON.stringify(settlement.outcome),
      phases: JSON.stringify(settlement.phases),
      ...(settlement.observation && {
        observation: JSON.stringify(settlement.observation),
        revision_after: settlement.observation.revision,
      }),
      ...(settlement.approval && {
        approval: JSON.stringify(settlement.approval),
      }),
      ...(settlement.supersededBy && {
        superseded_by: settlement.supersededBy,
      }),
      followed_by: settlement.followedBy ?? null,
      awaits_follow_up: settlement.followedBy !== undefined,
      finished_at: database.now(),
      ticket: null,
      lease_expires_at: null,
      check_after: null,
    })
    .returning([...OPERATION_COLUMNS]);
  return row && readOperationRow(row);
}
