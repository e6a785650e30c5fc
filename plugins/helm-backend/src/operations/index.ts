import { setMaxListeners } from 'node:events';
import type {
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import type { Operation, ReleaseRef } from '@backstage-helm/plugin-helm-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { Knex } from 'knex';
import { ApprovalService } from '../approvals/ApprovalService';
import { expireApprovals } from '../approvals/expireApprovals';
import { createAuditLog, type AuditLog } from '../audit/AuditLog';
import type { Authorizer } from '../authorization/Authorizer';
import type { BindingStore, OverrideStore } from '../bindings/Binding';
import { createBindingStore } from '../bindings/createBindingStore';
import { createOverrideStore } from '../bindings/createOverrideStore';
import type { HelmConfig } from '../config/HelmConfig';
import { createDatabase, type Database } from '../database/Database';
import { findActive, findLast } from '../database/operations/findOfRelease';
import { getOperation } from '../database/operations/getOperation';
import { listEvents } from '../database/operations/listEvents';
import type { PlanStore } from '../plans/PlanRecord';
import type { PromotionGate } from '../promotion/PromotionGate';
import { EVENT_LIMITS, type EventLimits } from '../queue/EventBatcher';
import { OperationEventHub } from '../queue/OperationEventHub';
import { OperationWorker } from '../queue/OperationWorker';
import type { WorkerTimes } from '../queue/WorkerJobs';
import { createPurge } from '../retention/createPurge';
import { createApprovalsRouter } from '../router/approvalsRouter';
import { createAuditRouter } from '../router/auditRouter';
import { FOLLOW_TIMES, type FollowTimes } from '../router/operationEvents';
import { createOperationsRouter } from '../router/operationsRouter';
import {
  createCatalogOperations,
  type CatalogOperations,
} from '../sync/catalogOperations';
import type { TellSyncNews } from '../sync/SyncNews';
import { OperationTracing } from '../tracing';
import { createWorkerJobs } from './createWorkerJobs';
import type { TellNews } from './OperationNews';
import type { OperationsContext } from './OperationsContext';
import { OperationService } from './OperationService';
import type { Replan, ServiceContext } from './ServiceContext';
import { createSuccessStore, type SuccessStore } from './SuccessStore';
import { toOperation } from './toOperation';

export type { Replan } from './ServiceContext';
export type { SuccessStore, Success } from './SuccessStore';
export { createStores } from './createStores';

/** What the write path is made of. */
export interface OperationsDependencies
  extends Pick<
    OperationsContext,
    | 'engines'
    | 'execution'
    | 'hasRevision'
    | 'host'
    | 'logger'
    | 'newId'
    | 'now'
    | 'redactText'
    | 'replanFor'
    | 'statefulChanges'
  > {
  /** The plugin's database, migrated. */
  knex: Knex;
  plans: PlanStore;
  authorizer: Authorizer;
  permissions: Pick<PermissionsService, 'authorize'>;
  httpAuth: Pick<HttpAuthService, 'credentials'>;
  config: Pick<
    HelmConfig,
    | 'automation'
    | 'concurrency'
    | 'drainSeconds'
    | 'environments'
    | 'planTtlSeconds'
    | 'retention'
  >;
  /** Tells screens, on every change of an operation. */
  publish?: (change: { operationId: string; release: ReleaseRef }) => void;
  /** Notifications and metrics. */
  tell?: TellNews;
  /** What automatic sync did to itself. */
  tellSync?: TellSyncNews;
  /** Told of each entry of the audit trail. */
  audited?: Database['audited'];
  /** Absent: ended operations can't be retried. */
  replan?: Replan;
  promotion?: PromotionGate;
  /** False when the database is in memory. */
  isDurable: boolean;
  /** Shorter ones for tests. */
  times?: Partial<OperationsTimes>;
}

export interface OperationsTimes extends WorkerTimes, FollowTimes {
  leaseMs: number;
  /** Pause before recovery asks again about what can't be decided yet. */
  recheckMs: number;
  /** How often a followed operation is looked at for other replicas' news. */
  followPollMs: number;
  events: Omit<EventLimits, 'events'>;
}

export const OPERATIONS_TIMES: Omit<OperationsTimes, 'drainMs'> = {
  ...FOLLOW_TIMES,
  events: EVENT_LIMITS,
  leaseMs: 30_000,
  renewMs: 10_000,
  pollMs: 1_200,
  sweepMs: 2_000,
  recheckMs: 3_000,
  followPollMs: 1_000,
  roundMs: 15_000,
  unreadyAfterMs: 25_000,
};

/** The write path, ready to be mounted and started. */
export interface Operations {
  service: OperationService;
  worker: {
    start(): void;
    stop(): Promise<void>;
    health(): { ok: boolean; reason?: string };
    loopAges(): { claim: number; recovery: number } | undefined;
  };
  router: Router;
  /** Ends the streams of event logs, which would keep the process up. */
  endStreams(): void;
  activeFor(release: ReleaseRef): Promise<Operation | undefined>;
  lastFor(release: ReleaseRef): Promise<Operation | undefined>;
  /** Deletes what is older than the retention; for a scheduled task. */
  purge(): Promise<number>;
  /** Ends what was not approved in time; for a scheduled task. */
  expireApprovals(): Promise<void>;
  approvals: ApprovalService;
  /** What the portal asks for by itself. */
  byCatalog: CatalogOperations;
  tellSync: TellSyncNews;
  bindings: BindingStore;
  overrides: OverrideStore;
  audit: AuditLog;
  successes: SuccessStore;
}

/** Wires the queue, the rules around it and its routes; starts nothing. */
export function createOperations(
  dependencies: OperationsDependencies,
): Operations {
  const { config, httpAuth, isDurable, knex, logger } = dependencies;
  const times: OperationsTimes = {
    ...OPERATIONS_TIMES,
    drainMs: config.drainSeconds * 1000,
    ...dependencies.times,
  };
  const database = createDatabase(knex, undefined, dependencies.audited);
  const audit = createAuditLog(database);
  const bindings = createBindingStore(database);
  const overrides = createOverrideStore(database);
  const successes = createSuccessStore(database);
  const show = (row: Parameters<typeof toOperation>[0]) =>
    toOperation(row, isDurable);

  const hub = new OperationEventHub({
    store: {
      operation: id => getOperation(database, id),
      events: (id, after, limit) => listEvents(database, { id, after, limit }),
    },
    pollMs: times.followPollMs,
    logger,
  });

  const tracing = new OperationTracing();
  // The worker's jobs announce what they do to the worker itself.
  const replica: { worker?: OperationWorker } = {};
  const context: ServiceContext = {
    ...dependencies,
    database,
    audit,
    bindings,
    overrides,
    successes,
    eventLimits: {
      ...times.events,
      events: config.retention.eventsPerOperation,
    },
    announce({ operationId, release, frees }) {
      if (frees) {
        replica.worker?.nudge();
      }
      hub.nudge(operationId);
      dependencies.publish?.({ operationId, release });
    },
    tracing,
    tell(news) {
      tracing.tell(news);
      dependencies.tell?.(news);
    },
    tellSync: news => dependencies.tellSync?.(news),
    nudgeCancel: async id => replica.worker?.nudgeCancel(id),
  };

  const worker = new OperationWorker({
    jobs: createWorkerJobs(context, times),
    concurrency: config.concurrency,
    times,
    logger,
    now: dependencies.now,
  });
  replica.worker = worker;
  const service = new OperationService(context, { isDurable });
  const approvals = new ApprovalService(context, service);

  const closing = new AbortController();
  // As many as there are streams.
  setMaxListeners(0, closing.signal);
  const router = PromiseRouter();
  router.use((request, _response, next) =>
    tracing.receive(request.headers, next),
  );
  router.use(
    createOperationsRouter({
      service,
      hub,
      httpAuth,
      show,
      logger,
      followTimes: times,
      closing: closing.signal,
    }),
  );
  router.use(
    createApprovalsRouter({
      approvals,
      httpAuth,
    }),
  );
  router.use(
    createAuditRouter({
      audit,
      authorizer: dependencies.authorizer,
      httpAuth,
      permissions: dependencies.permissions,
      logger,
      now: dependencies.now,
    }),
  );

  return {
    service,
    worker,
    router,
    endStreams: () => closing.abort(),
    async activeFor(release) {
      const row = await findActive(database, release);
      return row && show(row);
    },
    async lastFor(release) {
      const row = await findLast(database, release);
      return row && show(row);
    },
    purge: createPurge({ database, retention: config.retention }),
    expireApprovals: () => expireApprovals(context),
    approvals,
    byCatalog: createCatalogOperations(context),
    tellSync: context.tellSync,
    bindings,
    overrides,
    audit,
    successes,
  };
}
