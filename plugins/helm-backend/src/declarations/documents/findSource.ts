import {
  findChartSource,
  type FoundChartSource,
  type ReleaseDocument,
  type SourceDocument,
} from '@backstage-helm/plugin-helm-common';
import type { HelmConfig } from '../../config/HelmConfig';
import type { ClusterObjects } from './ClusterObjects';

/**
 * Where the chart of a document is: by the sources of the same files, then
 * those of the cluster, then the configured repositories by name.
 *
 * @param options.namespace - of references that name none
 * @param options.release - namespace of the release; sources of the cluster are
 *   read there and in the document's own
 * @throws HelmError CLUSTER_UNREACHABLE, CLUSTER_CREDENTIALS_REFUSED: what the
 *   cluster says comes first, so without it nothing is decided
 */
export async function findSource(options: {
  document: ReleaseDocument;
  sources: readonly SourceDocument[];
  environment: string;
  namespace: string | undefined;
  release: string | undefined;
  repositories: HelmConfig['repositories'];
  cluster: Pick<ClusterObjects, 'source'>;
}): Promise<FoundChartSource | undefined> {
  const { document, environment, repositories, cluster } = options;
  const sources = [...options.sources];
  let found = findChartSource({ document, sources });
  while (found?.status === 'missing') {
    const { reference } = found;
    const namespace = reference.namespace ?? options.namespace;
    const isOwn = [options.namespace, options.release].includes(namespace);
    const there =
      namespace &&
      isOwn &&
      (await cluster.source(environment, { ...reference, namespace }));
    if (!there) {
      return findChartSource({ document, sources, repositories });
    }
    // It was looked for where the reference means it to be.
    sources.push({
      ...there,
      namespace: reference.namespace ?? document.namespace,
    });
    const next = findChartSource({ document, sources });
    found =
      next?.status === 'missing' &&
      JSON.stringify(next) === JSON.stringify(found)
        ? findChartSource({ document, sources, repositories })
        : next;
  }
  return found;
}
