import { useApi } from '@backstage/core-plugin-api';
import type { EnvironmentSummary } from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from '../../api/helmApiRef';
import { useLive } from '../../hooks/useLive';

const MINUTE = 60_000;

/** The environments in their order; none while they are not known. */
export function useEnvironments(): EnvironmentSummary[] {
  const api = useApi(helmApiRef);
  const { data } = useLive(
    'environments',
    () => api.environments(),
    () => MINUTE,
  );
  return data?.items ?? [];
}
