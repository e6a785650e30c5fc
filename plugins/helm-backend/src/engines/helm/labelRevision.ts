import type { ReleaseRef } from '@backstage-helm/plugin-helm-common';
import type { KubeClient } from '../../clusters/KubeClient';
import { OPERATION_LABEL } from '../../helm';
import type { StoredRevision } from '../../releases/ReleaseStore';

/**
 * Writes the operation's id onto a revision. A rollback copies the labels of
 * the revision that it restores, so its own has to be put right afterwards.
 *
 * @returns whether the label is there now
 */
export async function labelRevision(
  client: KubeClient,
  release: ReleaseRef,
  stored: Pick<StoredRevision, 'secretName'>,
  operationId: string,
): Promise<boolean> {
  const { status } = await client.request(
    'PATCH',
    `/api/v1/namespaces/${release.namespace}/secrets/${stored.secretName}`,
    {
      contentType: 'application/merge-patch+json',
      body: { metadata: { labels: { [OPERATION_LABEL]: operationId } } },
      accept:
        'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json',
    },
  );
  return status === 200;
}
