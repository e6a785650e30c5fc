import type { ExecutionPolicy } from '@backstage-helm/plugin-helm-node';
import { readClock } from '../database/Database';
import { newestApprovalAt } from '../database/operations/newestApprovalAt';
import type { ClaimedOperation } from '../database/OperationRow';
import type { OperationsContext } from './OperationsContext';
import { outcomes } from './outcomes';
import type { Ending } from './settleOperation';

/** What decides, besides the stored decisions, whether an operation may start. */
export interface ExecutionRules {
  /** Of an extension; absent in most portals. */
  policy?: ExecutionPolicy;
  /** How old a decision may be where no such policy is asked. */
  maxAgeMs: number;
}

/**
 * Authorizes again what was authorized at admission (DESIGN §6): the stored
 * decisions on the release as it is now, then the portal's execution policy;
 * without one, a decision that is too old has to be made again by a person.
 *
 * @returns how the operation ends, when it may not run
 */
export async function authorizeExecution(
  context: OperationsContext,
  operation: ClaimedOperation,
): Promise<Ending | undefined> {
  const { id, kind, release, decisions } = operation;
  const { authorizer, execution } = context;
  const lost = (principal: string): Ending => ({
    status: 'denied',
    outcome: outcomes.denied(kind, principal),
    changed: false,
  });
  for (const decision of decisions) {
    if (!(await authorizer.stillAllowed(decision, release))) {
      return lost(decision.principal);
    }
  }
  // By the database's clock: replicas' own may differ by minutes.
  const confirmedAt = Math.max(
    operation.createdAt,
    (await newestApprovalAt(context.database, id)) ?? 0,
  );
  if (!execution.policy) {
    const age = (await readClock(context.database)) - confirmedAt;
    // An automatic rollback runs on the authority of what it undoes.
    return age > execution.maxAgeMs && !operation.follows
      ? {
          status: 'expired',
          outcome: outcomes.decidedLongAgo(kind, age),
          changed: false,
        }
      : undefined;
  }
  const resource = await authorizer.resource(release);
  for (const { permission, principal } of decisions) {
    const mayRun = await execution.policy
      .mayRun({
        operationId: id,
        kind,
        permission,
        principal,
        decidedAt: new Date(confirmedAt).toISOString(),
        resource,
      })
      .catch(error => {
        context.logger.error(
          `The execution policy failed for operation ${id}; it is not run`,
          error,
        );
        return false;
      });
    if (!mayRun) {
      return lost(principal);
    }
  }
  return undefined;
}
