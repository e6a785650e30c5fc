import { createBackend } from '@backstage/backend-defaults';
import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';

/**
 * The plugin alone, with every caller signed in as one user and one component:
 * `yarn workspace @backstage-helm/plugin-helm-backend start`.
 */
const backend = createBackend();

backend.add(mockServices.auth.factory());
backend.add(mockServices.httpAuth.factory());
backend.add(
  catalogServiceMock.factory({
    entities: [
      {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: {
          name: 'storefront',
          annotations: {
            'helm-release/repository': 'local',
            'helm-release/chart': 'web-service',
            'helm-release/version': '1.2.0',
          },
        },
        spec: { type: 'service', owner: 'team-web', system: 'shop' },
      },
      {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'System',
        metadata: { name: 'shop' },
        spec: { owner: 'team-web' },
      },
    ],
  }),
);
backend.add(import('../src'));

backend.start();
