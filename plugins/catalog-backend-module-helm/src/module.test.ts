import { setTimeout as sleep } from 'node:timers/promises';
import {
  coreServices,
  createBackendModule,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  type Entity,
} from '@backstage/catalog-model';
import type { AlphaEntity } from '@backstage/catalog-model/alpha';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import {
  catalogProcessingExtensionPoint,
  type EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import {
  eventsServiceFactory,
  eventsServiceRef,
} from '@backstage/plugin-events-node';
import { declarationDigest } from '@backstage-helm/plugin-helm-common';
import catalogModuleHelm from './index';

const location = 'url:https://git.example.com/acme/shop/blob/main/catalog.yaml';

function component(
  name: string,
  annotations: Record<string, string> = {},
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      annotations: {
        [ANNOTATION_LOCATION]: location,
        [ANNOTATION_ORIGIN_LOCATION]: location,
        ...annotations,
      },
    },
    spec: { type: 'service', lifecycle: 'production', owner: 'team-web' },
  };
}

async function eventually(check: () => Promise<boolean> | boolean) {
  while (!(await check())) {
    await sleep(50);
  }
}

/** A real catalog, and a Helm backend that knows one dependency. */
async function aPortal() {
  const told: { entityRef: string; digest: string }[] = [];
  let connection: EntityProviderConnection | undefined;
  const feed = createBackendModule({
    pluginId: 'catalog',
    moduleId: 'feed',
    register(reg) {
      reg.registerInit({
        deps: {
          catalog: catalogProcessingExtensionPoint,
          events: eventsServiceRef,
        },
        async init({ catalog, events }) {
          catalog.addEntityProvider({
            getProviderName: () => 'feed',
            connect: async given => {
              connection = given;
            },
          });
          await events.subscribe({
            id: 'feed',
            topics: ['helm.refresh'],
            onEvent: async ({ eventPayload }) =>
              void told.push(eventPayload as (typeof told)[number]),
          });
        },
      });
    },
  });
  const helm = createBackendPlugin({
    pluginId: 'helm',
    register(reg) {
      reg.registerInit({
        deps: {
          http: coreServices.httpRouter,
          httpAuth: coreServices.httpAuth,
        },
        async init({ http, httpAuth }) {
          http.use(async (request, response) => {
            await httpAuth.credentials(request as never, {
              allow: ['service'],
            });
            response.json({
              items:
                request.path === '/entities/component/default/mail/dependencies'
                  ? [{ entityRef: 'component:default/queue' }]
                  : [],
            });
          });
        },
      });
    },
  });
  const { server } = await startTestBackend({
    features: [
      catalogPlugin,
      catalogModuleHelm,
      feed,
      helm,
      eventsServiceFactory,
      mockServices.rootConfig.factory({
        data: {
          catalog: { processingInterval: { seconds: 1 } },
          helm: { environments: [{ name: 'dev', default: true }] },
        },
      }),
    ],
  });
  await eventually(() => connection !== undefined);
  return {
    told,
    put: (...entities: Entity[]) =>
      connection!.applyMutation({
        type: 'full',
        entities: entities.map(entity => ({ entity, locationKey: 'feed' })),
      }),
    async show(name: string): Promise<AlphaEntity> {
      const response = await fetch(
        `http://localhost:${server.port()}/api/catalog/entities/by-name/component/default/${name}`,
      );
      return response.ok ? response.json() : component(name);
    },
  };
}

describe('the module in a catalog', () => {
  it('tells of each change, with the digest that the catalog shows in the end', async () => {
    const { told, put, show } = await aPortal();
    const chart = { 'helm-release/chart': 'web' };
    await put(component('shop', { ...chart, 'helm-release/version': '1.x' }));
    await eventually(async () => !!(await show('shop')).status?.items?.length);
    expect(told).toEqual([
      {
        entityRef: 'component:default/shop',
        digest: await declarationDigest(await show('shop')),
      },
    ]);
    await put(component('shop', { ...chart, 'helm-release/version': '1.0.0' }));
    await eventually(() => told.length === 2);
    await put(component('shop'));
    await eventually(() => told.length === 3);
    expect(told[2]).toEqual({
      entityRef: 'component:default/shop',
      digest: '',
    });
  }, 120_000);

  it('relates both entities of a dependency', async () => {
    const { put, show } = await aPortal();
    await put(
      component('queue'),
      component('mail', { 'helm-release/file': 'deploy/releases.yaml' }),
    );
    const related = async (name: string, type: string) =>
      (await show(name)).relations
        ?.filter(relation => relation.type === type)
        .map(relation => relation.targetRef) ?? [];
    await eventually(
      async () => (await related('mail', 'dependsOn')).length > 0,
    );
    expect(await related('mail', 'dependsOn')).toEqual([
      'component:default/queue',
    ]);
    await eventually(
      async () => (await related('queue', 'dependencyOf')).length > 0,
    );
  }, 120_000);
});
