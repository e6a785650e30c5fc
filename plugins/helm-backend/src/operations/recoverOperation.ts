import { appendAudit } from '../audit/AuditLog';
import { inTransaction, readClock } from '../database/Database';
import { appendEvents } from '../database/operations/appendEvents';
import { setLease } from '../database/operations/setLease';
import type { ClaimedOperation } from '../database/OperationRow';
import type { OperationsContext } from './OperationsContext';
import { outcomes } from './outcomes';
import { settleOperation } from './settleOperation';
import { toEngineOperation } from './toEngineOperation';
import { tryAgain } from './tryAgain';

/** How long after its deadline an operation is asked about before it is given up. */
const GRACE_MS = 60_000;

/**
 * Finds out what became of an operation whose worker stopped renewing its
 * lease. Never runs it blindly again: it goes back to the queue only when it is
 * certain that nothing was started.
 */
export async function recoverOperation(
  context: OperationsContext,
  operation: ClaimedOperation,
  options: { recheckMs: number },
): Promise<void> {
  const engine = context.engines.get(operation.engine);
  if (!operation.intentAt) {
    // The intent is written before an engine may change anything.
    await tryAgain(context, operation, 'The portal stopped before it began.');
    return;
  }
  if (!engine) {
    await interrupt(
      context,
      operation,
      `the engine ${operation.engine} is not installed any more`,
    );
    return;
  }
  let reason: string | undefined;
  try {
    const found = await engine.recover(
      await toEngineOperation(context, operation),
      {
        host: operation.host ?? '',
        bootId: operation.bootId ?? '',
        pid: operation.pid,
        startTime: operation.processStart,
      },
    );
    if (found?.type === 'never-started') {
      await tryAgain(context, operation, 'The portal stopped before it began.');
      return;
    }
    if (found) {
      await recordRecovery(context, operation);
      await settleOperation(context, operation, found);
      return;
    }
  } catch (error) {
    reason = error instanceof Error ? error.message : String(error);
    context.logger.warn(
      `Operation ${operation.id} could not be recovered yet`,
      error as Error,
    );
  }
  const now = await readClock(context.database);
  if (now > (operation.deadline ?? 0) + GRACE_MS) {
    await interrupt(context, operation, reason);
    return;
  }
  await setLease(context.database, {
    id: operation.id,
    ticket: operation.ticket,
    milliseconds: options.recheckMs,
  });
}

async function interrupt(
  context: OperationsContext,
  operation: ClaimedOperation,
  reason?: string,
): Promise<void> {
  await settleOperation(context, operation, {
    status: 'interrupted',
    outcome: outcomes.undecided(operation.kind, reason),
    changed: true,
  });
}

async function recordRecovery(
  context: OperationsContext,
  operation: ClaimedOperation,
): Promise<void> {
  const { id, ticket, release, environment, requestedBy } = operation;
  await inTransaction(context.database, async tx => {
    const last = await appendEvents(
      tx,
      id,
      [
        {
          at: context.now(),
          type: 'warning',
          text: 'Its worker died; what became of it was read from the cluster.',
        },
      ],
      { ticket },
    );
    if (last !== undefined) {
      await appendAudit(tx, {
        actor: requestedBy,
        action: 'operation.recovered',
        outcome: 'done',
        release,
        environment,
        operationId: id,
        detail: { host: operation.host },
      });
    }
  });
}
