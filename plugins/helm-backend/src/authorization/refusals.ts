import type { Permission } from '@backstage/plugin-permission-common';
import { HelmError, type ReleaseRef } from '@backstage-helm/plugin-helm-common';

/** The one answer for what is absent and for what may not be seen. */
export function releaseNotFound(ref: ReleaseRef): HelmError {
  return new HelmError(
    {
      code: 'NOT_FOUND',
      message: `There is no release ${ref.name} in ${ref.namespace} of ${ref.cluster}, or you may not see it.`,
    },
    { status: 404 },
  );
}

export function permissionsOff(): HelmError {
  return new HelmError(
    {
      code: 'PERMISSIONS_OFF',
      message:
        'This portal has no permission framework switched on, so nothing can be changed.',
      wayOut:
        'A platform engineer can set permission.enabled: true and a policy.',
    },
    { status: 403 },
  );
}

export function notAllowed(permission: Permission, ref: ReleaseRef): HelmError {
  return new HelmError(
    {
      code: 'NOT_ALLOWED',
      message: `You need ${permission.name} for ${ref.name} in ${ref.namespace} of ${ref.cluster}.`,
      wayOut: "Your portal's policy decides who has it.",
    },
    { status: 403 },
  );
}
