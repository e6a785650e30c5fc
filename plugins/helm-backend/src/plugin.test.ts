import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  entityReleasesSchema,
  releaseListSchema,
} from '@backstage-helm/plugin-helm-common';
import request from 'supertest';
import { startFakeApiServer } from './clusters/__testUtils__/startFakeApiServer';
import helmPlugin from './index';
import { openApiDocument } from './openapi/openApiDocument';
import { problemResponseSchema } from './openapi/routes';
import { fakeReleaseSecret } from './releases/__testUtils__/fakeReleaseSecret';

const storefront: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'storefront',
    namespace: 'default',
    annotations: {
      'helm-release/repository': 'platform',
      'helm-release/chart': 'web',
      'helm-release/version': '1.0.0',
    },
  },
  spec: { owner: 'team-web', system: 'shop' },
  relations: [
    { type: 'ownedBy', targetRef: 'group:default/team-web' },
    { type: 'partOf', targetRef: 'system:default/shop' },
  ],
};
const shop: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'System',
  metadata: { name: 'shop', namespace: 'default' },
  spec: { owner: 'team-web' },
  relations: [{ type: 'ownedBy', targetRef: 'group:default/team-web' }],
};

/** An API server with one release, whose watches stay open. */
async function startCluster() {
  const secret = fakeReleaseSecret({ name: 'storefront', revision: 4 });
  return startFakeApiServer(({ url }) => {
    if (url!.includes('watch=true')) {
      return { hangs: true };
    }
    if (url!.includes('/secrets?')) {
      return {
        body: {
          items: [{ metadata: secret.metadata }],
          metadata: { resourceVersion: '1' },
        },
      };
    }
    if (url!.includes('/secrets/')) {
      return url!.endsWith(secret.metadata.name)
        ? { body: secret }
        : { status: 404, body: {} };
    }
    return { body: { gitVersion: 'v1.36.3' } };
  });
}

async function start(server: string, permission: { enabled: boolean }) {
  const backend = await startTestBackend({
    features: [
      helmPlugin,
      catalogServiceMock.factory({ entities: [storefront, shop] }),
      mockServices.rootConfig.factory({
        data: {
          permission,
          helm: {
            repositories: [
              { name: 'platform', url: 'http://127.0.0.1:1', internal: true },
            ],
            environments: [
              {
                name: 'dev',
                default: true,
                cluster: 'nonprod',
                connection: { server, token: 'x', skipTlsVerify: true },
                namespace: '{system}-dev',
              },
            ],
          },
        },
      }),
    ],
  });
  const send = (method: 'get' | 'post', path: string) =>
    request(backend.server)
      [method](`/api/helm${path}`)
      .set('authorization', mockCredentials.user.header());
  return { backend, send };
}

const ENTITY = '/entities/component/default/storefront/releases';
const RELEASE = '/clusters/nonprod/namespaces/shop-dev/releases/storefront';

describe('helmPlugin', () => {
  it('shows an entity what it declares and what runs, and changes nothing without permissions', async () => {
    const cluster = await startCluster();
    const { backend, send } = await start(cluster.url, { enabled: false });
    let body: any;
    do {
      ({ body } = await send('post', `${ENTITY}/refresh`));
    } while (!body.targets[0]?.deployed);
    const { targets } = entityReleasesSchema.parse(body);
    expect(targets[0]).toMatchObject({
      release: { cluster: 'nonprod', namespace: 'shop-dev' },
      declared: { version: '1.0.0' },
      deployed: { revision: 4 },
      headline: { state: 'InSync' },
    });
    expect(targets[0].actions).toContainEqual(
      expect.objectContaining({
        action: 'uninstall',
        allowed: false,
        code: 'PERMISSIONS_OFF',
      }),
    );
    const probe = (path: string) =>
      request(backend.server)
        .get(`/api/helm${path}`)
        .set('authorization', mockCredentials.none.header());
    const health = await probe('/health');
    expect([health.status, health.body]).toEqual([200, { status: 'ok' }]);
    expect((await probe('/releases')).status).toBe(401);
    expect((await probe('/healthy')).status).toBe(401);
    const list = releaseListSchema.parse((await send('get', '/releases')).body);
    expect(list).toMatchObject({ total: 1, away: [] });

    for (const [path, status, code] of [
      ['/releases?orderBy=secret_values', 400, 'INPUT_INVALID'],
      [`${RELEASE}/revisions/9`, 404, 'NOT_FOUND'],
      [RELEASE.replace('shop-dev', 'kube-system'), 404, 'NOT_FOUND'],
      [RELEASE.replace('storefront', '--kubeconfig'), 404, 'NOT_FOUND'],
    ] as const) {
      const answer = await send('get', path);
      const problem = problemResponseSchema.parse(answer.body);
      expect([path, answer.status, problem.error.code]).toEqual([
        path,
        status,
        code,
      ]);
    }
    await backend.stop();
    await cluster.close();
  }, 30_000);

  it('refuses to start with a wrong configuration', async () => {
    await expect(
      startTestBackend({
        features: [
          helmPlugin,
          catalogServiceMock.factory(),
          mockServices.rootConfig.factory({
            data: { helm: { environments: [{ name: 'dev', clustr: 'x' }] } },
          }),
        ],
      }),
    ).rejects.toThrow(/helm\.environments\[0\]/);
  });
});

describe('openApiDocument', () => {
  it('describes every route by the schemas that validate it', () => {
    const document: any = openApiDocument();
    const plans = document.paths['/plans'].post;
    expect(
      plans.requestBody.content['application/json'].schema.properties,
    ).toHaveProperty('release');
    expect(
      document.paths['/releases'].get.parameters.map((p: any) => p.name),
    ).toContain('cursor');
    expect(JSON.stringify(document)).toContain('"openapi":"3.1.0"');
  });
});
