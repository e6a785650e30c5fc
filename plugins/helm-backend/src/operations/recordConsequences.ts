import { operationKinds } from '@backstage-helm/plugin-helm-common';
import { appendAudit } from '../audit/AuditLog';
import type { Database } from '../database/Database';
import type { OperationRow } from '../database/OperationRow';
import type { PlanWork } from '../plans/PlanRecord';
import type { OperationsContext } from './OperationsContext';
import type { Ending } from './settleOperation';
import {
  createSuccessStore,
  forgetSuccesses,
  recordSuccess,
} from './SuccessStore';

/**
 * What an ended operation means beyond its own row: revisions known to be good,
 * who owns the release, and which override applies. In the transaction that
 * ends it.
 */
export async function recordConsequences(
  context: OperationsContext,
  tx: Database,
  operation: OperationRow & { work: PlanWork },
  ending: Ending & { isRolledBack: boolean },
): Promise<void> {
  const { kind, release, work, requestedBy } = operation;
  const { observation } = ending;
  const audit = (action: string, detail: Record<string, unknown>) =>
    appendAudit(tx, {
      actor: requestedBy,
      action,
      outcome: 'done',
      release,
      environment: operation.environment,
      operationId: operation.id,
      reason: operation.reason,
      detail,
    });
  const clearOverride = async () => {
    if (await context.overrides.clear(tx.sql, release, requestedBy)) {
      await audit('override.cleared', { kind });
    }
  };
  const succeeded = ending.status === 'succeeded';

  if (
    succeeded &&
    operationKinds.get(kind)?.makesRevision &&
    observation?.status === 'deployed'
  ) {
    if (observation.revision === 1) {
      await forgetSuccesses(tx, release);
    }
    await recordSuccess(tx, {
      release,
      revision: observation.revision,
      operationId: operation.id,
      chartVersion: observation.chartVersion,
      chartDigest: work.chart?.digest ?? (await restoredDigest(tx, operation)),
      deployedAt: observation.updatedAt,
    });
  }

  if (succeeded && kind === 'reinstall') {
    // Its owner and its override stay: they are installed again.
    await forgetSuccesses(tx, release);
  }
  if (succeeded && ['uninstall', 'finish-uninstall'].includes(kind)) {
    await forgetSuccesses(tx, release);
    await clearOverride();
    if (observation?.revision === 0) {
      await context.bindings.remove(tx.sql, release);
      await audit('binding.removed', { entity: operation.entityRef });
    }
  }

  const isApplied = succeeded || (ending.changed && !ending.isRolledBack);
  if (isApplied && ['install', 'upgrade', 'rebuild'].includes(kind)) {
    if (work.override) {
      await context.overrides.put(tx.sql, {
        ...work.override,
        id: context.newId(),
        release,
        by: requestedBy,
        reason: operation.reason,
        at: new Date(context.now()).toISOString(),
      });
      await audit('override.set', {
        version: work.override.version,
        keys: Object.keys(work.override.patch),
      });
    } else if (work.clearOverride) {
      await clearOverride();
    }
  }

  const cameToNothing =
    (['install', 'rebuild'].includes(kind) && !succeeded && !ending.changed) ||
    (kind === 'adopt' && !succeeded);
  if (
    cameToNothing &&
    (await context.bindings.giveBack(tx.sql, release, operation.id))
  ) {
    await audit('binding.given-back', { entity: operation.entityRef });
  }
}

/** A rollback deploys the chart of its target again, if that is on record. */
async function restoredDigest(
  tx: Database,
  { kind, release, work }: OperationRow & { work: PlanWork },
): Promise<string | undefined> {
  if (kind !== 'rollback') {
    return undefined;
  }
  const earlier = await createSuccessStore(tx).list(release);
  return earlier.find(({ revision }) => revision === work.toRevision)
    ?.chartDigest;
}
