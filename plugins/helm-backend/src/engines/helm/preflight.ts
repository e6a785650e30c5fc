import { HelmError } from '@backstage-helm/plugin-helm-common';
import type { EngineOperation } from '@backstage-helm/plugin-helm-node';
import type { EnvironmentConfig } from '../../config/HelmConfig';
import { stillAtWork } from '../../doctor/createHolderCheck';
import { isStuck } from '../../doctor/holder';
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
  options: Pick<
    HelmEngineOptions,
    'store' | 'probeOwner' | 'digester' | 'holder'
  >,
  operation: Pick<EngineOperation, 'id' | 'kind' | 'release'>,
  work: PlanWork,
): Promise<StoredRevision | undefined> {
  const { release } = operation;
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
  await checkLock(options, operation, work, base);
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

/** Kinds that act on a stuck release as it is (engines.md §2.6). */
const freeing: ReadonlySet<string> = new Set([
  'rollback',
  'uninstall',
  'unlock',
  'finish-uninstall',
  'reinstall',
]);

/**
 * A stuck release is touched only by what frees it, and only when nobody may be
 * at work on it: asked again now, however long ago it was planned.
 *
 * @throws HelmError RELEASE_LOCKED, NOT_LOCKED, STILL_AT_WORK
 */
async function checkLock(
  options: Pick<HelmEngineOptions, 'holder'>,
  operation: Pick<EngineOperation, 'id' | 'kind' | 'release'>,
  work: PlanWork,
  base: StoredRevision | undefined,
): Promise<void> {
  const { id, kind, release } = operation;
  // It changes nothing, and whoever adopts may free it then.
  if (kind === 'adopt') {
    return;
  }
  const frees = freeing.has(kind) || work.unlock === true;
  if (!base || !isStuck(base.status)) {
    // Marked by an earlier attempt of ours, or not: an upgrade goes on.
    if (work.unlock && base?.status !== 'failed') {
      throw new HelmError(
        {
          code: 'NOT_LOCKED',
          message: `Revision ${work.baseRevision} was ${
            work.baseStatus ?? 'pending'
          }, and is ${base?.status ?? 'gone'} now.`,
          wayOut: 'Plan again: nothing has to be freed any more.',
        },
        { status: 409 },
      );
    }
    return;
  }
  if (!frees) {
    throw new HelmError(
      {
        code: 'RELEASE_LOCKED',
        message: `Revision ${base.revision} is ${base.status}.`,
        wayOut: 'Unlock… shows who left it so and the ways out.',
      },
      { status: 409 },
    );
  }
  // Freeing it needs a permission that nobody asked for when it was healthy;
  // an automatic rollback, which names no status, follows what left it so.
  const { baseStatus } = work;
  if (!work.unlock && baseStatus !== undefined && !isStuck(baseStatus)) {
    throw new HelmError(
      {
        code: 'BASE_CHANGED',
        message: `Revision ${base.revision} was ${baseStatus} when the plan was made, and is ${base.status} now.`,
        wayOut: 'Plan again and review what is new.',
      },
      { status: 409 },
    );
  }
  const holder = await options.holder(release, base, id);
  if (holder) {
    throw new HelmError(stillAtWork(holder), { status: 409 });
  }
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
