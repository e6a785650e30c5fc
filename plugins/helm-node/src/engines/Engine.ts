import type {
  ReleaseRef,
  OperationOutcome,
} from '@backstage-helm/plugin-helm-common';

/** What an engine can do; screens and admission ask this, never the name. @public */
export interface EngineCapabilities {
  kinds: ReadonlyArray<string>;
  /** `start` may return HandedOver. */
  handsOver: boolean;
}

/** What storage says after looking at it, exit code or not. @public */
export interface Observation {
  /** 0 when there is no release. */
  revision: number;
  /** Payload status, or `absent`. */
  status: string;
  chartName?: string;
  chartVersion?: string;
  description?: string;
  /** Operation id found in the labels of the newest revision. */
  operationId?: string;
  /** ISO time. */
  updatedAt?: string;
  /** HMAC of the user-supplied values. */
  configDigest?: string;
  observedAt: string;
}

/** Everything an engine needs to carry one operation out. @public */
export interface EngineOperation {
  id: string;
  kind: string;
  release: ReleaseRef;
  environment: string;
  planId?: string;
  /** The plan's executable part; opaque to the queue. */
  work: unknown;
  requestedBy: string;
  reason?: string;
  /** Written before Helm starts. */
  expectedRevision: number;
  /** ISO time after which it is given up. */
  deadline: string;
}

/** Ways for a running engine to tell what happens. @public */
export interface EngineReporter {
  phase(
    name: string,
    status: 'running' | 'passed' | 'failed' | 'skipped',
    summary?: string,
  ): void;
  log(text: string): void;
  warn(text: string): void;
  /**
   * Stores who runs the process before it can change anything. Resolves when
   * the row is written; throws when the lease is lost (do not start).
   */
  intent(process: { pid?: number; startTime?: string }): Promise<void>;
}

/** @public */
export type Settled = {
  type: 'settled';
  status: 'succeeded' | 'failed' | 'cancelled' | 'interrupted';
  outcome: OperationOutcome;
  observation: Observation;
  /** True when the storage was changed: the axis of retry (STYLE, C2). */
  changed: boolean;
};

/** @public */
export type HandedOver = {
  type: 'handed-over';
  token: string;
  /** ISO times. */
  checkAfter: string;
  deadline: string;
};

/**
 * What carries an operation out.
 *
 * @public
 */
export interface Engine {
  readonly name: string;
  readonly capabilities: EngineCapabilities;
  /** Who drives this release in the cluster, before anything is done to it. */
  probe(release: ReleaseRef): Promise<{
    kind: 'none' | 'helm' | 'flux' | 'argocd';
    name?: string;
    helmMajor?: number;
  }>;
  observe(release: ReleaseRef): Promise<Observation>;
  start(
    operation: EngineOperation,
    options: { reporter: EngineReporter; signal: AbortSignal },
  ): Promise<Settled | HandedOver>;
  poll(
    token: string,
    operation: EngineOperation,
  ): Promise<Settled | HandedOver>;
  cancel(
    token: string,
    operation: EngineOperation,
  ): Promise<{ type: 'cancelled' } | { type: 'not-possible'; reason: string }>;
  /**
   * Decides what became of an operation whose worker died: from storage and,
   * on the same host and boot, from the child process. `undefined` = cannot be
   * decided yet, ask again later.
   */
  recover(
    operation: EngineOperation,
    intent: {
      host: string;
      bootId: string;
      pid?: number;
      startTime?: string;
    },
  ): Promise<Settled | { type: 'never-started' } | undefined>;
}
