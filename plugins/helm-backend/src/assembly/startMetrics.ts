import type { LoggerService } from '@backstage/backend-plugin-api';
import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import type { Knex } from 'knex';
import type { HelmConfig } from '../config/HelmConfig';
import { createDatabase } from '../database/Database';
import { countPending } from '../database/operations/countPending';
import { countRecent } from '../database/operations/countRecent';
import { MOST_RELEASES, observeGauges } from '../metrics';
import type { Operations } from '../operations';
import { countHeadlines } from '../releases/countHeadlines';
import { countSync } from '../sync/countSync';
import type { Reading } from './createReading';

const DAY_MS = 24 * 60 * 60 * 1000;
const RECENT = { sinceMs: 30 * DAY_MS, last: 10, limit: MOST_RELEASES };

/** Gauges that look into this portal whenever metrics are collected. */
export function startMetrics(options: {
  metrics: MetricsService;
  config: HelmConfig;
  knex: Knex;
  reading: Reading;
  operations: Pick<Operations, 'worker'>;
  logger: LoggerService;
  now: () => number;
}): void {
  const { config, reading, operations, now } = options;
  const database = createDatabase(options.knex);
  const startedAt = now();
  const { valuesDigest, context, store } = reading;
  observeGauges({
    ...options,
    sources: {
      environments: config.environments,
      clusterStatus: name => store.status(name),
      loopAges: () => operations.worker.loopAges(),
      countPending: () => countPending(database),
      countRecent: () => countRecent(database, RECENT),
      countSync: () => countSync(database, config.environments),
      countHeadlines: () =>
        countHeadlines({
          config,
          knowledge: context.knowledge,
          valuesDigest,
          now,
          startedAt,
        }),
    },
  });
}
