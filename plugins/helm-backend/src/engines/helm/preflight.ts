import { HelmError } from '@backstage-helm/plugin-helm-common';
import type { EngineOperation } from '@backstage-helm/plugin-helm-node';
import type { EnvironmentConfig } from '../../config/HelmConfig';
import { fenceRevision } from '../../plans/fenceRevision';
import type { PlanWork } from '../../plans/PlanRecord';
import { revisionDigest } from '../../plans/revisionDigest';
import type { StoredRevision } from '../../releases/ReleaseStore';
import type { HelmEngineOptions } from './HelmEngineOptions';

const owners: Record<string, string> = { flux: 'Flux', argocd: 'Argo CD' };

/**
 * Looks at the release before anything is done to it: is it what was reviewed,
 * and is it ours to drive?
 *
 * @throws HelmError BASE_CHANGED, RELEASE_LOCKED, OWNED_BY_OTHER_ENGINE
 */
export async function checkBase(
  options: Pick<HelmEngineOptions, 'store' | 'probeOwner' | 'digester'>,
  operation: Pick<EngineOperation, 'kind' | 'release'>,
  work: PlanWork,
): Promise<StoredRevision | undefined> {
  const { kind, release } = operation;
  const base = await options.store.observe(release);
  const revision = base?.revision ?? 0;
  const isSame =
    revision === work.baseRevision &&
    (!base ||
      work.baseDigest === undefined ||
      revisionDigest(options.digester, base) === work.baseDigest);
  if (!isSame) {
    throw new HelmError(
      {
        code: 'BASE_CHANGED',
        message: `The release was changed since the plan was made: revision ${work.baseRevision} then, ${revision} now.`,
        wayOut: 'Plan again and review what is new.',
      },
      { status: 409 },
    );
  }
  const isPending = /^(pending-|uninstalling$)/.test(base?.status ?? '');
  // Rollback and uninstall are the ways out of a lock (engines.md §2.6).
  if (isPending && !['rollback', 'uninstall'].includes(kind)) {
    throw new HelmError(
      {
        code: 'RELEASE_LOCKED',
        message: `Revision ${revision} is ${base?.status}.`,
        wayOut: 'Roll back to the last good revision, or uninstall.',
      },
      { status: 409 },
    );
  }
  const owner = await options.probeOwner(release);
  if (owner.kind in owners) {
    throw new HelmError(
      {
        code: 'OWNED_BY_OTHER_ENGINE',
        message: `${owners[owner.kind]} drives this release${
          owner.name ? ` (${owner.name})` : ''
        }.`,
        wayOut: 'Change it where that one reads it.',
      },
      { status: 409 },
    );
  }
  return base;
}

/**
 * Looks at what a rollback would apply, as the fence looks at what a chart
 * renders: the environment may allow less than it did, and an adopted revision
 * was never fenced. An automatic rollback has no plan, so this is its only look.
 *
 * @throws HelmError OBJECT_NOT_ALLOWED, API_REMOVED, RENDER_FAILED
 */
export async function checkRollbackTarget(
  options: Pick<HelmEngineOptions, 'store' | 'fence'>,
  operation: Pick<EngineOperation, 'kind' | 'release'>,
  work: PlanWork,
  environment: EnvironmentConfig,
  base: StoredRevision | undefined,
): Promise<void> {
  const { kind, release } = operation;
  if (kind !== 'rollback') {
    return;
  }
  const { added } = await fenceRevision(options.fence, {
    environment,
    namespace: release.namespace,
    target: await options.store.revision(release, work.toRevision ?? 0),
    base,
  });
  if (added.length) {
    throw new HelmError(added[0], { status: 403 });
  }
}
