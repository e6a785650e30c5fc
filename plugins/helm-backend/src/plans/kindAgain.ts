import {
  HelmError,
  type PlanRequest,
} from '@backstage-helm/plugin-helm-common';
import type { StoredRevision } from '../releases/ReleaseStore';

type Kind = PlanRequest['kind'];

/** Kinds whose plan is the same kind again, whatever the release is by now. */
const same: readonly Kind[] = [
  'rollback',
  'uninstall',
  'test',
  'adopt',
  'unlock',
  'finish-uninstall',
  'rebuild',
];

/**
 * The kind of a plan that does what an ended operation wanted: what was taken
 * away is installed, and what a first install left is upgraded.
 *
 * @throws HelmError ACTION_NOT_POSSIBLE for a kind of no plan
 */
export function kindAgain(
  kind: string,
  base: Pick<StoredRevision, 'status'> | undefined,
): Kind {
  const exists = base !== undefined && base.status !== 'uninstalled';
  if (kind === 'install' || kind === 'upgrade') {
    return exists ? 'upgrade' : 'install';
  }
  if (kind === 'reinstall') {
    return exists ? 'reinstall' : 'install';
  }
  const known = same.find(each => each === kind);
  if (!known) {
    throw new HelmError({
      code: 'ACTION_NOT_POSSIBLE',
      field: 'kind',
      message: `This portal does not know how to ${kind}.`,
    });
  }
  return known;
}
