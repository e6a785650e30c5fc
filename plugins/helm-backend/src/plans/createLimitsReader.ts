import { isHelmError } from '@backstage-helm/plugin-helm-common';
import type { ClusterAccess, KubeClient } from '../clusters/KubeClient';
import { pathSegment } from '../clusters/pathSegment';
import type { NamespaceLimits } from './quotaFindings';

/** Reads what limits a namespace; undefined when it can't be seen. */
export type ReadLimits = (
  environment: string,
  namespace: string,
) => Promise<NamespaceLimits | undefined>;

/**
 * Quotas and limit ranges by the reader's eyes. One that may not look at them
 * leaves the plan without this finding, and in no way worse.
 */
export function createLimitsReader(
  clusters: Pick<ClusterAccess, 'reader'>,
): ReadLimits {
  return async (environment, namespace) => {
    const client = await clusters.reader(environment);
    const quotas = await list(client, namespace, 'resourcequotas');
    if (!quotas?.length) {
      return undefined;
    }
    const ranges = (await list(client, namespace, 'limitranges')) ?? [];
    const containers = ranges
      .flatMap(({ spec }) => spec?.limits ?? [])
      .filter(({ type }) => type === 'Container');
    return {
      quotas: quotas
        // One that counts only some pods can't be reckoned from a manifest.
        .filter(({ spec }) => !spec?.scopes?.length && !spec?.scopeSelector)
        .map(({ metadata, spec, status }) => ({
          name: metadata.name,
          hard: status?.hard ?? spec?.hard ?? {},
          used: status?.used ?? {},
        })),
      defaults: {
        requests: Object.assign(
          {},
          ...containers.map(({ defaultRequest }) => defaultRequest),
        ),
        limits: Object.assign({}, ...containers.map(each => each.default)),
      },
    };
  };
}

async function list(
  client: KubeClient,
  namespace: string,
  resource: string,
): Promise<any[] | undefined> {
  try {
    const { status, body } = await client.request(
      'GET',
      `/api/v1/namespaces/${pathSegment(namespace)}/${resource}`,
      { query: { limit: '100' } },
    );
    return status === 200 ? body.items : undefined;
  } catch (error) {
    if (isHelmError(error) && error.code === 'CLUSTER_FORBIDDEN') {
      return undefined;
    }
    throw error;
  }
}
