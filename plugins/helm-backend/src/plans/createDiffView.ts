import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  helmReleaseReadPermission,
  helmReleaseValuesReadPermission,
  type Diff,
} from '@backstage-helm/plugin-helm-common';
import type { Authorizer } from '../authorization/Authorizer';
import { assertReadable } from './assertReadable';
import {
  parseDiffEnd,
  type DiffEnd,
  type DiffRequest,
} from './createDiffReader';
import type { PlanStore } from './PlanRecord';

/** Both ends as {@link parseDiffEnd} reads them. */
export interface DiffQuery {
  left: string;
  right: string;
  of: DiffRequest['of'];
}

/** A diff as a caller may see it. */
export type DiffView = (
  query: DiffQuery,
  credentials: BackstageCredentials,
) => Promise<Diff>;

/** Authorized on both sides like reading them. */
export function createDiffView(options: {
  diff: (request: DiffRequest) => Promise<Diff>;
  plans: Pick<PlanStore, 'get'>;
  authorizer: Pick<Authorizer, 'assert' | 'can'>;
}): DiffView {
  const { diff, plans, authorizer } = options;

  async function releaseOf(end: DiffEnd) {
    return end.type === 'release'
      ? end.release
      : (await plans.get(end.id)).plan.release;
  }

  return async (query, credentials) => {
    const left = parseDiffEnd(query.left, 'left');
    const right = parseDiffEnd(query.right, 'right');
    let mayReadValues = true;
    for (const end of [left, right]) {
      const release = await releaseOf(end);
      const assert = () =>
        authorizer.assert(credentials, helmReleaseReadPermission, release);
      await (end.type === 'plan' ? assertReadable(assert) : assert());
      mayReadValues &&= await authorizer.can(
        credentials,
        helmReleaseValuesReadPermission,
        release,
      );
    }
    if (query.of === 'values' && !mayReadValues) {
      return {
        ...query,
        counts: { added: 0, changed: 0, removed: 0, unchanged: 0 },
        entries: [],
        denied: `Values need the permission ${helmReleaseValuesReadPermission.name}.`,
      };
    }
    return diff({ left, right, of: query.of });
  };
}
