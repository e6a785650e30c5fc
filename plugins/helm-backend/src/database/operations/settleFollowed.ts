import type {
  OperationOutcome,
  OperationStatus,
} from '@backstage-helm/plugin-helm-common';
import type { Database } from '../Database';

/**
 * Tells a failed operation how its automatic rollback ended: the one change
 * that an ended operation can see, and it sees it once.
 */
export async function settleFollowed(
  database: Database,
  followed: {
    id: string;
    status: OperationStatus;
    outcome: OperationOutcome;
  },
): Promise<boolean> {
  const updated = await database
    .sql('helm_operations')
    .where({ id: followed.id, awaits_follow_up: true })
    .update({
      status: followed.status,
      outcome: JSON.stringify(followed.outcome),
      awaits_follow_up: false,
    });
  return updated > 0;
}
