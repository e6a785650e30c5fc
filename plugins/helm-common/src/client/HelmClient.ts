import { z } from 'zod';
import {
  auditListSchema,
  chartDetailSchema,
  chartRepositoryListSchema,
  chartSchema,
  clusterSummarySchema,
  diffSchema,
  doctorSchema,
  entityDeclaredSchema,
  entityReleasesSchema,
  environmentSummarySchema,
  historySchema,
  operationListSchema,
  planSchema,
  releaseDetailSchema,
  releaseListSchema,
  resourceListSchema,
  revisionDetailSchema,
  type ApproveRequest,
  type OperationRequest,
  type PlanRequest,
  type RejectRequest,
  type ContinueSync,
  environmentSyncSchema,
  proposalSchema,
  renderedChartSchema,
  secretReferenceSchema,
  syncStatusSchema,
  type ProposalRequest,
  type RenderRequest,
  type SecretRequest,
  type SyncRequest,
} from '../api';
import { operationSchema } from '../operations';
import { stringifyReleaseRef, type ReleaseRef } from '../releases';
import { readErrorBody } from './errorBody';
import { followOperation } from './followOperation';
import type {
  AuditQuery,
  FollowOptions,
  HelmApi,
  OperationListQuery,
  ReleaseListQuery,
} from './HelmApi';
import { HelmApiError } from './HelmApiError';
import {
  chartPath,
  entityPath,
  operationPath,
  releasePath,
  searchOf,
  syncPath,
  type Query,
} from './paths';
import { pause } from './pause';

const environmentsSchema = z.object({
  items: z.array(environmentSummarySchema),
});
const clustersSchema = z.object({ items: z.array(clusterSummarySchema) });
const draftValuesSchema = z.object({ yaml: z.string(), version: z.string() });

/**
 * {@link HelmApi} over HTTP. Every answer is checked against the shapes that
 * the server promises, so what a screen gets is what its type says.
 *
 * @public
 */
export class HelmClient implements HelmApi {
  readonly #fetch: typeof fetch;
  readonly #baseUrl: () => Promise<string>;

  /** `discoveryApi` and `fetchApi` are Backstage's, of frontend or backend. */
  constructor(options: {
    discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
    fetchApi: { fetch: typeof fetch };
  }) {
    this.#fetch = options.fetchApi.fetch;
    this.#baseUrl = () => options.discoveryApi.getBaseUrl('helm');
  }

  environments() {
    return this.#get(environmentsSchema, '/environments');
  }

  clusters() {
    return this.#get(clustersSchema, '/clusters');
  }

  entityReleases(entityRef: string) {
    return this.#get(entityReleasesSchema, `${entityPath(entityRef)}/releases`);
  }

  entityDeclared(entityRef: string) {
    return this.#get(entityDeclaredSchema, `${entityPath(entityRef)}/declared`);
  }

