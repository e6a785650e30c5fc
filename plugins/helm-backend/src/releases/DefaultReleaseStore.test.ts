import { mockServices } from '@backstage/backend-test-utils';
import type { ClusterAccess, KubeClient } from '../clusters/KubeClient';
import { DefaultReleaseStore } from './DefaultReleaseStore';
import { createOwnershipProbe } from './ownership';
import {
  fakeReleaseSecret,
  type FakeRevision,
} from './__testUtils__/fakeReleaseSecret';
import { waitFor } from './waitFor';

const config = {
  secretKeys: [/password$/i],
  environments: [
    {
      name: 'dev',
      cluster: 'nonprod',
      watch: 'namespaces',
      namespaces: [{ match: '{system}-dev' }],
    },
  ],
} as any;

/** Secrets in memory behind the client interface. */
function fakeCluster(initial: FakeRevision[]) {
  const secrets = new Map<string, ReturnType<typeof fakeReleaseSecret>>();
  let emit: ((event: any) => void) | undefined;
  const gets: string[] = [];
  const put = (fake: FakeRevision) => {
    const secret = fakeReleaseSecret(fake);
    const type = secrets.has(secret.metadata.name) ? 'MODIFIED' : 'ADDED';
    secrets.set(secret.metadata.name, secret);
    emit?.({ type, object: { metadata: secret.metadata } });
  };
  initial.forEach(put);
  const client: KubeClient = {
    cluster: 'nonprod',
    request: async (_method, path, options) => {
      if (path.endsWith('/secrets')) {
        const selector = options?.query?.labelSelector ?? '';
        const name = /name=([^,]+)/.exec(selector)?.[1];
        const items = [...secrets.values()]
          .filter(s => !name || s.metadata.labels.name === name)
          .map(({ metadata }) => ({ metadata }));
        return {
          status: 200,
          body: { items, metadata: { resourceVersion: '1' } } as any,
        };
      }
      const secret = secrets.get(path.split('/').at(-1)!);
      if (secret) {
        gets.push(secret.metadata.name);
        return { status: 200, body: secret as any };
      }
      return { status: path === '/version' ? 200 : 404, body: {} as any };
    },
    text: async () => '',
    watch: (_path, { onEvent, signal }) => {
      emit = onEvent;
      return new Promise(resolve =>
        signal.addEventListener('abort', () => resolve()),
      );
    },
  };
  return {
    put,
    gets,
    remove: (name: string) => {
      const secret = secrets.get(name)!;
      secrets.delete(name);
      emit?.({ type: 'DELETED', object: { metadata: secret.metadata } });
    },
    clusters: { reader: async () => client } as unknown as ClusterAccess,
  };
}

const ref = { cluster: 'nonprod', namespace: 'shop-dev', name: 'storefront' };

describe('DefaultReleaseStore', () => {
  const stores: DefaultReleaseStore[] = [];
  afterEach(async () => {
    await Promise.all(stores.splice(0).map(store => store.stop()));
  });

  async function setup(initial: FakeRevision[]) {
    const cluster = fakeCluster(initial);
    const store = new DefaultReleaseStore({
      config,
      clusters: cluster.clusters,
      logger: mockServices.logger.mock(),
      now: Date.now,
      random: () => 0,
      wait: waitFor,
      valuesDigest: values => JSON.stringify(values),
    });
    stores.push(store);
    store.follow('dev', ['shop-dev']);
    return { store, cluster };
  }

  function changed(store: DefaultReleaseStore, isSettled: () => boolean) {
    return new Promise<void>(resolve => {
      const check = () => isSettled() && resolve();
      store.onChange(check);
      check();
    });
  }

  it('takes the lifecycle from the payload and decodes the newest body once per change', async () => {
    const { store, cluster } = await setup([
      { name: 'storefront', revision: 1, status: 'superseded' },
      {
        name: 'storefront',
        revision: 2,
        status: 'failed',
        labels: { status: 'deployed' },
      },
    ]);
    await changed(store, () => !!store.latest(ref));
    expect(store.latest(ref)).toMatchObject({ revision: 2, status: 'failed' });
    expect(cluster.gets).toEqual(['sh.helm.release.v1.storefront.v2']);
    cluster.put({ name: 'storefront', revision: 3, version: '1.1.0' });
    await changed(store, () => store.latest(ref)?.revision === 3);
    expect(store.latest(ref)).toMatchObject({ chartVersion: '1.1.0' });
    expect(store.status('dev')).toMatchObject({ connected: true });
  });

  it('lists history newest first and keeps rows whose body is broken', async () => {
    const { store } = await setup([
      { name: 'storefront', revision: 1, status: 'superseded' },
      { name: 'storefront', revision: 2, description: 'Rollback to 1' },
    ]);
    await changed(store, () => !!store.latest(ref));
    const rows = await store.history(ref);
    expect(rows.map(row => [row.revision, row.status])).toEqual([
      [2, 'deployed'],
      [1, 'superseded'],
    ]);
    expect(rows[0].rollbackTo).toBe(1);
  });

  it('12. shows no secret that an error of the API server quoted', async () => {
    const { store } = await setup([
      {
        name: 'storefront',
        revision: 1,
        status: 'failed',
        config: { dbPassword: 'hunter2-hunter2' },
        description: 'Release failed: Secret "x" is invalid: hunter2-hunter2',
      },
    ]);
    await changed(store, () => !!store.latest(ref));
    const text = JSON.stringify([store.list(), await store.history(ref)]);
    expect(text).toContain('is invalid');
    expect(text).not.toContain('hunter2');
  });

  it('forgets a release whose last Secret is gone', async () => {
    const { store, cluster } = await setup([
      { name: 'storefront', revision: 1 },
    ]);
    await changed(store, () => !!store.latest(ref));
    cluster.remove('sh.helm.release.v1.storefront.v1');
    await changed(store, () => !store.latest(ref));
    expect(store.list()).toEqual([]);
    await expect(store.observe(ref)).resolves.toBeUndefined();
  });

  it('answers 404 for a revision that is not there', async () => {
    const { store } = await setup([{ name: 'storefront', revision: 1 }]);
    await expect(store.revision(ref, 7)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      status: 404,
    });
  });

  it('recognises who drives a release', async () => {
    const manifest = [
      'apiVersion: v1',
      'kind: ConfigMap',
      'metadata:',
      '  name: a',
      '  labels:',
      '    helm.toolkit.fluxcd.io/name: storefront',
      '    helm.toolkit.fluxcd.io/namespace: flux',
    ].join('\n');
    const { store, cluster } = await setup([
      { name: 'storefront', revision: 1, manifest },
      { name: 'plain', revision: 1 },
    ]);
    const probe = createOwnershipProbe({
      config,
      clusters: cluster.clusters,
      store,
    });
    await expect(probe(ref)).resolves.toEqual({
      kind: 'flux',
      name: 'HelmRelease flux/storefront',
    });
    await expect(probe({ ...ref, name: 'plain' })).resolves.toEqual({
      kind: 'helm',
      helmMajor: 4,
    });
    await expect(probe({ ...ref, name: 'none' })).resolves.toEqual({
      kind: 'none',
    });
  });
});
