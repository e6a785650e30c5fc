import { setTimeout as sleep } from 'node:timers/promises';
import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { eventsExtensionPoint } from '@backstage/plugin-events-node/alpha';
import { entitiesOf } from './entitiesOf';
import { parsePush } from './parsePush';
import { readAgain } from './readAgain';

const TOPIC = 'local-git.push';

/**
 * A push to the local Git server (`POST /api/events/http/local-git.push`) makes
 * the catalog and the Helm plugin read the repository's entities again at once.
 * The notification is only a hint: the name in it only selects
 * among entities that are known already.
 */
export const eventsModuleLocalGit = createBackendModule({
  pluginId: 'events',
  moduleId: 'local-git',
  register(reg) {
    reg.registerInit({
      deps: {
        ingress: eventsExtensionPoint,
        events: eventsServiceRef,
        catalog: catalogServiceRef,
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
      },
      async init({ ingress, events, catalog, auth, config, logger }) {
        if (config.getOptionalBoolean('localGit.pushWebhook') !== true) {
          return;
        }
        ingress.addHttpPostIngress({
          topic: TOPIC,
          validator: async ({ body }) => void parsePush(body),
        });
        await events.subscribe({
          id: 'local-git',
          topics: [TOPIC],
          onEvent: async ({ eventPayload }) => {
            const { repository, commit } = parsePush(eventPayload);
            const credentials = await auth.getOwnServiceCredentials();
            const { items } = await catalog.getEntities(
              { fields: ['kind', 'metadata'] },
              { credentials },
            );
            await Promise.all(
              entitiesOf(repository, items).map(entityRef => {
                logger.info(`Reading ${entityRef} again after a push`);
                return readAgain(entityRef, {
                  refresh: ref => catalog.refreshEntity(ref, { credentials }),
                  etag: async ref =>
                    (await catalog.getEntityByRef(ref, { credentials }))
                      ?.metadata.etag,
                  nudge: ref =>
                    events.publish({
                      topic: 'helm.refresh',
                      eventPayload: { entityRef: ref, commit },
                    }),
                  sleep,
                });
              }),
            );
          },
        });
      },
    });
  },
});
