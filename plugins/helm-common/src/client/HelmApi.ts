import type {
  ApproveRequest,
  Chart,
  ChartDetail,
  ChartRepositoryList,
  ClusterSummary,
  Diff,
  Doctor,
  EntityDeclared,
  EntityReleases,
  EnvironmentSummary,
  History,
  OperationList,
  OperationRequest,
  Plan,
  PlanRequest,
  ReleaseDetail,
  ReleaseList,
  ResourceList,
  RevisionDetail,
  AuditList,
  RejectRequest,
  ContinueSync,
  EnvironmentSync,
  Proposal,
  ProposalRequest,
  RenderedChart,
  RenderRequest,
  SecretReference,
  SecretRequest,
  SyncRequest,
  SyncStatus,
} from '../api';
import type { Operation, OperationEvent } from '../operations';
import type { ReleaseRef } from '../releases';

/** Filters of GET /releases; every one optional, each one value or up to 100 by commas. @public */
export interface ReleaseListQuery {
  environment?: string;
  cluster?: string;
  lifecycle?: string;
  sync?: string;
  /** Full entity refs. */
  owner?: string;
  system?: string;
  chart?: string;
  q?: string;
  limit?: number;
  cursor?: string;
}

/** Filters of GET /operations. @public */
export interface OperationListQuery {
  release?: ReleaseRef;
  entityRef?: string;
  environment?: string;
  status?: string;
  /** Only those that the caller may approve now. */
  approvable?: boolean;
  limit?: number;
  cursor?: string;
}

/** Filters of GET /audit; every one optional. @public */
export interface AuditQuery {
  release?: ReleaseRef;
  environment?: string;
  actor?: string;
  action?: string;
  outcome?: string;
  operationId?: string;
  /** ISO times: from inclusive, until exclusive. */
  from?: string;
  until?: string;
  limit?: number;
  cursor?: string;
}

/** How an operation is followed. @public */
export interface FollowOptions {
  /** Last event already seen. */
  after?: number;
  signal: AbortSignal;
  onEvent: (event: OperationEvent) => void;
  onOperation: (operation: Operation) => void;
  /** Told when the connection breaks, and when it is back. */
  onConnection?: (state: 'live' | 'reconnecting') => void;
}

/**
 * The Helm backend's HTTP API, one method a route (DESIGN §7). Every method
 * throws {@link HelmApiError} with the server's code, field and sentence.
 *
 * @public
 */
export interface HelmApi {
  environments(): Promise<{ items: EnvironmentSummary[] }>;
  clusters(): Promise<{ items: ClusterSummary[] }>;
  entityReleases(entityRef: string): Promise<EntityReleases>;
  /** What each environment declares, key by key. */
  entityDeclared(entityRef: string): Promise<EntityDeclared>;
  /** Ask the server to read the declaration again now. */
  refreshEntity(entityRef: string): Promise<EntityReleases>;
  releases(query?: ReleaseListQuery): Promise<ReleaseList>;
  release(ref: ReleaseRef): Promise<ReleaseDetail>;
  history(ref: ReleaseRef): Promise<History>;
  revision(ref: ReleaseRef, revision: number): Promise<RevisionDetail>;
  resources(
    ref: ReleaseRef,
    options?: { summary?: boolean },
  ): Promise<ResourceList>;
  /** What holds a release up, and the ways out. */
  doctor(ref: ReleaseRef): Promise<Doctor>;
  /**
   * `left`/`right`: `cluster/ns/name@{n}`, `cluster/ns/name@deployed`,
   * `cluster/ns/name@declared`, or `plan:{id}`.
   */
  diff(query: {
    left: string;
    right: string;
    of: 'values' | 'manifest';
  }): Promise<Diff>;
  createPlan(request: PlanRequest): Promise<Plan>;
  plan(id: string): Promise<Plan>;
  /** Values the plan form starts from: mine (declared + override), as YAML. */
  draftValues(ref: ReleaseRef): Promise<{ yaml: string; version: string }>;
  /** The configured repositories and the names of their charts. */
  charts(): Promise<ChartRepositoryList>;
  chart(repository: string, name: string): Promise<Chart>;
  chartVersion(
    repository: string,
    name: string,
    version: string,
  ): Promise<ChartDetail>;
  createOperation(
    request: OperationRequest,
    idempotencyKey: string,
  ): Promise<Operation>;
  operations(query?: OperationListQuery): Promise<OperationList>;
  operation(id: string): Promise<Operation>;
  cancelOperation(id: string): Promise<Operation>;
  retryOperation(id: string, reason?: string): Promise<Operation>;
  approveOperation(id: string, request: ApproveRequest): Promise<Operation>;
  rejectOperation(id: string, request: RejectRequest): Promise<Operation>;
  /** Stops automatic sync of one target until somebody resumes it. */
  pauseSync(ref: ReleaseRef, request: SyncRequest): Promise<SyncStatus>;
  resumeSync(ref: ReleaseRef, request?: SyncRequest): Promise<SyncStatus>;
  /** Lets the changes go on that the brake of an environment holds. */
  continueSync(
    environment: string,
    request: ContinueSync,
  ): Promise<EnvironmentSync>;
  /** A pull request's template, filled in; changes nothing. */
  propose(request: ProposalRequest): Promise<Proposal>;
  /** Writes a Secret beside a release, at once. */
  writeSecret(
    ref: ReleaseRef,
    secret: string,
    request: SecretRequest,
  ): Promise<SecretReference>;
  /** What a chart would make of values; no cluster is asked. */
  renderChart(
    chart: { repository: string; name: string; version: string },
    request: RenderRequest,
  ): Promise<RenderedChart>;
  /** Events after `after`, live until the operation ends or `signal` aborts. */
  followOperation(id: string, options: FollowOptions): Promise<void>;
  audit(query?: AuditQuery): Promise<AuditList>;
  /** The trail as a file, with the filters of `audit`. */
  exportAudit(format: 'csv' | 'json', query?: AuditQuery): Promise<Blob>;
}
