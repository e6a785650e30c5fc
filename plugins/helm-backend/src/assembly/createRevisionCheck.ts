import {
  isHelmError,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { ReleaseStore } from '../releases/ReleaseStore';

/**
 * Whether a revision is still in storage; the time in it tells it from one of
 * the same number of a later life of the release.
 */
export function createRevisionCheck(store: Pick<ReleaseStore, 'revision'>) {
  return async (
    ref: ReleaseRef,
    revision: number,
    deployedAt?: string,
  ): Promise<boolean> => {
    try {
      const stored = await store.revision(ref, revision);
      return (
        deployedAt === undefined ||
        Date.parse(stored.updatedAt) === Date.parse(deployedAt)
      );
    } catch (error) {
      if (isHelmError(error) && error.code === 'NOT_FOUND') {
        return false;
      }
      throw error;
    }
  };
}