  refreshEntity(entityRef: string) {
    return this.#post(
      entityReleasesSchema,
      `${entityPath(entityRef)}/releases/refresh`,
      {},
    );
  }

  releases(query: ReleaseListQuery = {}) {
    return this.#get(releaseListSchema, '/releases', { ...query });
  }

  release(ref: ReleaseRef) {
    return this.#get(releaseDetailSchema, releasePath(ref));
  }

  history(ref: ReleaseRef) {
    return this.#get(historySchema, `${releasePath(ref)}/history`);
  }

  revision(ref: ReleaseRef, revision: number) {
    return this.#get(
      revisionDetailSchema,
      `${releasePath(ref)}/revisions/${revision}`,
    );
  }

  resources(ref: ReleaseRef, options: { summary?: boolean } = {}) {
    return this.#get(resourceListSchema, `${releasePath(ref)}/resources`, {
      summary: options.summary ? 1 : undefined,
    });
  }

  doctor(ref: ReleaseRef) {
    return this.#get(doctorSchema, `${releasePath(ref)}/doctor`);
  }

  diff(query: { left: string; right: string; of: 'values' | 'manifest' }) {
    return this.#get(diffSchema, '/diff', query);
  }

  createPlan(request: PlanRequest) {
    return this.#post(planSchema, '/plans', request);
  }

  plan(id: string) {
    return this.#get(planSchema, `/plans/${encodeURIComponent(id)}`);
  }

  draftValues(ref: ReleaseRef) {
    return this.#get(draftValuesSchema, `${releasePath(ref)}/draft-values`);
  }

  charts() {
    return this.#get(chartRepositoryListSchema, '/charts');
  }

  chart(repository: string, name: string) {
    return this.#get(chartSchema, chartPath(repository, name));
  }

  chartVersion(repository: string, name: string, version: string) {
    return this.#get(chartDetailSchema, chartPath(repository, name, version));
  }

  createOperation(request: OperationRequest, idempotencyKey: string) {
    return this.#post(operationSchema, '/operations', request, {
      'idempotency-key': idempotencyKey,
    });
  }

  operations(query: OperationListQuery = {}) {
    const { release, ...rest } = query;
    return this.#get(operationListSchema, '/operations', {
      ...rest,
      release: release && stringifyReleaseRef(release),
    });
  }

  operation(id: string) {
    return this.#get(operationSchema, operationPath(id));
  }

  cancelOperation(id: string) {
    return this.#post(operationSchema, `${operationPath(id)}/cancel`, {});
  }

  retryOperation(id: string, reason?: string) {
    return this.#post(operationSchema, `${operationPath(id)}/retry`, {
      reason,
    });
  }

  approveOperation(id: string, request: ApproveRequest) {
    return this.#post(operationSchema, `${operationPath(id)}/approve`, request);
  }

  rejectOperation(id: string, request: RejectRequest) {
    return this.#post(operationSchema, `${operationPath(id)}/reject`, request);
  }

  pauseSync(ref: ReleaseRef, request: SyncRequest) {
    return this.#post(syncStatusSchema, `${syncPath(ref)}/pause`, request);
  }

  resumeSync(ref: ReleaseRef, request: SyncRequest = {}) {
    return this.#post(syncStatusSchema, `${syncPath(ref)}/resume`, request);
  }

  continueSync(environment: string, request: ContinueSync) {
    return this.#post(
      environmentSyncSchema,
      `/environments/${encodeURIComponent(environment)}/sync/continue`,
      request,
    );
  }

  propose(request: ProposalRequest) {
    return this.#post(proposalSchema, '/proposals', request);
  }

  writeSecret(ref: ReleaseRef, secret: string, request: SecretRequest) {
    return this.#json(
      secretReferenceSchema,
      `${releasePath(ref)}/secrets/${encodeURIComponent(secret)}`,
      {
        method: 'PUT',
        body: JSON.stringify(request),
        headers: { 'content-type': 'application/json' },
      },
    );
  }

  renderChart(
    chart: { repository: string; name: string; version: string },
    request: RenderRequest,
  ) {
    const { repository, name, version } = chart;
    return this.#post(
      renderedChartSchema,
      `${chartPath(repository, name, version)}/render`,
      request,
    );
  }

  followOperation(id: string, options: FollowOptions) {
    return followOperation(
      {
        request: (path, init) => this.#request(path, init),
        operation: operationId => this.operation(operationId),
        pause,
      },
      encodeURIComponent(id),
      options,
    );
  }

  audit(query: AuditQuery = {}) {
    return this.#get(auditListSchema, '/audit', auditSearch(query));
  }

  async exportAudit(format: 'csv' | 'json', query: AuditQuery = {}) {
    const response = await this.#request(
      `/audit/export${searchOf({ ...auditSearch(query), format })}`,
      { method: 'GET' },
    );
    return response.blob();
  }

  #get<T>(schema: z.ZodType<T>, path: string, query: Query = {}): Promise<T> {
    return this.#json(schema, path + searchOf(query), { method: 'GET' });
  }

  #post<T>(
    schema: z.ZodType<T>,
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<T> {
    return this.#json(schema, path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
  }

  async #json<T>(
    schema: z.ZodType<T>,
    path: string,
    init: RequestInit,
  ): Promise<T> {
    const response = await this.#request(path, init);
    const parsed = schema.safeParse(await response.json());
    if (!parsed.success) {
      throw new HelmApiError(
        {
          code: 'ANSWER_NOT_UNDERSTOOD',
          message: `The portal's answer to ${path} has an unknown shape: ${z.prettifyError(
            parsed.error,
          )}`,
          wayOut: 'Use the same version of the Helm frontend and backend.',
        },
        { status: response.status, cause: parsed.error },
      );
    }
    return parsed.data;
  }

  async #request(path: string, init: RequestInit): Promise<Response> {
    const url = (await this.#baseUrl()) + path;
    const call = this.#fetch;
    let response: Response;
    try {
      response = await call(url, init);
    } catch (cause) {
      throw new HelmApiError(
        {
          code: 'PORTAL_UNREACHABLE',
          message: 'The portal could not be reached.',
          wayOut: 'Check the connection; nothing was changed by this request.',
        },
        { status: 0, cause },
      );
    }
    if (!response.ok) {
      throw await readErrorBody(response);
    }
    return response;
  }
}

function auditSearch({ release, ...rest }: AuditQuery): Query {
  return { ...rest, release: release && stringifyReleaseRef(release) };
}
