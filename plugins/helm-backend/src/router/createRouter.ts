import type { LoggerService } from '@backstage/backend-plugin-api';
import express, { type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { openApiDocument } from '../openapi/openApiDocument';
import { createEntitiesRouter } from './entitiesRouter';
import { createEnvironmentsRouter } from './environmentsRouter';
import { createErrorMiddleware } from './errorMiddleware';
import type { ReadContext } from './ReadContext';
import { createReleasesRouter } from './releasesRouter';

/** Values of one release, as YAML, with room for the rest of the request. */
const BODY_LIMIT = '2mb';

/** Every route of the plugin with one form of error. */
export function createRouter(options: {
  read: ReadContext;
  /** Routers of plans, operations, charts, resources. */
  others: Router[];
  logger: LoggerService;
  redactText: (text: string) => string;
}): Router {
  const { read, others, logger, redactText } = options;
  const router = PromiseRouter();
  router.use(express.json({ limit: BODY_LIMIT }));
  router.get('/openapi.json', async (request, response) => {
    await read.httpAuth.credentials(request, { allow: ['user', 'service'] });
    response.json(openApiDocument());
  });
  router.use(createEnvironmentsRouter(read));
  router.use(createEntitiesRouter(read));
  router.use(createReleasesRouter(read));
  others.forEach(other => router.use(other));
  router.use(createErrorMiddleware({ logger, redactText }));
  return router;
}
