import type {
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef, parseEntityRef } from '@backstage/catalog-model';
import type { EventsService } from '@backstage/plugin-events-node';
import type { SignalsService } from '@backstage/plugin-signals-node';
import {
  stringifyReleaseRef,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { HelmConfig } from '../config/HelmConfig';
import type { Digester } from '../digest/Digester';
import { announceChanges } from '../releases/announceChanges';
import { followDeclared } from '../releases/followDeclared';
import { waitFor } from '../releases/waitFor';
import type { Reading } from './createReading';

/** A catalog that starts with the portal fills up in its first seconds. */
const FIRST_POLLS_MS = [500, 1_500, 3_000, 5_000, 10_000, 20_000];
const FOLLOW_MS = 3_000;
const SIGNAL_MS = 250;

/** Starts what runs in the background of the read path. Gives the way to stop it. */
export async function startReading(options: {
  reading: Reading;
  config: HelmConfig;
  digester: Digester;
  scheduler: SchedulerService;
  events: EventsService;
  signals: SignalsService;
  logger: LoggerService;
}): Promise<{
  /** Tells the screens that something of this release changed. */
  announce: (ref: ReleaseRef) => void;
  stop: () => Promise<void>;
}> {
  const { reading, config, digester, scheduler, events, signals, logger } =
    options;
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
    await reading.poller.poll();
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
  await events.subscribe({
    id: 'helm-refresh',
    topics: ['helm.refresh'],
    onEvent: async ({ eventPayload }) => {
      const { entityRef } = (eventPayload ?? {}) as { entityRef?: unknown };
      if (typeof entityRef === 'string') {
        await guarded(`Reading ${entityRef} again`, async () => {
          const ref = stringifyEntityRef(parseEntityRef(entityRef));
          await reading.context.declarations.refresh(ref);
          await follow();
          announcer.changed(ref);
        });
      }
    },
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
      await waitFor(FOLLOW_MS, signal);
    }
  })();
  return {
    announce,
    async stop() {
      stopping.abort();
      announcer.stop();
      await Promise.all([polling, following]);
      await reading.stop();
    },
  };
}
