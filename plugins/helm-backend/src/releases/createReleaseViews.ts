import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  helmReleaseReadPermission,
  type History,
  type ReleaseDetail,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { Authorizer } from '../authorization/Authorizer';
import { releaseNotFound } from '../authorization/refusals';
import type { RevisionReader } from './RevisionReader';
import type { TargetAssembler } from './TargetAssembler';

/** One release as a caller may see it; each throws NOT_FOUND else. */
export interface ReleaseViews {
  detail(
    ref: ReleaseRef,
    credentials: BackstageCredentials,
  ): Promise<ReleaseDetail>;
  history(ref: ReleaseRef, credentials: BackstageCredentials): Promise<History>;
}

export function createReleaseViews(options: {
  authorizer: Pick<Authorizer, 'assert'>;
  targets: Pick<TargetAssembler, 'ofRelease'>;
  revisions: Pick<RevisionReader, 'history'>;
}): ReleaseViews {
  const { authorizer, targets, revisions } = options;
  return {
    async detail(ref, credentials) {
      await authorizer.assert(credentials, helmReleaseReadPermission, ref);
      const detail = await targets.ofRelease(ref, credentials);
      if (!detail) {
        throw releaseNotFound(ref);
      }
      return detail;
    },

    async history(ref, credentials) {
      await authorizer.assert(credentials, helmReleaseReadPermission, ref);
      const history = await revisions.history(ref);
      if (!history) {
        throw releaseNotFound(ref);
      }
      return history;
    },
  };
}
