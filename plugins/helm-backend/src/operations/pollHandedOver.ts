import { readClock } from '../database/Database';
import { setLease } from '../database/operations/setLease';
import type { ClaimedOperation } from '../database/OperationRow';
import type { OperationsContext } from './OperationsContext';
import { outcomes } from './outcomes';
import { conclude } from './runOperation';
import { settleOperation } from './settleOperation';
import { toEngineOperation } from './toEngineOperation';

/** Asks the engine how an operation is going that it handed over. */
export async function pollHandedOver(
  context: OperationsContext,
  operation: ClaimedOperation,
  options: { recheckMs: number },
): Promise<void> {
  const engine = context.engines.get(operation.engine)!;
  const now = await readClock(context.database);
  const isOver = now > (operation.deadline ?? 0);
  try {
    const result = await engine.poll(
      operation.handoverToken ?? '',
      await toEngineOperation(context, operation),
    );
    if (result.type === 'settled' || !isOver) {
      await conclude(context, operation, result);
      return;
    }
  } catch (error) {
    context.logger.warn(
      `Operation ${operation.id} could not be polled`,
      error as Error,
    );
    if (!isOver) {
      await setLease(context.database, {
        id: operation.id,
        ticket: operation.ticket,
        milliseconds: options.recheckMs,
      });
      return;
    }
  }
  await settleOperation(context, operation, {
    status: 'interrupted',
    outcome: outcomes.handedOverTooLong(operation.kind),
    changed: true,
  });
}
