import type { EngineOperation } from '@backstage-helm/plugin-helm-node';
import { readClock } from '../database/Database';
import type { ClaimedOperation } from '../database/OperationRow';
import type { OperationsContext } from './OperationsContext';

/**
 * How far this machine's clock is ahead of the database's. Rows hold the
 * database's time, which all replicas agree on; engines compare times with the
 * clock of the machine that they run on.
 */
export async function clockAheadMs(
  context: Pick<OperationsContext, 'database' | 'now'>,
): Promise<number> {
  return context.now() - (await readClock(context.database));
}

/** What an engine is given of a row whose start was recorded. */
export async function toEngineOperation(
  context: Pick<OperationsContext, 'database' | 'now'>,
  operation: ClaimedOperation,
): Promise<EngineOperation> {
  const deadline = (operation.deadline ?? 0) + (await clockAheadMs(context));
  return {
    id: operation.id,
    kind: operation.kind,
    release: operation.release,
    environment: operation.environment,
    planId: operation.planId,
    work: operation.work,
    requestedBy: operation.requestedBy,
    reason: operation.reason,
    expectedRevision: operation.expectedRevision ?? 0,
    deadline: new Date(deadline).toISOString(),
  };
}
