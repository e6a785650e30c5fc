import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import type { DiffView } from '../plans/createDiffView';
import { parseRequest } from './parseRequest';

const querySchema = z.strictObject({
  left: z.string().max(500),
  right: z.string().max(500),
  of: z.enum(['values', 'manifest']),
});

/** Options of {@link createDiffRouter}. */
export interface DiffRouterOptions {
  diff: DiffView;
  httpAuth: Pick<HttpAuthService, 'credentials'>;
}

/** `GET /diff`. */
export function createDiffRouter(options: DiffRouterOptions): Router {
  const { diff, httpAuth } = options;
  const router = PromiseRouter();

  router.get('/diff', async (request, response) => {
    const credentials = await httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
    const query = parseRequest(querySchema, request.query);
    response.json(await diff(query, credentials));
  });

  return router;
}
