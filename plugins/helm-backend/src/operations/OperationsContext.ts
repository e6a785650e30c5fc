import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ReleaseRef } from '@backstage-helm/plugin-helm-common';
import type { Engine } from '@backstage-helm/plugin-helm-node';
import type { Authorizer } from '../authorization/Authorizer';
import type { OverrideStore } from '../bindings/Binding';
import type { DatabaseBindingStore } from '../bindings/createBindingStore';
import type { Database } from '../database/Database';
import type { EventLimits } from '../queue/EventBatcher';
import type { ExecutionRules } from './authorizeExecution';
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
  /** Something of this operation changed; the transaction is done. */
  announce: (change: {
    operationId: string;
    release: ReleaseRef;
    /** It may make another one ready to run. */
    frees?: boolean;
  }) => void;
}
