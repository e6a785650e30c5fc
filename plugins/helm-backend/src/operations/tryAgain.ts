import { appendAudit } from '../audit/AuditLog';
import { inTransaction, readClock } from '../database/Database';
import { appendEvents } from '../database/operations/appendEvents';
import { requeue } from '../database/operations/requeue';
import type { ClaimedOperation } from '../database/OperationRow';
import type { OperationsContext } from './OperationsContext';
import { outcomes } from './outcomes';
import { settleOperation } from './settleOperation';

/** Pauses before the second attempt and on; after the last one it is dead. */
const PAUSES_MS = [5_000, 10_000, 20_000, 40_000, 80_000];

/**
 * Puts an operation that changed nothing back into the queue, with a longer
 * pause each time; expired or dead when it makes no sense any more. `code`
 * tells programs what `reason` tells people.
 */
export async function tryAgain(
  context: OperationsContext,
  operation: ClaimedOperation,
  reason: string,
  code?: string,
): Promise<void> {
  const { database } = context;
  if (await isTooLate(context, operation)) {
    await settleOperation(context, operation, {
      status: 'expired',
      outcome: outcomes.expired(operation.kind),
      changed: false,
    });
    return;
  }
  const pauseMs = PAUSES_MS.at(operation.attempt - 1);
  if (pauseMs === undefined) {
    await settleOperation(context, operation, {
      status: 'dead',
      outcome: outcomes.dead(operation.kind, operation.attempt, reason, code),
      changed: false,
    });
    return;
  }
  const { id, ticket, release, environment, kind } = operation;
  await inTransaction(database, async tx => {
    if (!(await requeue(tx, { id, ticket, delayMs: pauseMs }))) {
      return;
    }
    await appendEvents(tx, id, [
      {
        at: context.now(),
        type: 'warning',
        text: context.redactText(
          `Nothing was changed: ${sentence(reason)} Trying again in ${
            pauseMs / 1000
          } s.`,
        ),
      },
    ]);
    await appendAudit(tx, {
      actor: operation.requestedBy,
      action: 'operation.requeued',
      outcome: 'failed',
      release,
      environment,
      operationId: id,
      detail: { kind, attempt: operation.attempt, code, pauseMs },
    });
  });
  context.announce({ operationId: id, release, frees: true });
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** Whether what was reviewed waited longer than it may. */
export async function isTooLate(
  context: OperationsContext,
  operation: ClaimedOperation,
): Promise<boolean> {
  return (
    operation.startBy !== undefined &&
    operation.startBy < (await readClock(context.database))
  );
}
