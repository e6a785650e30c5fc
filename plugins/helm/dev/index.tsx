import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import { createDevApp } from '@backstage/frontend-dev-utils';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import helmPlugin, { helmApiRef } from '../src';
import { FakeHelmApi } from './fake/FakeHelmApi';

function component(name: string) {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: {
        'helm-release/chart': 'storefront',
        'helm-release/version': '2.4.0',
      },
    },
    spec: {
      type: 'service',
      owner: 'group:default/team-web',
      lifecycle: 'production',
    },
  };
}

/** Something that releases belong to. */
function owner(kind: string, name: string) {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name, namespace: 'default' },
    spec: { owner: 'group:default/team-web', type: 'team', children: [] },
  };
}

createDevApp({
  features: [
    catalogPlugin,
    helmPlugin,
    createFrontendModule({
      pluginId: 'catalog',
      extensions: [
        ApiBlueprint.make({
          params: define =>
            define({
              api: catalogApiRef,
              deps: {},
              factory: () =>
                catalogApiMock({
                  entities: [
                    ...['storefront', 'reports', 'stuck', 'newsletter'].map(
                      component,
                    ),
                    owner('System', 'shop'),
                    owner('Domain', 'retail'),
                    owner('Group', 'team-web'),
                    owner('User', 'dana'),
                  ],
                }),
            }),
        }),
      ],
    }),
    createFrontendModule({
      pluginId: 'helm',
      extensions: [
        ApiBlueprint.make({
          params: define =>
            define({
              api: helmApiRef,
              deps: {},
              factory: () => new FakeHelmApi(),
            }),
        }),
      ],
    }),
  ],
});
