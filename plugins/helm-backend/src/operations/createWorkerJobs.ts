import { appendAudit } from '../audit/AuditLog';
import { inTransaction } from '../database/Database';
import { appendEvents } from '../database/operations/appendEvents';
import { claimExpired } from '../database/operations/claimExpired';
import { claimHandedOver } from '../database/operations/claimHandedOver';
import { claimNext } from '../database/operations/claimNext';
import { renewLease } from '../database/operations/renewLease';
import { requeue } from '../database/operations/requeue';
import { setLease } from '../database/operations/setLease';
import type { WorkerJobs } from '../queue/WorkerJobs';
import type { OperationsContext } from './OperationsContext';
import { pollHandedOver } from './pollHandedOver';
import { recoverOperation } from './recoverOperation';
import { runOperation } from './runOperation';

/** The worker's jobs on this database and with these engines. */
export function createWorkerJobs(
  context: OperationsContext,
  times: { leaseMs: number; recheckMs: number },
): WorkerJobs {
  const { database, host, newId, tracing } = context;
  const { leaseMs } = times;
  const engines = [...context.engines.keys()];

  return {
    async claim(options) {
      const claimed = await inTransaction(database, async tx => {
        const operation = await claimNext(tx, {
          ticket: newId(),
          worker: host.name,
          leaseMs,
          engines,
          ...options,
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
        context.tell({ type: 'started', operation: claimed });
        context.announce({
          operationId: claimed.id,
          release: claimed.release,
        });
      }
      return claimed;
    },

    async giveBack({ id, ticket, release, environment, ...row }, why) {
      await inTransaction(database, async tx => {
        const held = { id, ticket, delayMs: 0, isNewAttempt: false };
        if (!(await requeue(tx, held))) {
          return;
        }
        await appendEvents(tx, id, [
          { at: context.now(), type: 'status', text: `Queued again: ${why}` },
        ]);
        await appendAudit(tx, {
          actor: row.requestedBy,
          action: 'operation.handed-back',
          outcome: 'done',
          release,
          environment,
          operationId: id,
          detail: { kind: row.kind, why, host: host.name },
        });
      });
      context.announce({ operationId: id, release, frees: true });
    },

    async leave({ id, ticket, release, environment, ...row }, why) {
      await inTransaction(database, async tx => {
        const text = `Handed back: ${why}. What was started goes on; how it ends is read from the cluster.`;
        const last = await appendEvents(
          tx,
          id,
          [{ at: context.now(), type: 'warning', text }],
          { ticket },
        );
        if (last === undefined) {
          return;
        }
        await setLease(tx, { id, ticket, milliseconds: 0 });
        await appendAudit(tx, {
          actor: row.requestedBy,
          action: 'operation.handed-back',
          outcome: 'done',
          release,
          environment,
          operationId: id,
          detail: { kind: row.kind, why, host: host.name, isStarted: true },
        });
      });
      context.announce({ operationId: id, release });
    },

    run: (operation, lease) =>
      tracing.step('operation.run', operation, () =>
        runOperation(context, operation, lease),
      ),

    async claimExpired(ownTickets) {
      const taken = await claimExpired(database, {
        ticket: newId(),
        leaseMs,
        ownTickets,
      });
      if (taken?.lostBy) {
        context.logger.warn(
          `Operation ${taken.id} was lost by ${taken.lostBy}; this replica looks after it`,
        );
        context.tell({ type: 'lease-lost', operation: taken });
      }
      return taken;
    },

    recover: operation =>
      tracing.step('operation.recover', operation, () =>
        recoverOperation(context, operation, times),
      ),

    claimHandedOver: () =>
      claimHandedOver(database, {
        ticket: newId(),
        worker: host.name,
        leaseMs,
        engines,
      }),

    poll: operation =>
      tracing.step('operation.poll', operation, () =>
        pollHandedOver(context, operation, times),
      ),

    renew: ({ id, ticket }) => renewLease(database, { id, ticket, leaseMs }),
  };
}
