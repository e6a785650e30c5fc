import type { ReleaseRef } from '@backstage-helm/plugin-helm-common';
import type { NewOperation } from '../database/operations/insertOperation';
import type { OperationRow } from '../database/OperationRow';
import { findActive } from '../database/operations/findOfRelease';
import type { PlanWork } from '../plans/PlanRecord';
import type { OperationsContext } from './OperationsContext';
import type { Ending } from './settleOperation';
import type { Success } from './SuccessStore';

/** Why nothing is put back without a person. */
export interface HeldBack {
  /** Stateful objects that differ, as `StatefulSet db`. */
  heldBack: string[];
  toRevision: number;
}

/**
 * The operation that puts a release back after this one failed, or undefined
 * when it stays as it is: nothing was changed, nobody asked for it, a first
 * install, a rollback is waiting already, or no revision is known to be good.
 * Over changed stateful objects a person has to decide.
 *
 * Ours and not Helm's own: that one may go back to a revision that never worked
 * (engines.md §2.6), and a signal in the middle of it locks the release.
 */
export async function planAutomaticRollback(
  context: OperationsContext,
  operation: OperationRow & { work: PlanWork },
  ending: Ending,
): Promise<NewOperation | HeldBack | undefined> {
  const { work, release } = operation;
  const { observation } = ending;
  const isOurs =
    ending.status === 'failed' ||
    (ending.status === 'interrupted' &&
      observation?.operationId === operation.id);
  if (
    !isOurs ||
    !ending.changed ||
    !observation ||
    !work.rollbackOnFailure ||
    operation.follows ||
    !['install', 'upgrade'].includes(operation.kind)
  ) {
    return undefined;
  }
  if (await findActive(context.database, release, 'rollback')) {
    return undefined;
  }
  const good = (await context.successes.list(release)).filter(
    success => success.revision < observation.revision,
  );
  for (const target of good) {
    if (await isStillThere(context, target)) {
      const heldBack = await statefulBetween(
        context,
        release,
        observation.revision,
        target.revision,
      );
      if (heldBack.length) {
        return { heldBack, toRevision: target.revision };
      }
      const { id, environment, entityRef, engine, requestedBy } = operation;
      return {
        id: context.newId(),
        release,
        environment,
        entityRef,
        engine,
        kind: 'rollback',
        isRescue: true,
        work: {
          ...work,
          kind: 'rollback',
          chart: undefined,
          override: undefined,
          clearOverride: false,
          declarationDigest: undefined,
          valuesDigest: undefined,
          baseRevision: observation.revision,
          baseDigest: undefined,
          baseStatus: undefined,
          unlock: undefined,
          toRevision: target.revision,
          rollbackOnFailure: false,
          createNamespace: false,
        },
        // Covered by what was decided for the operation that failed.
        decisions: [],
        requestedBy,
        reason: `Automatic rollback: ${changeOf(operation)} failed`,
        fromVersion: operation.toVersion,
        toVersion: target.chartVersion,
        toRevision: target.revision,
        revisionBefore: observation.revision,
        follows: id,
      };
    }
  }
  return undefined;
}

function changeOf({ kind, toVersion }: OperationRow): string {
  return toVersion ? `${kind} to ${toVersion}` : kind;
}

async function statefulBetween(
  context: OperationsContext,
  release: ReleaseRef,
  failed: number,
  target: number,
): Promise<string[]> {
  try {
    return await context.statefulChanges(release, failed, target);
  } catch (error) {
    context.logger.warn(
      `Revisions ${failed} and ${target} of ${release.name} could not be compared`,
      error as Error,
    );
    return ['objects that could not be compared'];
  }
}

/** A cluster that gives no answer now is asked again by the rollback itself. */
async function isStillThere(
  context: OperationsContext,
  { release, revision, deployedAt }: Success,
): Promise<boolean> {
  try {
    return await context.hasRevision(release, revision, deployedAt);
  } catch (error) {
    context.logger.warn(
      `Revision ${revision} of ${release.name} could not be looked at`,
      error as Error,
    );
    return true;
  }
}
