import {
  approveRequestSchema,
  auditListSchema,
  chartDetailSchema,
  chartRepositoryListSchema,
  chartSchema,
  clusterSummarySchema,
  continueSyncSchema,
  diffSchema,
  doctorSchema,
  entityDependenciesSchema,
  entityDeclaredSchema,
  entityReleasesSchema,
  environmentSummarySchema,
  environmentSyncSchema,
  historySchema,
  operationEventsSchema,
  operationListSchema,
  operationRequestSchema,
  operationSchema,
  planRequestSchema,
  planSchema,
  proposalRequestSchema,
  proposalSchema,
  rejectRequestSchema,
  releaseDetailSchema,
  releaseListSchema,
  renderedChartSchema,
  renderRequestSchema,
  resourceListSchema,
  revisionDetailSchema,
  secretReferenceSchema,
  secretRequestSchema,
  syncRequestSchema,
  syncStatusSchema,
} from '@backstage-helm/plugin-helm-common';
import { z } from 'zod';
import {
  auditExportQuerySchema,
  auditListQuerySchema,
} from '../router/auditQuery';
import { releaseQuerySchema } from '../router/releaseQuery';

/** One route by the schemas that its handler uses. */
export interface RouteDescription {
  id: string;
  method: 'get' | 'post' | 'put';
  path: string;
  summary: string;
  query?: z.ZodType;
  headers?: string[];
  body?: z.ZodType;
  status?: number;
  response: z.ZodType;
  /** Default JSON. */
  contentType?: string;
  /** Needs no credentials. */
  isOpen?: boolean;
}

/** Form of every error. */
export const problemResponseSchema = z.object({
  error: z.object({
    name: z.string(),
    message: z.string(),
    code: z.string().optional(),
    field: z.string().optional(),
    wayOut: z.string().optional(),
    details: z.record(z.string(), z.string()).optional(),
  }),
  request: z.object({ method: z.string(), url: z.string() }),
  response: z.object({ statusCode: z.number().int() }),
});

const entity = '/entities/{kind}/{namespace}/{name}/releases';
const dependencies = '/entities/{kind}/{namespace}/{name}/dependencies';
const release = '/clusters/{cluster}/namespaces/{namespace}/releases/{name}';
const chartVersion = '/charts/{repository}/{chart}/{version}';
const page = z.object({
  limit: z.int().min(1).max(100).optional(),
  cursor: z.string().optional(),
});

function get(
  id: string,
  path: string,
  summary: string,
  response: z.ZodType,
  query?: z.ZodType,
): RouteDescription {
  return { id, method: 'get', path, summary, response, query };
}

