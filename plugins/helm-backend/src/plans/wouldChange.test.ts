import { parseManifest } from '@backstage-helm/plugin-helm-common';
import type { KubeClient } from '../clusters/KubeClient';
import { configMap, release } from './__testUtils__/planningWorld';
import { createWouldChange } from './wouldChange';

const owned = {
  labels: { 'app.kubernetes.io/managed-by': 'Helm' },
  annotations: {
    'meta.helm.sh/release-name': 'storefront',
    'meta.helm.sh/release-namespace': 'shop-dev',
  },
};
const live = (metadata: object, message = 'hello') => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'storefront', uid: 'u', ...owned, ...metadata },
  data: { message },
});

function cluster(found: object | undefined, applied: [number, object?]) {
  const patches: { path: string; query?: object; body?: any }[] = [];
  const client: KubeClient = {
    cluster: 'nonprod',
    async request(method, path, options): Promise<any> {
      if (path === '/api/v1') {
        return {
          status: 200,
          body: {
            resources: [
              { name: 'configmaps', kind: 'ConfigMap', namespaced: true },
            ],
          },
        };
      }
      if (method === 'PATCH') {
        patches.push({ path, query: options?.query, body: options?.body });
        return { status: applied[0], body: applied[1] };
      }
      return { status: found ? 200 : 404, body: found };
    },
    text: async () => '',
    watch: async () => undefined,
  };
  return { client, patches };
}

const ask = (client: KubeClient, forceConflicts = false) =>
  createWouldChange({ now: () => 0 })(
    client,
    release,
    parseManifest(configMap('hello')).objects,
    { forceConflicts },
  );

describe('createWouldChange', () => {
  it('sees that nothing would change, whatever the API server keeps of it', async () => {
    const { client, patches } = cluster(live({ resourceVersion: '1' }), [
      200,
      live({ resourceVersion: '2', generation: 3, managedFields: [{}] }),
    ]);
    expect(await ask(client)).toEqual([]);
    expect(patches).toEqual([
      {
        path: '/api/v1/namespaces/shop-dev/configmaps/storefront',
        query: { dryRun: 'All', fieldManager: 'helm' },
        body: expect.objectContaining({
          data: { message: 'hello' },
          metadata: { name: 'storefront', ...owned },
        }),
      },
    ]);
  });

  it('forces only where Helm would', async () => {
    const { client, patches } = cluster(live({}), [200, live({})]);
    await ask(client, true);
    expect(patches[0].query).toMatchObject({ force: 'true' });
  });

  it.each<[string, object | undefined, [number, object?]]>([
    ['it is not there', undefined, [201]],
    ['it differs', live({}, 'changed by hand'), [200, live({})]],
    [
      'it differs',
      live({ annotations: { 'meta.helm.sh/release-name': 'other' } }),
      [200, live({})],
    ],
    ['somebody else has set fields of it', live({}), [409]],
    ['the cluster does not take it (422)', live({}), [422]],
  ])('names what would change: %s', async (why, found, applied) => {
    expect(await ask(cluster(found, applied).client)).toMatchObject([
      {
        code: 'WOULD_CHANGE',
        message: `It would change ConfigMap storefront: ${why}.`,
      },
    ]);
  });
});
