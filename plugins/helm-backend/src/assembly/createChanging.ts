import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type {
  AuditorService,
  HttpAuthService,
  LoggerService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import type { ReleaseRef } from '@backstage-helm/plugin-helm-common';
import type { Engine } from '@backstage-helm/plugin-helm-node';
import type { Router } from 'express';
import type { Knex } from 'knex';
import { createAuditForwarder } from '../audit/createAuditForwarder';
import { createBaseline } from '../baseline/createBaseline';
import { createValuesCheck } from '../authorization/createValuesCheck';
import type { ChartSource } from '../charts';
import { createChartRenderer } from '../charts/createChartRenderer';
import type { HelmConfig } from '../config/HelmConfig';
import { createDatabase } from '../database/Database';
import type { Digester } from '../digest/Digester';
import { createHolderCheck } from '../doctor/createHolderCheck';
import { createHelmEngine } from '../engines/helm';
import {
  createHelmHomes,
  createHelmRunner,
  isAlive,
  readHostIdentity,
} from '../helm';
import type { HelmProcessListener } from '../helm/HelmRunner';
import { createOperations, type Operations } from '../operations';
import type { TellNews } from '../operations/OperationNews';
import { tellAll } from '../operations/tellAll';
import {
  createFence,
  createKindScopes,
  createLimitsReader,
  createPlanning,
  createPlanStore,
  createWouldChange,
  type StoredPlans,
} from '../plans';
import { createDiffView, type DiffView } from '../plans/createDiffView';
import type { Planning } from '../plans/createPlanning';
import { createPromotion } from '../promotion/createPromotion';
import type { SoakWatch } from '../promotion/createSoakWatch';
import { waitFor } from '../releases/waitFor';
import { explainFailure, type ResourceReader } from '../resources';
import { createChartsRouter } from '../router/chartsRouter';
import { createDiffRouter } from '../router/diffRouter';
import { createSyncRouter } from '../router/syncRouter';
import { createPlansRouter } from '../router/plansRouter';
import { createSecretsRouter } from '../router/secretsRouter';
import { createSecretWriter } from '../secrets/createSecretWriter';
import { SyncService } from '../sync/SyncService';
import type { TellSyncNews } from '../sync/SyncNews';
import type { SyncLoop } from '../sync/SyncLoop';
import { withSpans } from '../tracing';
import type { Reading } from './createReading';
import { enginesByName } from './enginesByName';
import { createRevisionCheck } from './createRevisionCheck';
import { createStatefulCheck } from './createStatefulCheck';
import { createSyncing } from './createSyncing';
import type { Extensions } from './registerExtensions';

export interface ChangingDependencies {
  config: HelmConfig;
  knex: Knex;
  digester: Digester;
  charts: ChartSource;
  reading: Reading;
  resources: ResourceReader;
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
  auditor: AuditorService;
  logger: LoggerService;
  redactText: (text: string) => string;
  isDurable: boolean;
  now: () => number;
  /** What modules added. */
  extensions: Extensions;
  /** Notifications and metrics. */
  listeners: TellNews[];
  /** Notifications of automatic sync. */
  tellSync: TellSyncNews;
  /** Counts Helm processes. */
  onProcess: HelmProcessListener;
  /** Tells the screens that something of a release changed. */
  announce: (ref: ReleaseRef) => void;
}

/** The write path: plans, the engine and the queue. Nothing is started. */
export async function createChanging(
  dependencies: ChangingDependencies,
): Promise<{
  operations: Operations;
  planning: Planning;
  plans: StoredPlans;
  diff: DiffView;
  soaks: SoakWatch;
  sync: SyncLoop;
  routers: Router[];
  /** Clears what a crash left on disk. */
  removeLeftovers: () => Promise<number>;
}> {
  const { config, knex, digester, charts, reading, extensions, now } =
    dependencies;
  const { clusters, store, declarations, bindings, overrides } = reading;
  const homes = createHelmHomes({
    root: join(config.workDir, 'homes'),
    newId: randomUUID,
  });
  const runner = createHelmRunner({
    binaries: config.binaries,
    homes,
    environment: process.env,
    onProcess: withSpans(dependencies.onProcess),
  });
  const host = await readHostIdentity();
  const scopes = createKindScopes({ clusters, now });
  const fence = createFence({ scopes });
  const plans = createPlanStore({
    knex,
    now,
    keptDays: config.retention.plansDays,
  });
  const holder = createHolderCheck({
    config,
    clusters,
    operations: reading.operations,
    now,
  });
  const shared = {
    holder,
    wouldChange: createWouldChange({ now }),
    config,
    runner,
    charts,
    clusters,
    store,
    declarations,
    bindings,
    overrides,
    secretRuns: reading.secretRuns,
    probeOwner: reading.probeOwner,
    fence,
    digester,
    now,
  };
  const applyBaseline = createBaseline({
    config,
    access: clusters,
    ownerOf: async ref => (await reading.authorizer.resource(ref)).owner,
  });
  const engine: Engine = createHelmEngine({
    ...shared,
    resources: { read: dependencies.resources.read, explain: explainFailure },
    host,
    applyBaseline,
    isAlive,
    terminate: pid => process.kill(pid, 'SIGTERM'),
    wait: (milliseconds, signal) =>
      waitFor(milliseconds, signal ?? new AbortController().signal),
  });
  const promotion = createPromotion({ ...dependencies, ...reading });
  const planningOptions = {
    ...shared,
    promotion: promotion.gate,
    stateOf: reading.stateOf,
    plans,
    limits: createLimitsReader(clusters),
    authorizer: reading.authorizer,
    scopes,
    newId: randomUUID,
  };
  const planning = createPlanning(planningOptions);
  const audited = createAuditForwarder(dependencies);
  // Automatic sync asks for operations, and is told of them.
  const replica: { sync?: SyncLoop } = {};
  const operations = createOperations({
    ...dependencies,
    engines: enginesByName(config, [engine, ...extensions.engines]),
    execution: {
      policy: extensions.executionPolicy,
      maxAgeMs: config.authorizationMaxAgeSeconds * 1000,
    },
    plans,
    authorizer: reading.authorizer,
    newId: randomUUID,
    host: { name: host.host, bootId: host.bootId },
    hasRevision: createRevisionCheck(store),
    statefulChanges: createStatefulCheck(store, config),
    tell: tellAll(
      [...dependencies.listeners, () => replica.sync?.nudge()],
      dependencies.logger,
    ),
    publish: ({ release }) => dependencies.announce(release),
    audited,
    replan: planning.replan,
    replanFor: planning.replanFor,
    promotion: promotion.gate,
  });
  const diff = createDiffView({ ...planningOptions, diff: planning.diff });
  const sync = createSyncing({
    ...dependencies,
    operations,
    planning,
    promotion: promotion.gate,
    audited,
  });
  replica.sync = sync;
  const access = {
    authorizer: reading.authorizer,
    httpAuth: dependencies.httpAuth,
    permissions: dependencies.permissions,
  };
  return {
    operations,
    planning,
    plans,
    diff,
    soaks: promotion.watch,
    sync,
    routers: [
      createPlansRouter({ ...access, planning, plans }),
      createChartsRouter({
        ...access,
        charts,
        render: createChartRenderer({
          ...shared,
          mayReadValues: createValuesCheck({
            config,
            authorizer: reading.authorizer,
            lister: reading.context.lister,
          }),
        }),
      }),
      createSecretsRouter({
        ...access,
        write: createSecretWriter({
          ...dependencies,
          ...reading,
          applyBaseline,
          audit: operations.audit,
        }),
      }),
      createSyncRouter({
        httpAuth: dependencies.httpAuth,
        service: new SyncService({
          ...dependencies,
          database: createDatabase(knex, undefined, audited),
          authorizer: reading.authorizer,
          knowledge: reading.context.knowledge,
          readStatus: reading.readSync,
          tell: operations.tellSync,
          nudge: () => sync.nudge(),
        }),
      }),
      createDiffRouter({ ...access, diff }),
      operations.router,
    ],
    removeLeftovers: () => homes.removeLeftovers(),
  };
}
