import type { DeclaredReleaseSummary } from '@backstage-helm/plugin-helm-common';
import type { ChartReference } from './chartReference';

/** `oci://host/path/name` and `name` are both `name` in their repository. */
export function declaredChart({
  repository,
  chart,
}: Pick<DeclaredReleaseSummary, 'repository' | 'chart'>): ChartReference {
  return { repository, name: chart.split('/').pop() ?? chart };
}
