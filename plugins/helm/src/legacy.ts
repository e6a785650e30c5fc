/**
 * Helm releases for the old frontend system: the same screens as extensions.
 *
 * @packageDocumentation
 */
import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { HelmClient } from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from './api/helmApiRef';
import {
  approvalsRouteRef,
  environmentsRouteRef,
  operationRouteRef,
  operationsRouteRef,
  rootRouteRef,
  templateRouteRef,
} from './routes';

import * as fields from './scaffolder/legacyFields';

export { helmApiRef } from './api/helmApiRef';
export { ApprovalsBadge } from './components/Approvals/ApprovalsBadge';
export { isHelmAvailable, isHelmReleasesAvailable } from './conditions';
export type { ChartReference } from './scaffolder/chart/chartReference';
export { helmTranslationRef } from './translations/ref';

/** @public */
export const helmPlugin = createPlugin({
  id: 'helm',
  apis: [
    createApiFactory({
      api: helmApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new HelmClient(deps),
    }),
  ],
  routes: {
    root: rootRouteRef,
    operations: operationsRouteRef,
    operation: operationRouteRef,
    approvals: approvalsRouteRef,
    environments: environmentsRouteRef,
  },
  externalRoutes: { template: templateRouteRef },
});

/** The fleet page: mount it at `/helm`. @public */
export const HelmPage: () => JSX.Element = helmPlugin.provide(
  createRoutableExtension({
    name: 'HelmPage',
    component: () =>
      import('./components/Fleet/HelmPage').then(module => module.HelmPage),
    mountPoint: rootRouteRef,
  }),
);

/** The entity tab: mount it at `/helm` of the entity page. @public */
export const EntityHelmContent: () => JSX.Element | null = helmPlugin.provide(
  createComponentExtension({
    name: 'EntityHelmContent',
    component: {
      lazy: () =>
        import('./components/EntityContent/EntityHelmContent').then(
          module => module.EntityHelmContent,
        ),
    },
  }),
);

/**
 * The tab of a System, Domain, Group or User: mount it at `/helm-releases` of
 * the entity page.
 *
 * @public
 */
export const EntityHelmReleasesContent: () => JSX.Element | null =
  helmPlugin.provide(
    createComponentExtension({
      name: 'EntityHelmReleasesContent',
      component: {
        lazy: () =>
          import('./components/EntityReleases/EntityHelmReleasesContent').then(
            module => module.EntityHelmReleasesContent,
          ),
      },
    }),
  );

/** The card for the entity's overview. @public */
export const EntityHelmCard: () => JSX.Element | null = helmPlugin.provide(
  createComponentExtension({
    name: 'EntityHelmCard',
    component: {
      lazy: () =>
        import('./components/EntityCard/EntityHelmCard').then(
          module => module.EntityHelmCard,
        ),
    },
  }),
);

/** `ui:field: HelmChartPicker`, below `ScaffolderFieldExtensions`. @public */
export const HelmChartPickerFieldExtension = helmPlugin.provide(
  fields.chartPicker,
);

/** `ui:field: HelmVersionPicker`. @public */
export const HelmVersionPickerFieldExtension = helmPlugin.provide(
  fields.versionPicker,
);

/** `ui:field: HelmEnvironmentPicker`. @public */
export const HelmEnvironmentPickerFieldExtension = helmPlugin.provide(
  fields.environmentPicker,
);

/** `ui:field: HelmValuesEditor`. @public */
export const HelmValuesEditorFieldExtension = helmPlugin.provide(
  fields.valuesEditor,
);

/** `ui:field: HelmSecret`. @public */
export const HelmSecretFieldExtension = helmPlugin.provide(fields.secret);
