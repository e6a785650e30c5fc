import { HelmError } from '@backstage-helm/plugin-helm-common';
import type { KubeClient } from '../clusters/KubeClient';
import { findLostObjects } from './findLostObjects';

const ref = { cluster: 'nonprod', namespace: 'shop-dev', name: 'storefront' };
const item = (name: string, release: string, namespace = 'shop-dev') => ({
  metadata: {
    name,
    labels: { 'helm.sh/chart': 'web-1.0.0' },
    annotations: {
      'meta.helm.sh/release-name': release,
      'meta.helm.sh/release-namespace': namespace,
    },
  },
});

function cluster(pages: (path: string, cursor?: string) => unknown) {
  const asked: { path: string; query: unknown; accept?: string }[] = [];
  const client: KubeClient = {
    cluster: 'nonprod',
    async request(_, path, options): Promise<any> {
      asked.push({ path, query: options?.query, accept: options?.accept });
      return { status: 200, body: pages(path, options?.query?.continue) };
    },
    text: async () => '',
    watch: async () => undefined,
  };
  return { client, asked };
}

describe('findLostObjects', () => {
  it('finds what says that Helm made it for this release, page by page', async () => {
    const { client, asked } = cluster((path, cursor) => {
      if (!path.endsWith('/deployments')) {
        return { metadata: {}, items: [] };
      }
      return cursor
        ? { metadata: {}, items: [item('web', 'storefront')] }
        : {
            metadata: { continue: 'next' },
            items: [
              item('other', 'checkout'),
              item('away', 'storefront', 'shop-prod'),
              { metadata: { name: 'bare' } },
            ],
          };
    });
    expect(await findLostObjects(client, ref)).toEqual({
      objects: [
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          name: 'web',
          namespace: 'shop-dev',
        },
      ],
      chart: 'web-1.0.0',
    });
    expect(asked[0]).toMatchObject({
      path: '/apis/apps/v1/namespaces/shop-dev/deployments',
      query: { labelSelector: 'app.kubernetes.io/managed-by=Helm' },
      accept: expect.stringContaining('PartialObjectMetadataList'),
    });
  });

  it('reads a huge namespace in part', async () => {
    const { client, asked } = cluster(() => ({
      metadata: { continue: 'more' },
      items: [],
    }));
    await findLostObjects(client, ref);
    expect(asked.length).toBeLessThanOrEqual(6 * 8);
  });

  it('leaves out what the reader may not see', async () => {
    const { client } = cluster(path => {
      if (path.includes('cronjobs')) {
        throw new HelmError({ code: 'CLUSTER_FORBIDDEN', message: 'no' });
      }
      return {
        items: path.endsWith('configmaps') ? [item('c', 'storefront')] : [],
      };
    });
    expect((await findLostObjects(client, ref)).objects).toHaveLength(1);
  });
});
