import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  SYSTEM_CATALOG,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { Knex } from 'knex';
import type { ChartSource } from '../charts';
import type { HelmConfig } from '../config/HelmConfig';
import { createDatabase, type Database } from '../database/Database';
import type { Operations } from '../operations';
import type { Planning } from '../plans';
import type { PromotionGate } from '../promotion/PromotionGate';
import { createStart } from '../sync/createStart';
import { createSync } from '../sync/createSync';
import { SyncLoop } from '../sync/SyncLoop';
import type { Reading } from './createReading';

/** Automatic sync: what the catalog declares becomes operations. Starts nothing. */
export function createSyncing(options: {
  config: HelmConfig;
  knex: Knex;
  reading: Reading;
  operations: Pick<Operations, 'byCatalog' | 'tellSync'>;
  planning: Pick<Planning, 'planFor'>;
  promotion: PromotionGate;
  charts: ChartSource;
  redactText: (text: string) => string;
  audited?: Database['audited'];
  logger: LoggerService;
  announce: (ref: ReleaseRef) => void;
  now: () => number;
}): SyncLoop {
  const { config, reading, operations, planning } = options;
  const database = createDatabase(options.knex, undefined, options.audited);
  return new SyncLoop({
    logger: options.logger,
    sync: createSync({
      ...options,
      database,
      environments: config.environments,
      knowledge: reading.context.knowledge,
      valuesDigest: reading.valuesDigest,
      startedAt: options.now(),
      tell: operations.tellSync,
      operations: operations.byCatalog,
      ...createStart({
        ...options,
        database,
        tell: operations.tellSync,
        operations: operations.byCatalog,
        isUndeclared: entityRef =>
          reading.context.declarations.isUndeclared(entityRef),
        planFor: request => planning.planFor(SYSTEM_CATALOG, request),
      }),
    }),
  });
}
