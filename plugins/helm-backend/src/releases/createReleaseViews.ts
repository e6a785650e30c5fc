import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  HelmError,
  helmReleaseReadPermission,
  helmReleaseValuesReadPermission,
  type History,
  type ReleaseDetail,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { Authorizer } from '../authorization/Authorizer';
import { releaseNotFound } from '../authorization/refusals';
import type { ReleaseKnowledge } from './ReleaseKnowledge';
import type { RevisionReader } from './RevisionReader';
import type { TargetAssembler } from './TargetAssembler';

/** One release as a caller may see it; each throws NOT_FOUND else. */
export interface ReleaseViews {
  detail(
    ref: ReleaseRef,
    credentials: BackstageCredentials,
  ): Promise<ReleaseDetail>;
  history(ref: ReleaseRef, credentials: BackstageCredentials): Promise<History>;
  /**
   * Values that a deploy starts from, with secrets masked.
   *
   * @throws HelmError NOT_ALLOWED, NOT_DECLARED
   */
  draft(
    ref: ReleaseRef,
    credentials: BackstageCredentials,
  ): Promise<{ yaml: string; version: string }>;
}

export function createReleaseViews(options: {
  authorizer: Pick<Authorizer, 'assert'>;
  targets: Pick<TargetAssembler, 'ofRelease'>;
  revisions: Pick<RevisionReader, 'history' | 'draft'>;
  knowledge: Pick<ReleaseKnowledge, 'declarations' | 'bindings'>;
}): ReleaseViews {
  const { authorizer, targets, revisions, knowledge } = options;
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

    async draft(ref, credentials) {
      await authorizer.assert(
        credentials,
        helmReleaseValuesReadPermission,
        ref,
      );
      const [declared, binding] = await Promise.all([
        knowledge.declarations.ofRelease(ref),
        knowledge.bindings.get(ref),
      ]);
      // In a conflict the other entities' values are not this release's.
      const declaration = binding
        ? declared.find(each => each.entityRef === binding.entityRef)
        : declared[0];
      if (!declaration) {
        throw new HelmError(
          {
            code: 'NOT_DECLARED',
            message: `No entity declares ${ref.name} in ${ref.namespace}.`,
            wayOut: 'Declare it in the catalog first.',
          },
          { status: 409 },
        );
      }
      return revisions.draft(declaration, ref);
    },
  };
}
