import { isHelmError } from '@backstage-helm/plugin-helm-common';
import type { KubeClient } from '../../clusters/KubeClient';

/**
 * Whether a namespace is surely not there. A reader that may not look at
 * namespaces does not know; then Helm is not asked to make one.
 */
export async function isNamespaceMissing(
  client: KubeClient,
  namespace: string,
): Promise<boolean> {
  try {
    const { status } = await client.request(
      'GET',
      `/api/v1/namespaces/${namespace}`,
    );
    return status === 404;
  } catch (error) {
    if (isHelmError(error) && error.code === 'CLUSTER_FORBIDDEN') {
      return false;
    }
    throw error;
  }
}
