import type {
  HttpAuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import {
  HelmError,
  operationRequestSchema,
  operationStatusSchema,
  releaseRefSchema,
  type Operation,
} from '@backstage-helm/plugin-helm-common';
import { json, type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import type { OperationRow } from '../database/OperationRow';
import type { OperationService } from '../operations/OperationService';
import type { OperationEventHub } from '../queue/OperationEventHub';
import {
  callerOf,
  type FollowDependencies,
  type FollowTimes,
} from './operationEvents';
import { parseRequest } from './parseRequest';
import { StreamLimit } from './StreamLimit';
import { streamOperation } from './streamOperation';
import { waitForEvents } from './waitForEvents';

const MAX_WAIT_SECONDS = 30;

const idSchema = z.string().min(1).max(64);
const cursorSchema = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
const keySchema = z
  .string({ error: 'an Idempotency-Key header is required' })
  .regex(/^[\x21-\x7e]{1,128}$/, 'must be 1 to 128 visible ASCII characters');

const listSchema = z.strictObject({
  release: z
    .string()
    .transform(text => {
      const [cluster, namespace, name] = text.split('/');
      return { cluster, namespace, name };
    })
    .pipe(releaseRefSchema)
    .optional(),
  entityRef: z.string().max(500).optional(),
  environment: z.string().max(253).optional(),
  status: z
    .string()
    .transform(text => text.split(','))
    .pipe(z.array(operationStatusSchema).max(13))
    .optional(),
  /** Only what waits for the caller's approval. */
  approvable: z.enum(['true']).optional(),
  sort: z.enum(['createdAt', '-createdAt']).default('-createdAt'),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: cursorSchema.optional(),
});

const eventsSchema = z.strictObject({
  after: z.coerce.number().int().min(0).optional(),
  waitSeconds: z.coerce.number().min(0).max(MAX_WAIT_SECONDS).default(0),
});

const retrySchema = z.strictObject({
  reason: z.string().max(1000).optional(),
});

const emptySchema = z.strictObject({}).optional();

export interface OperationsRouterOptions {
  service: OperationService;
  hub: OperationEventHub;
  httpAuth: Pick<HttpAuthService, 'credentials'>;
  show: (row: OperationRow) => Operation;
  logger: LoggerService;
  followTimes: FollowTimes;
  /** Aborts when this replica goes. */
  closing: AbortSignal;
}

/** Routes under `/operations`. Errors are thrown as HelmError. */
export function createOperationsRouter(
  options: OperationsRouterOptions,
): Router {
  const { service, httpAuth, logger } = options;
  const router = PromiseRouter();
  router.use('/operations', json({ limit: '64kb' }));
  // Never by cookie: a page elsewhere could send that along.
  const allow: ['user', 'service'] = ['user', 'service'];
  const follow: FollowDependencies = {
    limit: new StreamLimit(options.followTimes.followersPerCaller),
    hub: options.hub,
    show: options.show,
    actions: service.actions.bind(service),
    mayRead: service.mayRead.bind(service),
    logger,
    times: options.followTimes,
    closing: options.closing,
  };

  router.post('/operations', async (request, response) => {
    const credentials = await httpAuth.credentials(request, { allow });
    const idempotencyKey = parseRequest(
      keySchema,
      request.header('idempotency-key'),
      'Idempotency-Key',
    );
    const body = parseRequest(operationRequestSchema, request.body);
    response
      .status(202)
      .json(await service.create({ ...body, idempotencyKey }, credentials));
  });

  router.get('/operations', async (request, response) => {
    const credentials = await httpAuth.credentials(request, { allow });
    const query = parseRequest(listSchema, request.query);
    const page = await service.list(
      {
        release: query.release,
        entityRef: query.entityRef,
        environment: query.environment,
        statuses: query.status,
        approvable: query.approvable !== undefined,
        order: query.sort === 'createdAt' ? 'asc' : 'desc',
        limit: query.limit,
        after: query.cursor,
      },
      credentials,
    );
    response.json(page);
  });

  router.get('/operations/:id', async (request, response) => {
    const credentials = await httpAuth.credentials(request, { allow });
    const id = parseRequest(idSchema, request.params.id, 'id');
    response.json(await service.get(id, credentials));
  });

  router.post('/operations/:id/cancel', async (request, response) => {
    const credentials = await httpAuth.credentials(request, { allow });
    const id = parseRequest(idSchema, request.params.id, 'id');
    parseRequest(emptySchema, request.body);
    response.status(202).json(await service.cancel(id, credentials));
  });

  router.post('/operations/:id/retry', async (request, response) => {
    const credentials = await httpAuth.credentials(request, { allow });
    const id = parseRequest(idSchema, request.params.id, 'id');
    const { reason } = parseRequest(retrySchema, request.body ?? {});
    const idempotencyKey = parseRequest(
      keySchema.optional(),
      request.header('idempotency-key'),
      'Idempotency-Key',
    );
    response
      .status(202)
      .json(await service.retry(id, { reason, idempotencyKey }, credentials));
  });

  router.get('/operations/:id/events', async (request, response) => {
    const credentials = await httpAuth.credentials(request, { allow });
    const id = parseRequest(idSchema, request.params.id, 'id');
    const query = parseRequest(eventsSchema, request.query);
    const row = await service.readable(id, credentials);
    const last = lastEventId(request.header('last-event-id'));
    const leave = follow.limit.enter(callerOf(credentials));
    if (request.accepts(['json', 'text/event-stream']) === 'json') {
      const after = query.after ?? 0;
      // Without a place it is answered at once.
      const waitMs = leave ? query.waitSeconds * 1000 : 0;
      try {
        response.json(
          await waitForEvents(follow, row, {
            response,
            credentials,
            after,
            waitMs,
          }),
        );
      } finally {
        leave?.();
      }
      return;
    }
    if (!leave) {
      throw tooManyStreams();
    }
    const after = query.after ?? last;
    streamOperation(follow, row, {
      response,
      credentials,
      after,
      onClose: leave,
    });
  });

  return router;
}

function tooManyStreams(): HelmError {
  return new HelmError(
    {
      code: 'INPUT_INVALID',
      message: 'You follow as many operations at once as may be.',
      wayOut: 'Ask with Accept: application/json, or close another page.',
    },
    { status: 429 },
  );
}

function lastEventId(header: string | undefined): number {
  if (header === undefined) {
    return 0;
  }
  const last = Number(header);
  if (!Number.isSafeInteger(last) || last < 0) {
    throw new HelmError({
      code: 'INPUT_INVALID',
      field: 'Last-Event-ID',
      message: 'Last-Event-ID is the number of the last event seen.',
    });
  }
  return last;
}
