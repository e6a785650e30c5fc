import {
  HelmError,
  isTerminal,
  operationKinds,
} from '@backstage-helm/plugin-helm-common';
import { appendAudit } from '../audit/AuditLog';
import { inTransaction } from '../database/Database';
import { appendEvents } from '../database/operations/appendEvents';
import { claimHandedOver } from '../database/operations/claimHandedOver';
import {
  getOperation,
  getOperationWork,
} from '../database/operations/getOperation';
import { requestCancel } from '../database/operations/requestCancel';
import { setLease } from '../database/operations/setLease';
import type { OperationRow } from '../database/OperationRow';
import { outcomes } from './outcomes';
import type { ServiceContext } from './ServiceContext';
import { settleOperation } from './settleOperation';
import { toEngineOperation } from './toEngineOperation';

/** Long enough to ask an engine in. */
const CANCEL_LEASE_MS = 30_000;

/** Why an operation can't be cancelled now, or undefined when it can. */
export function cancelRefusal(operation: OperationRow): string | undefined {
  const kind = operationKinds.get(operation.kind);
  if (isTerminal(operation.status)) {
    return 'It has ended.';
  }
  if (
    operation.status === 'running' &&
    kind &&
    !kind.isCancellableWhileRunning
  ) {
    return `${kind.verb} is never interrupted: Helm would leave the release locked.`;
  }
  return undefined;
}

/**
 * Stops an operation: at once while it waits, by its worker while it runs, by
 * its engine when it was handed over.
 *
 * @throws HelmError NOT_CANCELLABLE
 */
export async function cancelOperation(
  context: ServiceContext,
  operation: OperationRow,
  by: string,
): Promise<OperationRow> {
  const refusal = cancelRefusal(operation);
  if (refusal) {
    throw notCancellable(operation, refusal);
  }
  const isDone = await cancelByStatus(context, operation, by);
  const now = await getOperation(context.database, operation.id);
  if (!now) {
    throw notCancellable(operation, 'It is gone.');
  }
  // It moved on between the look and the attempt: once more, as it is now.
  return isDone || now.status === operation.status
    ? now
    : cancelOperation(context, now, by);
}

async function cancelByStatus(
  context: ServiceContext,
  operation: OperationRow,
  by: string,
): Promise<boolean> {
  switch (operation.status) {
    case 'running':
      return askWorker(context, operation, by);
    case 'handed-over':
      return askEngine(context, operation, by);
    default:
      return cancelWaiting(context, operation, by);
  }
}

async function cancelWaiting(
  context: ServiceContext,
  operation: OperationRow,
  by: string,
): Promise<boolean> {
  const work = await getOperationWork(context.database, operation.id);
  return (
    work !== undefined &&
    settleOperation(
      context,
      { ...operation, work },
      {
        status: 'cancelled',
        outcome: outcomes.cancelledBeforeStart(operation.kind, by),
        changed: false,
        actor: by,
      },
    )
  );
}

async function askWorker(
  context: ServiceContext,
  operation: OperationRow,
  by: string,
): Promise<boolean> {
  const { id, release, environment, kind } = operation;
  const isAsked = await inTransaction(context.database, async tx => {
    if (!(await requestCancel(tx, { id, by }))) {
      return false;
    }
    if (!operation.cancelRequestedBy) {
      await appendEvents(tx, id, [
        { at: context.now(), type: 'status', text: `${by} asked to cancel` },
      ]);
      await appendAudit(tx, {
        actor: by,
        action: 'operation.cancel-requested',
        outcome: 'allowed',
        release,
        environment,
        operationId: id,
        detail: { kind },
      });
    }
    return true;
  });
  await context.nudgeCancel(id);
  context.announce({ operationId: id, release });
  return isAsked;
}

async function askEngine(
  context: ServiceContext,
  operation: OperationRow,
  by: string,
): Promise<boolean> {
  const engine = context.engines.get(operation.engine);
  if (!engine) {
    throw notCancellable(operation, 'Its engine is not installed any more.');
  }
  const held = await claimHandedOver(context.database, {
    id: operation.id,
    ticket: context.newId(),
    worker: context.host.name,
    leaseMs: CANCEL_LEASE_MS,
    engines: [operation.engine],
  });
  if (!held) {
    return false;
  }
  const answer = await engine.cancel(
    held.handoverToken ?? '',
    await toEngineOperation(context, held),
  );
  if (answer.type === 'not-possible') {
    await setLease(context.database, {
      id: held.id,
      ticket: held.ticket,
      milliseconds: 0,
    });
    throw notCancellable(operation, answer.reason);
  }
  return settleOperation(context, held, {
    status: 'cancelled',
    outcome: outcomes.handedOverCancelled(operation.kind, by),
    observation: await engine.observe(operation.release),
    changed: true,
    actor: by,
  });
}

function notCancellable(operation: OperationRow, reason: string): HelmError {
  return new HelmError(
    {
      code: 'NOT_CANCELLABLE',
      message: `This operation can't be cancelled. ${reason}`,
    },
    { status: 409, details: { status: operation.status } },
  );
}
