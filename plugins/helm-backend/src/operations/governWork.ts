import type { ReleaseRef } from '@backstage-helm/plugin-helm-common';
import type { EnvironmentConfig } from '../config/HelmConfig';
import type { PlanWork } from '../plans/PlanRecord';
import { govern, type Governance } from '../policy/govern';
import type { OperationsContext } from './OperationsContext';

type Context = Pick<
  OperationsContext,
  'config' | 'hasRevision' | 'logger' | 'now' | 'successes'
>;

/** Work of which it is asked what governs it. */
export interface GovernableWork {
  kind: string;
  release: ReleaseRef;
  environment: string;
  work: Pick<PlanWork, 'toRevision'>;
  /** The operation that it follows by itself. */
  follows?: string;
}

export function environmentNamed(
  { config }: Pick<Context, 'config'>,
  wanted: string,
): EnvironmentConfig | undefined {
  return config.environments.find(({ name }) => name === wanted);
}

/**
 * What governs this work now. An environment that is gone governs nothing: it
 * takes no work. `isStarting`: nobody looks at it again.
 *
 * @throws what reading the cluster throws, of a rollback that is starting
 */
export async function governWork(
  context: Context,
  { kind, release, environment, work, follows }: GovernableWork,
  { isStarting = false } = {},
): Promise<Governance> {
  const found = environmentNamed(context, environment);
  if (!found) {
    return { isChange: false };
  }
  const targetSucceeded =
    kind === 'rollback' &&
    follows === undefined &&
    (await hasSucceeded(context, release, work.toRevision, isStarting));
  return govern(
    found,
    { kind, isAutomatic: follows !== undefined, targetSucceeded },
    context.now(),
  );
}

/** By our own record, and still the same revision in storage. */
async function hasSucceeded(
  context: Context,
  release: ReleaseRef,
  revision: number | undefined,
  isStarting: boolean,
): Promise<boolean> {
  const success = (await context.successes.list(release)).find(
    each => each.revision === revision,
  );
  if (!success) {
    return false;
  }
  try {
    return await context.hasRevision(
      release,
      success.revision,
      success.deployedAt,
    );
  } catch (error) {
    if (isStarting) {
      throw error;
    }
    // Nothing runs while the cluster is away; it is looked at again before it does.
    context.logger.warn(
      `Revision ${revision} of ${release.name} could not be looked at`,
      error as Error,
    );
    return true;
  }
}
