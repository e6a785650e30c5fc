import {
  helmReleaseReadPermission,
  type ClusterSummary,
  type EnvironmentSummary,
} from '@backstage-helm/plugin-helm-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { environmentSync } from '../sync/environmentSync';
import { environmentSummary } from '../releases/environmentSummary';
import { credentialsOf, type ReadContext } from './ReadContext';

/** How long the list of clusters waits for a version that is not cached. */
const VERSION_WAIT_MS = 300;

/** `GET /environments`, `GET /clusters`: for whoever may read any release. */
export function createEnvironmentsRouter(context: ReadContext): Router {
  const { config, knowledge, authorizer, now } = context;
  const router = PromiseRouter();

  router.get('/environments', async (request, response) => {
    const credentials = await credentialsOf(context, request);
    const mayRead = await authorizer.mayEver(
      credentials,
      helmReleaseReadPermission,
    );
    const holds = mayRead ? await knowledge.sync.holds() : [];
    const items: EnvironmentSummary[] = [];
    for (const environment of mayRead ? config.environments : []) {
      const hold = holds.find(each => each.environment === environment.name);
      const held = await authorizer.filter(
        credentials,
        helmReleaseReadPermission,
        (hold?.held ?? []).map(({ release }) => release),
        release => release,
      );
      items.push(
        environmentSummary(
          environment,
          knowledge.store.status(environment.name),
          now(),
          environmentSync(environment, hold, held),
        ),
      );
    }
    response.json({ items });
  });

  router.get('/clusters', async (request, response) => {
    const credentials = await credentialsOf(context, request);
    const mayRead = await authorizer.mayEver(
      credentials,
      helmReleaseReadPermission,
    );
    const names = new Set(
      (mayRead ? config.environments : []).map(({ cluster }) => cluster),
    );
    response.json({
      items: await Promise.all(
        [...names].map(name => clusterSummary(context, name)),
      ),
    });
  });

  return router;
}

async function clusterSummary(
  { config, knowledge, clusters }: ReadContext,
  name: string,
): Promise<ClusterSummary> {
  const environments = config.environments.filter(
    environment => environment.cluster === name,
  );
  const statuses = environments.map(environment =>
    knowledge.store.status(environment.name),
  );
  const connected = statuses.some(status => status.connected);
  const best = statuses.find(status => status.connected) ?? statuses[0];
  return {
    name,
    connected,
    lastContactAt: best.lastContactAt,
    problem: best.problem,
    kubeVersion: connected
      ? await versionSoon(clusters, environments[0].name)
      : undefined,
    environments: environments.map(environment => environment.name),
  };
}

async function versionSoon(
  clusters: ReadContext['clusters'],
  environment: string,
): Promise<string | undefined> {
  return Promise.race([
    clusters.capabilities(environment).then(
      found => found.kubeVersion,
      // Its connection problem is shown already.
      () => undefined,
    ),
    new Promise<undefined>(resolve =>
      setTimeout(() => resolve(undefined), VERSION_WAIT_MS).unref(),
    ),
  ]);
}
