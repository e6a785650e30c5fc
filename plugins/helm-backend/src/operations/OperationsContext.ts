import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ReleaseRef } from '@backstage-helm/plugin-helm-common';
import type { Engine } from '@backstage-helm/plugin-helm-node';
import type { Authorizer } from '../authorization/Authorizer';
import type { OverrideStore } from '../bindings/Binding';
import type { DatabaseBindingStore } from '../bindings/createBindingStore';
import type { HelmConfig } from '../config/HelmConfig';
import type { Database } from '../database/Database';
import type { OperationRow } from '../database/OperationRow';
import type { PlanRecord, PlanStore, PlanWork } from '../plans/PlanRecord';
import type { EventLimits } from '../queue/EventBatcher';
import type { ExecutionRules } from './authorizeExecution';
import type { OperationTracing } from '../tracing';
import type { TellSyncNews } from '../sync/SyncNews';
import type { TellNews } from './OperationNews';
import type { SuccessStore } from './SuccessStore';

/** What the parts of the write path share. */
export interface OperationsContext {
  database: Database;
  /** By the name that environments use. */
  engines: ReadonlyMap<string, Engine>;
  authorizer: Pick<Authorizer, 'stillAllowed' | 'resource'>;
  execution: ExecutionRules;
  bindings: DatabaseBindingStore;
  overrides: OverrideStore;
  successes: SuccessStore;
  plans: PlanStore;
  config: Pick<HelmConfig, 'environments' | 'planTtlSeconds'>;
  /** What a waiting operation would do now, for who asked for it. Not stored. */
  replanFor: (
    principal: string,
    waiting: OperationRow & { work: PlanWork },
  ) => Promise<PlanRecord>;
  logger: LoggerService;
  now: () => number;
  newId: () => string;
  /** Where child processes of this replica live. */
  host: { name: string; bootId: string };
  eventLimits: EventLimits;
  redactText: (text: string) => string;
  /**
   * Whether the revision is still in storage; `deployedAt` (ISO) tells it from
   * one of the same number of a later life of the release.
   */
  hasRevision: (
    release: ReleaseRef,
    revision: number,
    deployedAt?: string,
  ) => Promise<boolean>;
  /** Stateful objects that two revisions define differently; empty where that is allowed. */
  statefulChanges: (
    release: ReleaseRef,
    failed: number,
    target: number,
  ) => Promise<string[]>;
  /** Told after the transaction. */
  tell: TellNews;
  /** The same of automatic sync. */
  tellSync: TellSyncNews;
  tracing: OperationTracing;
  /** Something of this operation changed; the transaction is done. */
  announce: (change: {
    operationId: string;
    release: ReleaseRef;
    /** It may make another one ready to run. */
    frees?: boolean;
  }) => void;
}
