import type {
  SourceDocument,
  SourceReference,
} from '@backstage-helm/plugin-helm-common';

/** What documents refer to in the cluster of an environment; read by its reader. */
export interface ClusterObjects {
  /**
   * A source of charts, without its credentials. Undefined when there is none,
   * or the reader may not see it.
   *
   * @throws HelmError CLUSTER_UNREACHABLE, CLUSTER_CREDENTIALS_REFUSED
   */
  source(
    environment: string,
    reference: SourceReference & { namespace: string },
  ): Promise<SourceDocument | undefined>;
  /**
   * Texts of a ConfigMap; undefined when there is none.
   *
   * @throws HelmError CLUSTER_FORBIDDEN, CLUSTER_UNREACHABLE,
   *   CLUSTER_CREDENTIALS_REFUSED
   */
  configMap(
    environment: string,
    namespace: string,
    name: string,
  ): Promise<Record<string, string> | undefined>;
}
