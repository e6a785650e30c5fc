import { HelmError } from '@backstage-helm/plugin-helm-common';

/** What would run is not what was reviewed. */
export function planStale(what: string): HelmError {
  return new HelmError(
    {
      code: 'PLAN_STALE',
      message: `${what} changed since the plan was made.`,
      wayOut: 'Plan again and review what is new.',
    },
    { status: 409 },
  );
}
