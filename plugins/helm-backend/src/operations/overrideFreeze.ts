import {
  describeFreeze,
  HelmError,
  helmFreezeOverridePermission,
} from '@backstage-helm/plugin-helm-common';
import type { StoredDecision } from '../authorization/Authorizer';
import type { Governance } from '../policy/govern';
import type { AdmissionRequest } from './admitOperation';
import { authorizeAll, type Attempt } from './authorizeKind';
import type { ServiceContext } from './ServiceContext';

/**
 * What a change in a frozen environment needs: the permission, kept to be
 * decided again when it starts, and a reason.
 *
 * @throws HelmError ENVIRONMENT_FROZEN
 */
export async function overrideFreeze(
  context: ServiceContext,
  attempt: Attempt,
  { overrideFreeze: isAsked, reason }: AdmissionRequest,
  { isChange, frozen }: Governance,
): Promise<StoredDecision[]> {
  if (!isChange || !isAsked) {
    if (frozen) {
      throw new HelmError(describeFreeze(attempt.environment, frozen), {
        status: 409,
      });
    }
    return [];
  }
  if (!reason?.trim()) {
    throw new HelmError({
      code: 'REASON_REQUIRED',
      field: 'reason',
      message: 'Say why this can not wait until the freeze is over.',
    });
  }
  return authorizeAll(context, attempt, [helmFreezeOverridePermission]);
}
