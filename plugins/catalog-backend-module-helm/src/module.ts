import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { HelmAnnotationsProcessor } from './HelmAnnotationsProcessor';
import { readKnownNames } from './readKnownNames';

/**
 * Shows mistakes in `helm-release/*` annotations as errors of the entity. The
 * entity itself stays in the catalog, whatever is wrong.
 *
 * @public
 */
export const catalogModuleHelm = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'helm',
  register(reg) {
    reg.registerInit({
      deps: {
        catalog: catalogProcessingExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ catalog, config }) {
        catalog.addProcessor(
          new HelmAnnotationsProcessor(readKnownNames(config)),
        );
      },
    });
  },
});