/** Every route of the plugin. */
export const routes: RouteDescription[] = [
  {
    ...get(
      'getHealth',
      '/health',
      'Whether this replica carries operations out; 503 when it does not',
      z.object({ status: z.enum(['ok', 'unavailable']) }),
    ),
    isOpen: true,
  },
  get(
    'getEnvironments',
    '/environments',
    'Environments in their order on screen',
    z.object({ items: z.array(environmentSummarySchema) }),
  ),
  get(
    'getClusters',
    '/clusters',
    'Clusters and whether they answer',
    z.object({ items: z.array(clusterSummarySchema) }),
  ),
  get(
    'getEntityReleases',
    entity,
    'What an entity declares and what runs of it, by environment',
    entityReleasesSchema,
  ),
  get(
    'getEntityDeclared',
    '/entities/{kind}/{namespace}/{name}/declared',
    'What each environment declares, key by key',
    entityDeclaredSchema,
  ),
  get(
    'getEntityDependencies',
    dependencies,
    "Entities whose releases come before the entity's own",
    entityDependenciesSchema,
  ),
  {
    id: 'refreshEntityReleases',
    method: 'post',
    path: `${entity}/refresh`,
    summary: 'Read the declaration again now',
    response: entityReleasesSchema,
  },
  get(
    'getReleases',
    '/releases',
    'Every readable release',
    releaseListSchema,
    releaseQuerySchema,
  ),
  get('getRelease', release, 'One release', releaseDetailSchema),
  get(
    'getReleaseHistory',
    `${release}/history`,
    'Revisions, newest first',
    historySchema,
  ),
  get(
    'getReleaseRevision',
    `${release}/revisions/{revision}`,
    'Values, manifest and notes of a revision, redacted',
    revisionDetailSchema,
  ),
  get(
    'getReleaseResources',
    `${release}/resources`,
    'Objects in the cluster with their health',
    resourceListSchema,
    z.object({ summary: z.enum(['1']).optional() }),
  ),
  get(
    'getReleaseDoctor',
    `${release}/doctor`,
    'What holds the release up, and the ways out that work',
    doctorSchema,
  ),
  get(
    'getReleaseDraftValues',
    `${release}/draft-values`,
    'Values that a deploy starts from',
    z.object({ yaml: z.string(), version: z.string() }),
  ),
  {
    id: 'writeReleaseSecret',
    method: 'put',
    path: `${release}/secrets/{secret}`,
    summary: 'Write a Secret beside the release, at once',
    body: secretRequestSchema,
    response: secretReferenceSchema,
  },
  get(
    'getDiff',
    '/diff',
    'Difference of two revisions, a declaration or a plan',
    diffSchema,
    z.object({
      left: z.string(),
      right: z.string(),
      of: z.enum(['values', 'manifest']),
    }),
  ),
  get(
    'listCharts',
    '/charts',
    'The configured repositories and the names of their charts',
    chartRepositoryListSchema,
  ),
  get(
    'getChart',
    '/charts/{repository}/{chart}',
    'Published versions of a chart',
    chartSchema,
  ),
  get(
    'getChartVersion',
    chartVersion,
    'One version of a chart',
    chartDetailSchema,
  ),
  {
    ...get(
      'getChartReadme',
      `${chartVersion}/readme`,
      'README of a version',
      z.string(),
    ),
    contentType: 'text/plain',
  },
  get(
    'getChartValuesSchema',
    `${chartVersion}/schema`,
    'JSON Schema of its values, as the author wrote it',
    z.record(z.string(), z.unknown()),
  ),
  get(
    'getChartChangelog',
    `${chartVersion}/changelog`,
    'What changed in it',
    chartDetailSchema.pick({ changes: true }),
  ),
  {
    id: 'renderChart',
    method: 'post',
    path: `${chartVersion}/render`,
    summary: 'What it makes of values, redacted; no cluster is asked',
    body: renderRequestSchema,
    response: renderedChartSchema,
  },
  {
    id: 'pauseSync',
    method: 'post',
    path: '/sync/{cluster}/{namespace}/{name}/pause',
    summary: 'Stop automatic sync of one release until it is resumed',
    body: syncRequestSchema,
    response: syncStatusSchema,
  },
  {
    id: 'resumeSync',
    method: 'post',
    path: '/sync/{cluster}/{namespace}/{name}/resume',
    summary: 'Follow the declaration again, also after it was given up',
    body: syncRequestSchema,
    response: syncStatusSchema,
  },
  {
    id: 'continueSync',
    method: 'post',
    path: '/environments/{environment}/sync/continue',
    summary: 'Let the changes go on that the brake of an environment holds',
    body: continueSyncSchema,
    response: environmentSyncSchema,
  },
  {
    id: 'createProposal',
    method: 'post',
    path: '/proposals',
    summary:
      'The template that changes a declaration by a pull request, filled in; changes nothing',
    body: proposalRequestSchema,
    response: proposalSchema,
  },
  {
    id: 'createPlan',
    method: 'post',
    path: '/plans',
    summary: 'Preview a change; changes nothing',
    body: planRequestSchema,
    status: 201,
    response: planSchema,
  },
  get('getPlan', '/plans/{id}', 'A plan', planSchema),
  {
    id: 'createOperation',
    method: 'post',
    path: '/operations',
    summary: 'Run a plan',
    headers: ['Idempotency-Key'],
    body: operationRequestSchema,
    status: 202,
    response: operationSchema,
  },
  get(
    'getOperations',
    '/operations',
    'Readable operations, newest first',
    operationListSchema,
    page.extend({
      release: z.string().optional(),
      entityRef: z.string().optional(),
      environment: z.string().optional(),
      status: z.string().optional(),
      approvable: z
        .enum(['true'])
        .optional()
        .describe('Only what waits for the approval of the caller'),
      sort: z.enum(['createdAt', '-createdAt']).optional(),
    }),
  ),
  get('getOperation', '/operations/{id}', 'An operation', operationSchema),
  get(
    'getOperationEvents',
    '/operations/{id}/events',
    'Its log; as text/event-stream when that is asked for',
    operationEventsSchema,
    z.object({
      after: z.int().min(0).optional(),
      waitSeconds: z.number().min(0).max(30).optional(),
    }),
  ),
  {
    id: 'approveOperation',
    method: 'post',
    path: '/operations/{id}/approve',
    summary: 'Approve the plan that it waits for, or break the glass',
    body: approveRequestSchema,
    status: 202,
    response: operationSchema,
  },
  {
    id: 'rejectOperation',
    method: 'post',
    path: '/operations/{id}/reject',
    summary: 'End what waits for approval',
    body: rejectRequestSchema,
    status: 202,
    response: operationSchema,
  },
  {
    id: 'cancelOperation',
    method: 'post',
    path: '/operations/{id}/cancel',
    summary: 'Ask an operation to stop',
    status: 202,
    response: operationSchema,
  },
  {
    id: 'retryOperation',
    method: 'post',
    path: '/operations/{id}/retry',
    summary: 'Do an ended operation again, as a new one',
    body: z.strictObject({ reason: z.string().max(1000).optional() }),
    status: 202,
    response: operationSchema,
  },
  get(
    'getAudit',
    '/audit',
    'Who did what, newest first',
    auditListSchema,
    auditListQuerySchema,
  ),
  {
    ...get(
      'exportAudit',
      '/audit/export',
      'The same as a file: CSV, or JSON as an array of entries',
      z.string(),
      auditExportQuerySchema,
    ),
    contentType: 'text/csv',
  },
];
