import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { askDependencies } from './askDependencies';
import { HelmAnnotationsProcessor } from './HelmAnnotationsProcessor';
import { readKnownNames } from './readKnownNames';

/**
 * Shows mistakes in `helm-release/*` annotations as errors of the entity, tells
 * the Helm backend when a declaration changed (topic `helm.refresh`), and
 * relates entities whose releases depend on each other. The entity itself stays
 * in the catalog, whatever is wrong.
 *
 * @public
 */
export const catalogModuleHelm = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'helm',
  register(reg) {
    reg.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogProcessingExtensionPoint,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        events: eventsServiceRef,
        logger: coreServices.logger,
      },
      async init({ auth, catalog, config, discovery, events, logger }) {
        catalog.addProcessor(
          new HelmAnnotationsProcessor({
            context: readKnownNames(config),
            publish: eventPayload =>
              events.publish({ topic: 'helm.refresh', eventPayload }),
            dependenciesOf: askDependencies({ auth, discovery, fetch }),
            logger,
          }),
        );
      },
    });
  },
});
