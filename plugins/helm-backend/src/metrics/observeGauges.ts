import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  MetricAttributes,
  MetricsService,
} from '@backstage/backend-plugin-api/alpha';
import type { PendingCount } from '../database/operations/countPending';
import type { RecentCount } from '../database/operations/countRecent';
import type { HeadlineCount } from '../releases/countHeadlines';
import type { StoreStatus } from '../releases/ReleaseStore';
import type { SyncCount } from '../sync/countSync';
import { cachedFor } from './cachedFor';
import { INSTRUMENTS } from './instruments';

/** What is looked at when metrics are collected, each not more often than so. */
const PENDING_MS = 10_000;
const RELEASES_MS = 30_000;
const RECENT_MS = 60_000;

/** Where the gauges look. */
export interface GaugeSources {
  countPending: () => Promise<PendingCount[]>;
  countRecent: () => Promise<{ releases: RecentCount[]; dropped: number }>;
  countHeadlines: () => Promise<HeadlineCount[]>;
  countSync: () => Promise<SyncCount[]>;
  /** Milliseconds; undefined before the worker's start. */
  loopAges: () => { claim: number; recovery: number } | undefined;
  environments: { name: string; cluster: string }[];
  clusterStatus: (environment: string) => StoreStatus;
}

type Observe = (value: number, labels: MetricAttributes) => void;

/** Gauges over the database, the index and the watches. */
export function observeGauges(options: {
  metrics: MetricsService;
  sources: GaugeSources;
  logger: Pick<LoggerService, 'warn'>;
  now: () => number;
}): void {
  const { metrics, sources, logger, now } = options;
  const startedAt = now();
  const pending = cachedFor(PENDING_MS, now, sources.countPending);
  const halts = cachedFor(RELEASES_MS, now, sources.countSync);
  const headlines = cachedFor(RELEASES_MS, now, sources.countHeadlines);
  const recent = cachedFor(RECENT_MS, now, sources.countRecent);

  function gauge(
    instrument: (typeof INSTRUMENTS)[keyof typeof INSTRUMENTS],
    look: (observe: Observe) => Promise<void> | void,
  ): void {
    const { name, description, unit } = instrument;
    metrics
      .createObservableGauge(name, { description, unit })
      .addCallback(async result => {
        try {
          await look((value, labels) => result.observe(value, labels));
        } catch (error) {
          // A gap in one metric, which an alert sees, and not in all of them.
          logger.warn(`${name} could not be read: ${error}`);
        }
      });
  }

  gauge(INSTRUMENTS.pending, async observe => {
    for (const { environment, status, operations } of await pending()) {
      observe(operations, { environment, status });
    }
  });
  gauge(INSTRUMENTS.oldestPending, async observe => {
    for (const { environment, status, oldestMs } of await pending()) {
      observe(oldestMs / 1000, { environment, status });
    }
  });
  gauge(INSTRUMENTS.loopAge, observe => {
    for (const [loop, age] of Object.entries(sources.loopAges() ?? {})) {
      observe(age / 1000, { loop });
    }
  });
  gauge(INSTRUMENTS.releases, async observe => {
    for (const { environment, headline, releases } of await headlines()) {
      observe(releases, { environment, headline });
    }
  });
  gauge(INSTRUMENTS.locked, async observe => {
    const locked = new Map(sources.environments.map(({ name }) => [name, 0]));
    for (const count of await headlines()) {
      const sum = (locked.get(count.environment) ?? 0) + count.locked;
      locked.set(count.environment, sum);
    }
    locked.forEach((sum, environment) => observe(sum, { environment }));
  });
  gauge(INSTRUMENTS.syncHalted, async observe => {
    for (const { environment, halt, releases } of await halts()) {
      observe(releases, { environment, halt });
    }
  });
  gauge(INSTRUMENTS.recentRatio, async observe => {
    for (const { counted, succeeded, ...of } of (await recent()).releases) {
      observe(succeeded / counted, labelsOf(of));
    }
  });
  gauge(INSTRUMENTS.recentCount, async observe => {
    for (const { counted, ...of } of (await recent()).releases) {
      observe(counted, labelsOf(of));
    }
  });
  gauge(INSTRUMENTS.recentDropped, async observe =>
    observe((await recent()).dropped, {}),
  );
  gauge(INSTRUMENTS.clusterConnected, observe => {
    for (const { name, cluster } of sources.environments) {
      const { connected } = sources.clusterStatus(name);
      observe(connected ? 1 : 0, { environment: name, cluster });
    }
  });
  gauge(INSTRUMENTS.clusterContact, observe => {
    for (const { name, cluster } of sources.environments) {
      const { lastContactAt } = sources.clusterStatus(name);
      const at = lastContactAt ? Date.parse(lastContactAt) : startedAt;
      observe(Math.max(0, now() - at) / 1000, { environment: name, cluster });
    }
  });
}

function labelsOf({
  release,
  environment,
}: Pick<RecentCount, 'release' | 'environment'>): MetricAttributes {
  const { cluster, namespace, name } = release;
  return { environment, cluster, namespace, release: name };
}
