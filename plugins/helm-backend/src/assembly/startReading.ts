import type {
  AuthService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { EventsService } from '@backstage/plugin-events-node';
import type { SignalsService } from '@backstage/plugin-signals-node';
import {
  stringifyReleaseRef,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { HelmConfig } from '../config/HelmConfig';
import { RefreshRequests } from '../declarations/RefreshRequests';
import { watchDependencies } from '../declarations/watchDependencies';
import type { Digester } from '../digest/Digester';
import { announceChanges } from '../releases/announceChanges';
import { followDeclared } from '../releases/followDeclared';
import { waitFor } from '../releases/waitFor';
import type { Reading } from './createReading';
import { followEvents } from './followEvents';

/** A catalog that starts with the portal fills up in its first seconds. */
const FIRST_POLLS_MS = [500, 1_500, 3_000, 5_000, 10_000, 20_000];
const FOLLOW_MS = 3_000;
const SIGNAL_MS = 250;

/** Starts what runs in the background of the read path. Gives the way to stop it. */
export async function startReading(options: {
  reading: Reading;
  config: HelmConfig;
  digester: Digester;
  catalog: CatalogService;
  auth: AuthService;
  scheduler: SchedulerService;
  events: EventsService;
  signals: SignalsService;
  logger: LoggerService;
}): Promise<{
  /** Tells the screens that something of this release changed. */
  announce: (ref: ReleaseRef) => void;
  stop: () => Promise<void>;
}> {
  const { reading, config, digester, catalog, auth } = options;
  const { scheduler, events, signals, logger } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const announcer = announceChanges({
    publish: key =>
      signals.publish({
        recipients: { type: 'broadcast' },
        channel: 'helm',
        message: { key },
      }),
    hash: digester.text,
    intervalMs: SIGNAL_MS,
    onError: error => logger.debug(`A signal was not sent: ${error}`),
  });
  const announce = (ref: ReleaseRef) =>
    announcer.changed(stringifyReleaseRef(ref));
  const follow = () =>
    followDeclared({
      config,
      declarations: reading.declarations,
      bindings: reading.bindings,
      follow: (environment, namespaces) =>
        reading.store.follow(environment, namespaces),
    });
  const poll = async () => {
    await reading.readDeclared();
    await follow();
  };
  const guarded = async (what: string, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      logger.warn(`${what} failed: ${error}`);
    }
  };

  reading.store.onChange(announce);
  await scheduler.scheduleTask({
    id: 'helm-declarations',
    frequency: { seconds: config.declarationIntervalSeconds },
    timeout: { minutes: 10 },
    initialDelay: { seconds: config.declarationIntervalSeconds },
    fn: () => guarded('Reading declarations', poll),
  });
  const requests = new RefreshRequests({
    catalog,
    auth,
    refresh: async (entityRef, { commit }) => {
      await reading.context.declarations.refresh(entityRef, { commit });
      await follow();
      announcer.changed(entityRef);
    },
    wait: waitFor,
    now: reading.context.now,
    signal,
    logger,
  });
  await followEvents({
    events,
    requests,
    declared: () => reading.context.declarations.entities(),
    catalog,
    auth,
    logger,
  });
  const relate = watchDependencies({
    all: () => reading.context.declarations.all(),
    catalog,
    auth,
    logger,
  });
  const polling = (async () => {
    for (const delay of FIRST_POLLS_MS) {
      await waitFor(delay, signal);
      if (!signal.aborted) {
        await poll().catch(error =>
          logger.debug(`Declarations can't be read yet: ${error}`),
        );
      }
    }
  })();
  const following = (async () => {
    while (!signal.aborted) {
      await guarded('Following namespaces', follow);
      await guarded('Looking for dependencies', relate);
      await waitFor(FOLLOW_MS, signal);
    }
  })();
  return {
    announce,
    async stop() {
      stopping.abort();
      announcer.stop();
      await Promise.all([polling, following, requests.settled()]);
      await reading.stop();
    },
  };
}
