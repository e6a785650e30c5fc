import type {
  ReleaseRef,
  ReleaseState,
} from '@backstage-helm/plugin-helm-common';
import { environmentOf } from '../config/environmentOf';
import type { HelmConfig } from '../config/HelmConfig';
import { ownDeclaration } from './knowReleases';
import { knowRelease, type ReleaseKnowledge } from './ReleaseKnowledge';
import { assembleState, type StateOptions } from './releaseState';

/** How one release is, for what depends on it; undefined outside of all environments. */
export function createStateReader(
  options: Omit<StateOptions, 'store'> & {
    config: Pick<HelmConfig, 'environments'>;
    knowledge: ReleaseKnowledge;
  },
): (ref: ReleaseRef) => Promise<ReleaseState | undefined> {
  const { config, knowledge } = options;
  return async ref => {
    const environment = environmentOf(config, ref.cluster, ref.namespace);
    if (!environment) {
      return undefined;
    }
    const known = await knowRelease(knowledge, ref);
    const { state } = assembleState(known, environment, ownDeclaration(known), {
      ...options,
      store: knowledge.store,
    });
    return state;
  };
}
