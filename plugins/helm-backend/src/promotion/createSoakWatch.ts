import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ReleaseRef, Revision } from '@backstage-helm/plugin-helm-common';
import type { BindingStore } from '../bindings/Binding';
import type { HelmConfig } from '../config/HelmConfig';
import type { ResourceReader } from '../resources';
import { forEachLimited } from '../releases/forEachLimited';
import type { Soaks } from './createSoaks';
import type { Soak } from './nextSoak';

const CONCURRENCY = 4;

export interface SoakWatchOptions {
  config: Pick<HelmConfig, 'environments'>;
  bindings: Pick<BindingStore, 'all'>;
  store: { latest(ref: ReleaseRef): Revision | undefined };
  resources: Pick<ResourceReader, 'list'>;
  soaks: Soaks;
  logger: LoggerService;
}

/** Looks at the health of what other environments take their versions from. */
export interface SoakWatch {
  /** Looks at one release now. */
  look(release: ReleaseRef, environment: string): Promise<Soak>;
  /** Looks at all of them; for a scheduled task that one replica runs. */
  round(): Promise<void>;
  /** Whether any environment has such a rule. */
  isNeeded: boolean;
}

export function createSoakWatch(options: SoakWatchOptions): SoakWatch {
  const { config, bindings, store, resources, soaks, logger } = options;
  const sources = new Set(
    config.environments
      .filter(({ promotion }) => promotion.required)
      .map(({ promoteFrom }) => promoteFrom),
  );

  async function isHealthy(
    release: ReleaseRef,
    environment: string,
    before: Revision | undefined,
  ): Promise<boolean> {
    if (before?.status !== 'deployed') {
      return false;
    }
    const { summary } = await resources.list(release, environment, {
      summary: true,
    });
    return (
      summary.status === 'Healthy' &&
      // What was looked at is still the newest.
      store.latest(release)?.revision === before.revision
    );
  }

  async function look(release: ReleaseRef, environment: string): Promise<Soak> {
    const latest = store.latest(release);
    return soaks.record(release, environment, {
      revision: latest?.revision ?? 0,
      isHealthy: await isHealthy(release, environment, latest),
    });
  }

  return {
    isNeeded: sources.size > 0,
    look,
    async round() {
      const watched = (await bindings.all()).filter(({ environment }) =>
        sources.has(environment),
      );
      await forEachLimited(
        watched,
        CONCURRENCY,
        async ({ release, environment }) => {
          try {
            await look(release, environment);
          } catch (error) {
            // Not a look: after a while that breaks the soak.
            logger.warn(
              `The health of ${release.name} in ${environment} could not be read`,
              error as Error,
            );
          }
        },
      );
      await soaks.purge();
    },
  };
}
