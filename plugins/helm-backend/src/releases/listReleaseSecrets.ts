import { HelmError, type ReleaseRef } from '@backstage-helm/plugin-helm-common';
import type { KubeClient } from '../clusters/KubeClient';
import { METADATA_LIST, toIdentity } from './SecretWatch';
import type { SecretIdentity } from './toStoredRevision';

/** Secrets of one release straight from storage, newest first. */
export async function listReleaseSecrets(
  client: KubeClient,
  ref: ReleaseRef,
): Promise<SecretIdentity[]> {
  const { status, body } = await client.request(
    'GET',
    `/api/v1/namespaces/${ref.namespace}/secrets`,
    {
      accept: METADATA_LIST,
      query: { labelSelector: `owner=helm,name=${ref.name}` },
    },
  );
  if (status !== 200) {
    throw new HelmError(
      {
        code: 'CLUSTER_UNREACHABLE',
        message: `Cluster ${ref.cluster} answered ${status}: ${body.message}.`,
        wayOut: 'Try again in a moment.',
      },
      { status: 503 },
    );
  }
  return ((body.items ?? []) as { metadata: any }[])
    .map(toIdentity)
    .sort(
      (left, right) =>
        Number(right.labels.version) - Number(left.labels.version),
    );
}
