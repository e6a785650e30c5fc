import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { createChartVersionsAction } from './actions/createChartVersionsAction';
import { createDeclareAction } from './actions/createDeclareAction';
import { createDeployAction } from './actions/createDeployAction';
import { createRollbackAction } from './actions/createRollbackAction';
import { createTemplateRenderAction } from './actions/createTemplateRenderAction';
import { createWaitAction } from './actions/createWaitAction';
import { HelmPortal } from './HelmPortal';
import { readSecretKeys } from './readSecretKeys';

/**
 * Adds the template actions `helm:release:declare`, `helm:release:deploy`,
 * `helm:release:rollback`, `helm:release:wait`, `helm:chart:versions` and
 * `helm:template`.
 *
 * @public
 */
export const scaffolderModuleHelm = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'helm',
  register(reg) {
    reg.registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
      },
      async init({ actions, auth, config, discovery }) {
        const portal = new HelmPortal({
          auth,
          discovery,
          appBaseUrl: config.getOptionalString('app.baseUrl'),
          fetch,
        });
        actions.addActions(
          createDeclareAction(portal, { secretKeys: readSecretKeys(config) }),
          createDeployAction(portal),
          createRollbackAction(portal),
          createWaitAction(portal),
          createChartVersionsAction(portal),
          createTemplateRenderAction(portal),
        );
      },
    });
  },
});
