import { appendAudit } from '../audit/AuditLog';
import { inTransaction } from '../database/Database';
import { appendEvents } from '../database/operations/appendEvents';
import { claimExpired } from '../database/operations/claimExpired';
import { claimHandedOver } from '../database/operations/claimHandedOver';
import { claimNext } from '../database/operations/claimNext';
import { renewLease } from '../database/operations/renewLease';
import { requeue } from '../database/operations/requeue';
import type { WorkerJobs } from '../queue/OperationWorker';
import type { OperationsContext } from './OperationsContext';
import { pollHandedOver } from './pollHandedOver';
import { recoverOperation } from './recoverOperation';
import { runOperation } from './runOperation';

/** The worker's jobs on this database and with these engines. */
export function createWorkerJobs(
  context: OperationsContext,
  times: { leaseMs: number; recheckMs: number },
): WorkerJobs {
  const { database, host, newId } = context;
  const { leaseMs } = times;
  const engines = [...context.engines.keys()];

  return {
    async claim(excludedEnvironments) {
      const claimed = await inTransaction(database, async tx => {
        const operation = await claimNext(tx, {
          ticket: newId(),
          worker: host.name,
          leaseMs,
          engines,
          excludedEnvironments,
        });
        if (!operation) {
          return undefined;
        }
        const lastSeq = await appendEvents(tx, operation.id, [
          { at: context.now(), type: 'status', text: 'Started' },
        ]);
        await appendAudit(tx, {
          actor: operation.requestedBy,
          action: 'operation.started',
          outcome: 'allowed',
          release: operation.release,
          environment: operation.environment,
          operationId: operation.id,
          reason: operation.reason,
          detail: { kind: operation.kind, attempt: operation.attempt },
        });
        return { ...operation, lastSeq: lastSeq ?? operation.lastSeq };
      });
      if (claimed) {
        context.announce({
          operationId: claimed.id,
          release: claimed.release,
        });
      }
      return claimed;
    },

    async giveBack({ id, ticket, release }) {
      await inTransaction(database, async tx => {
        await requeue(tx, { id, ticket, delayMs: 0, isNewAttempt: false });
        await appendEvents(tx, id, [
          {
            at: context.now(),
            type: 'status',
            text: 'Queued again: this replica is shutting down',
          },
        ]);
      });
      context.announce({ operationId: id, release });
    },

    run: (operation, lease) => runOperation(context, operation, lease),

    claimExpired: ownTickets =>
      claimExpired(database, {
        ticket: newId(),
        worker: host.name,
        leaseMs,
        ownTickets,
      }),

    recover: operation => recoverOperation(context, operation, times),

    claimHandedOver: () =>
      claimHandedOver(database, {
        ticket: newId(),
        worker: host.name,
        leaseMs,
        engines,
      }),

    poll: operation => pollHandedOver(context, operation, times),

    renew: ({ id, ticket }) => renewLease(database, { id, ticket, leaseMs }),
  };
}
