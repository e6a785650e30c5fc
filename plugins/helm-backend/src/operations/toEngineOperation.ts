import type { EngineOperation } from '@backstage-helm/plugin-helm-node';
import type { ClaimedOperation } from '../database/OperationRow';

/** What an engine is given of a row whose start was recorded. */
export function toEngineOperation(
  operation: ClaimedOperation,
): EngineOperation {
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
    deadline: new Date(operation.deadline ?? 0).toISOString(),
  };
}
