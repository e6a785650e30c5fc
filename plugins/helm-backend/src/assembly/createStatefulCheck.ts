import type { ReleaseRef } from '@backstage-helm/plugin-helm-common';
import { environmentOf } from '../config/environmentOf';
import type { HelmConfig } from '../config/HelmConfig';
import { statefulChanges } from '../plans/statefulChanges';
import type { ReleaseStore } from '../releases/ReleaseStore';

/**
 * What an automatic rollback may not go over (DESIGN §6), unless the
 * environment allows it: stateful objects that the two revisions define
 * differently.
 */
export function createStatefulCheck(
  store: Pick<ReleaseStore, 'revision'>,
  config: Pick<HelmConfig, 'environments'>,
) {
  return async (
    ref: ReleaseRef,
    failed: number,
    target: number,
  ): Promise<string[]> => {
    const { cluster, namespace } = ref;
    if (environmentOf(config, cluster, namespace)?.helm.rollbackStateful) {
      return [];
    }
    const [left, right] = await Promise.all(
      [failed, target].map(revision => store.revision(ref, revision)),
    );
    return statefulChanges(left.manifest, right.manifest, namespace);
  };
}
