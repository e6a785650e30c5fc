import {
  coreServices,
  createBackendPlugin,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import {
  actionsRegistryServiceRef,
  metricsServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import type { ReleaseRef } from '@backstage-helm/plugin-helm-common';
import { randomUUID } from 'node:crypto';
import { createChanging } from './assembly/createChanging';
import { createDoctoring } from './assembly/createDoctoring';
import { createReading } from './assembly/createReading';
import { isDurableDatabase } from './assembly/isDurableDatabase';
import { registerExtensions } from './assembly/registerExtensions';
import { startActions } from './assembly/startActions';
import { startChanging } from './assembly/startChanging';
import { startMetrics } from './assembly/startMetrics';
import { startReading } from './assembly/startReading';
import { startUpdates } from './assembly/startUpdates';
import { createChartSource } from './charts';
import { environmentOf } from './config/environmentOf';
import { readHelmConfig } from './config/readHelmConfig';
import { configuredSecrets } from './config/configuredSecrets';
import { prepareDatabase } from './database/prepareDatabase';
import { loadDigester } from './digest/createDigester';
import { countNews, countProcesses } from './metrics';
import { createNotifier, createSyncNotifier } from './notifications';
import { createProposer } from './proposals/createProposer';
import { createRedactor } from './redaction';
import { createResourceReader } from './resources';
import { createRouter } from './router/createRouter';
import { createHealthRouter, HEALTH_PATH } from './router/healthRouter';
import { createProposalsRouter } from './router/proposalsRouter';
import { createResourcesRouter } from './router/resourcesRouter';

/** Without news, automatic sync still looks as often as this. */
const LONGEST_SYNC_INTERVAL_SECONDS = 120;

/**
 * Helm releases of the catalog's entities: what runs, what is declared, and the
 * only way to change it.
 *
 * @public
 */
export const helmPlugin = createBackendPlugin({
  pluginId: 'helm',
  register(env) {
    const extensions = registerExtensions(env);
    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
        urlReader: coreServices.urlReader,
        userInfo: coreServices.userInfo,
      },
      async init(services) {
        const { database, httpAuth, httpRouter, lifecycle, logger } = services;
        const config = readHelmConfig(services.config);
        const knex = await database.getClient();
        if (!database.migrations?.skip) {
          await knex.migrate.latest({
            directory: resolvePackagePath(
              '@backstage-helm/plugin-helm-backend',
              'migrations',
            ),
          });
        }
        const now = Date.now;
        await prepareDatabase(knex, { now, logger });
        const digester = await loadDigester(knex);
        const charts = createChartSource({ config, now, newId: randomUUID });
        const { text: redactText } = createRedactor({
          secretKeys: config.secretKeys,
          strings: configuredSecrets(config),
        });
        const isDurable = isDurableDatabase(knex);
        const reading = createReading({
          ...services,
          config,
          knex,
          digester,
          charts,
          now,
          isDurable,
        });
        const background = await startReading({
          ...services,
          reading,
          config,
          digester,
        });
        const resources = createResourceReader({
          config,
          clusters: reading.clusters,
          store: reading.store,
          secretKeys: config.secretKeys,
          now,
        });
        const ownerOf = async (release: ReleaseRef) =>
          (await reading.authorizer.resource(release)).owner;
        const changing = await createChanging({
          ...services,
          config,
          knex,
          digester,
          charts,
          reading,
          resources,
          extensions,
          redactText,
          isDurable,
          now,
          announce: background.announce,
          listeners: [
            countNews(services.metrics, config.environments),
            createNotifier({
              ...services,
              config,
              ownerOf,
            }),
          ],
          onProcess: countProcesses(services.metrics),
          tellSync: createSyncNotifier({ ...services, ownerOf }),
        });
        await startChanging({
          ...services,
          changing,
          syncIntervalSeconds: Math.min(
            config.declarationIntervalSeconds,
            LONGEST_SYNC_INTERVAL_SECONDS,
          ),
        });
        await startUpdates({ ...services, config, knex, charts, reading });
        reading.onDeclared(() => changing.sync.nudge());
        startActions({
          ...services,
          reading,
          changing,
          digester,
          redactText,
          now,
        });
        startMetrics({ ...services, ...changing, config, knex, reading, now });
        lifecycle.addShutdownHook(async () => {
          await changing.sync.stop();
          await changing.operations.worker.stop();
          changing.operations.endStreams();
          await background.stop();
          await charts.close();
        });
        httpRouter.addAuthPolicy({
          path: HEALTH_PATH,
          allow: 'unauthenticated',
        });
        httpRouter.use(
          createRouter({
            read: reading.context,
            others: [
              createProposalsRouter({
                httpAuth,
                propose: createProposer({
                  config,
                  charts,
                  authorizer: reading.authorizer,
                  knowledge: reading,
                }),
              }),
              createHealthRouter({
                health: () => changing.operations.worker.health(),
              }),
              createResourcesRouter({
                reader: resources,
                authorizer: reading.authorizer,
                httpAuth,
                environmentOf: ref =>
                  environmentOf(config, ref.cluster, ref.namespace)?.name,
              }),
              createDoctoring({
                config,
                knex,
                reading,
                resources,
                httpAuth,
                now,
              }),
              ...changing.routers,
            ],
            logger,
            redactText,
          }),
        );
      },
    });
  },
});
