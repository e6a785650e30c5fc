import {
  ApiBlueprint,
  createFrontendPlugin,
  PageBlueprint,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { discoveryApiRef, fetchApiRef } from '@backstage/core-plugin-api';
import { HelmClient } from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from './api/helmApiRef';
import { Icon } from './components/Base/Icon';
import { isHelmAvailable, isHelmReleasesAvailable } from './conditions';
import { formFields } from './scaffolder/formFields';
import {
  approvalsRouteRef,
  environmentsRouteRef,
  operationRouteRef,
  operationsRouteRef,
  rootRouteRef,
  templateRouteRef,
} from './routes';

const helmApi = ApiBlueprint.make({
  params: define =>
    define({
      api: helmApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new HelmClient(deps),
    }),
});

const helmPage = PageBlueprint.make({
  params: {
    path: '/helm',
    title: 'Helm',
    icon: <Icon name="helm" size={20} />,
    routeRef: rootRouteRef,
  },
});

const releasesPage = SubPageBlueprint.make({
  attachTo: { id: 'page:helm', input: 'pages' },
  name: 'releases',
  params: {
    path: 'releases',
    title: 'Releases',
    loader: async () => {
      const { ReleasesPage } = await import('./components/Fleet/ReleasesPage');
      const { PageBody } = await import('./components/Fleet/PageBody');
      return (
        <PageBody isMain>
          <ReleasesPage />
        </PageBody>
      );
    },
  },
});

const operationsPage = SubPageBlueprint.make({
  attachTo: { id: 'page:helm', input: 'pages' },
  name: 'operations',
  params: {
    path: 'operations',
    title: 'Operations',
    loader: async () => {
      const { OperationsRoutes } = await import(
        './components/Fleet/OperationsRoutes'
      );
      return <OperationsRoutes isMain />;
    },
  },
});

const approvalsPage = SubPageBlueprint.make({
  attachTo: { id: 'page:helm', input: 'pages' },
  name: 'approvals',
  params: {
    path: 'approvals',
    title: 'Approvals',
    loader: async () => {
      const { ApprovalsPage } = await import(
        './components/Fleet/ApprovalsPage'
      );
      const { PageBody } = await import('./components/Fleet/PageBody');
      return (
        <PageBody isMain>
          <ApprovalsPage />
        </PageBody>
      );
    },
  },
});

const environmentsPage = SubPageBlueprint.make({
  attachTo: { id: 'page:helm', input: 'pages' },
  name: 'environments',
  params: {
    path: 'environments',
    title: 'Environments',
    loader: async () => {
      const { EnvironmentsPage } = await import(
        './components/Fleet/EnvironmentsPage'
      );
      const { PageBody } = await import('./components/Fleet/PageBody');
      return (
        <PageBody isMain>
          <EnvironmentsPage />
        </PageBody>
      );
    },
  },
});

const entityContent = EntityContentBlueprint.make({
  params: {
    path: 'helm',
    title: 'Helm',
    group: 'deployment',
    filter: isHelmAvailable,
    loader: async () => {
      const { EntityHelmContent } = await import(
        './components/EntityContent/EntityHelmContent'
      );
      return <EntityHelmContent />;
    },
  },
});

const entityReleases = EntityContentBlueprint.make({
  name: 'releases',
  params: {
    path: 'helm-releases',
    title: 'Helm releases',
    group: 'deployment',
    filter: isHelmReleasesAvailable,
    loader: async () => {
      const { EntityHelmReleasesContent } = await import(
        './components/EntityReleases/EntityHelmReleasesContent'
      );
      return <EntityHelmReleasesContent />;
    },
  },
});

const entityCard = EntityCardBlueprint.make({
  params: {
    type: 'content',
    filter: isHelmAvailable,
    loader: async () => {
      const { EntityHelmCard } = await import(
        './components/EntityCard/EntityHelmCard'
      );
      return <EntityHelmCard />;
    },
  },
});

/** Helm for the new frontend system. @public */
export const helmPlugin = createFrontendPlugin({
  pluginId: 'helm',
  title: 'Helm',
  icon: <Icon name="helm" size={20} />,
  info: { packageJson: () => import('../package.json') },
  routes: {
    root: rootRouteRef,
    operations: operationsRouteRef,
    operation: operationRouteRef,
    approvals: approvalsRouteRef,
    environments: environmentsRouteRef,
  },
  externalRoutes: { template: templateRouteRef },
  extensions: [
    helmApi,
    helmPage,
    releasesPage,
    operationsPage,
    approvalsPage,
    environmentsPage,
    entityContent,
    entityReleases,
    entityCard,
    ...formFields,
  ],
});
