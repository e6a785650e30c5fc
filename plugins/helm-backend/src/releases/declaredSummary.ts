import type { Target } from '@backstage-helm/plugin-helm-common';
import type { Declaration } from '../declarations/Declaration';

/** The declaration as a card shows it: without its values. */
export function declaredSummary(
  declaration: Declaration,
  appVersion?: string,
): Target['declared'] {
  const { chart, release, dependsOn } = declaration;
  return (
    chart &&
    release && {
      chart: chart.name,
      repository: chart.repository,
      version: chart.version,
      appVersion,
      namespace: release.namespace,
      releaseName: release.name,
      sources: declaration.sources,
      readAt: declaration.readAt,
      staleBecause: declaration.staleBecause,
      valuesDigest: declaration.valuesDigest,
      wait: declaration.wait,
      timeoutSeconds: declaration.timeoutSeconds,
      rollbackOnFailure: declaration.rollbackOnFailure,
      createNamespace: declaration.createNamespace,
      document: declaration.document,
      dependsOn: dependsOn?.map(({ name, release: before, entityRef }) => ({
        name,
        release: before,
        entityRef,
      })),
      revision: declaration.revision,
    }
  );
}
