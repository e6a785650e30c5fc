import { mockServices } from '@backstage/backend-test-utils';
import {
  parseReleaseRef,
  stringifyReleaseRef,
  SYSTEM_CATALOG,
  type Plan,
  type ReleaseRef,
  type Revision,
} from '@backstage-helm/plugin-helm-common';
import type { Knex } from 'knex';
import { createOperationLookup } from '../../assembly/createOperationLookup';
import { anEnvironment } from '../../config/__testUtils__/anEnvironment';
import type { EnvironmentConfig, SyncConfig } from '../../config/HelmConfig';
import { catalogAutomation } from '../../config/sync';
import { createDatabase } from '../../database/Database';
import { listOperations } from '../../database/operations/listOperations';
import type { Declaration } from '../../declarations/Declaration';
import { aPlan } from '../../operations/__testUtils__/aPlan';
import type { Replica } from '../../operations/__testUtils__/createReplica';
import type { OperationsSetup } from '../../operations/__testUtils__/describeOperations';
import type { PlanWork } from '../../plans/PlanRecord';
import { memoryKnowledge } from '../../releases/__testUtils__/memoryKnowledge';
import type { ReleaseKnowledge } from '../../releases/ReleaseKnowledge';
import { createStart } from '../createStart';
import { createStatusReader } from '../createStatusReader';
import { createSync, type Sync } from '../createSync';
import { createSyncLookup } from '../createSyncLookup';
import type { SyncNews } from '../SyncNews';
import { SyncService } from '../SyncService';
import { getSync } from '../syncRows';

/** An environment that follows what git.example.com/acme declares, at once. */
export function automatic(
  sync: Partial<SyncConfig> = {},
  environment: Partial<EnvironmentConfig> = {},
): EnvironmentConfig {
  const base = anEnvironment({
    namespaces: [{ match: 'shop-dev' }],
    engine: 'scripted',
    ...environment,
  });
  return {
    ...base,
    sync: {
      ...base.sync,
      mode: 'automatic',
      trustedLocations: ['https://git.example.com/acme/**'],
      debounceSeconds: 0,
      backoffSeconds: 0,
      ...sync,
    },
  };
}

/** One replica that also syncs, over what a test declares. */
export interface SyncWorld {
  replica: Replica;
  sync: Sync;
  /** As callers of the API reach it. */
  service: SyncService;
  /** What the catalog declares now; every replica of a test shares it. */
  declared: Declaration[];
  news: SyncNews[];
  /** Rounds until nothing is to be done by itself. */
  settle(): Promise<void>;
  row(release: ReleaseRef): ReturnType<typeof getSync>;
  /** What the catalog asked for, oldest first. */
  asked(release?: ReleaseRef): ReturnType<typeof listOperations>;
}

export function createSyncWorld(
  setup: OperationsSetup,
  knex: Knex,
  options: {
    environments?: EnvironmentConfig[];
    declared?: Declaration[];
    planOf?: (release: ReleaseRef) => Partial<Plan>;
    from?: Replica;
  } = {},
): SyncWorld {
  const { environments = [automatic()], declared = [] } = options;
  const news: SyncNews[] = [];
  const { engine } = options.from ?? setup.replica;
  const replica = setup.another({
    engine,
    plans: (options.from ?? setup.replica).plans,
    config: {
      environments,
      automation: catalogAutomation(environments),
    },
    tellSync: each => news.push(each),
    replanFor: async (_, waiting) =>
      planFor(waiting.release, waiting.kind as Plan['kind']),
  });
  const database = createDatabase(knex);

  function revisionOf(key: string): Revision | undefined {
    const stored = engine.cluster.releases.get(key);
    return (
      stored && {
        revision: stored.revision,
        status: stored.status as Revision['status'],
        chartName: 'web',
        chartVersion: stored.chartVersion ?? '0.0.0',
        description: '',
        updatedAt: stored.updatedAt ?? new Date(0).toISOString(),
      }
    );
  }

  function declarationOf(release: ReleaseRef): Declaration | undefined {
    const key = stringifyReleaseRef(release);
    return declared.find(
      each => each.release && stringifyReleaseRef(each.release) === key,
    );
  }

  function planFor(release: ReleaseRef, kind: Plan['kind']) {
    const declaration = declarationOf(release);
    const work: Partial<PlanWork> = {
      declarationDigest: declaration?.digest,
      rollbackOnFailure: declaration?.rollbackOnFailure ?? false,
    };
    return aPlan(
      {
        kind,
        release,
        // What is planned again is the same, until something else is declared.
        digest: `${kind} ${stringifyReleaseRef(release)} ${
          declaration?.digest
        }`,
        environment: declaration?.environment ?? 'dev',
        createdBy: SYSTEM_CATALOG,
        fromVersion: revisionOf(stringifyReleaseRef(release))?.chartVersion,
        toVersion: declaration?.chart?.version,
        chart: declaration?.chart && {
          ...declaration.chart,
          digest: 'sha256:a',
        },
        ...options.planOf?.(release),
      },
      work,
    );
  }

  const memory = memoryKnowledge({
    deployed: [],
    declared,
    bound: [],
    overrides: [],
    active: [],
    last: [],
    away: [],
  });
  const knowledge: ReleaseKnowledge = {
    ...memory,
    bindings: replica.bindings,
    overrides: replica.overrides,
    operations: createOperationLookup(knex, true),
    sync: createSyncLookup(knex, { environments }),
    store: {
      ...memory.store,
      latest: ref => revisionOf(stringifyReleaseRef(ref)),
      list: () =>
        [...engine.cluster.releases.keys()].map(key => ({
          ref: parseReleaseRef(key),
          latest: revisionOf(key)!,
        })),
    },
  };
  const logger = mockServices.logger.mock();
  const view = {
    knowledge,
    valuesDigest: () => 'values',
    now: Date.now,
    startedAt: Date.now(),
  };
  const tell = (each: SyncNews) => void news.push(each);
  const sync = createSync({
    ...view,
    environments,
    database,
    logger,
    announce: () => {},
    tell,
    operations: replica.byCatalog,
    ...createStart({
      isUndeclared: async entityRef =>
        !declared.some(each => each.entityRef === entityRef),
      database,
      operations: replica.byCatalog,
      planFor: async ({ release, kind }) => planFor(release, kind),
      charts: {
        fetch: async () => {
          throw new Error('not part of this test');
        },
      },
      redactText: text => text,
      tell,
      logger,
    }),
  });
  const service = new SyncService({
    config: { environments },
    database,
    authorizer: replica.authorizer,
    knowledge,
    readStatus: createStatusReader(view),
    redactText: text => text.replaceAll('s3cret', '••••••'),
    tell,
    nudge: () => {},
    announce: () => {},
  });

  const asked = (release?: ReleaseRef) =>
    listOperations(database, { release, order: 'asc', limit: 1_000 }).then(
      rows =>
        rows.filter(
          ({ requestedBy, follows }) =>
            requestedBy === SYSTEM_CATALOG && follows === undefined,
        ),
    );

  return {
    replica,
    sync,
    service,
    declared,
    news,
    asked,
    row: release => getSync(database, release),
    async settle() {
      for (let rounds = 0; rounds < 4; rounds += 1) {
        await sync.round();
      }
    },
  };
}
