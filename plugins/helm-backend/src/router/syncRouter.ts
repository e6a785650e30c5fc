import type { HttpAuthService } from '@backstage/backend-plugin-api';
import {
  continueSyncSchema,
  syncRequestSchema,
} from '@backstage-helm/plugin-helm-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { SyncService } from '../sync/SyncService';
import { parseRequest } from './parseRequest';
import { releaseParams } from './releaseParams';

const TARGET = '/sync/:cluster/:namespace/:name';

/** Pause and resume of one target, and the brake of an environment. */
export function createSyncRouter(options: {
  service: Pick<SyncService, 'pause' | 'resume' | 'continue'>;
  httpAuth: Pick<HttpAuthService, 'credentials'>;
}): Router {
  const { service, httpAuth } = options;
  const router = PromiseRouter();
  // Never by cookie: a page elsewhere could send that along.
  const allow: ['user', 'service'] = ['user', 'service'];

  router.post(`${TARGET}/pause`, async (request, response) => {
    const credentials = await httpAuth.credentials(request, { allow });
    const body = parseRequest(syncRequestSchema, request.body ?? {});
    const ref = releaseParams(request.params);
    response.json(await service.pause(ref, body, credentials));
  });

  router.post(`${TARGET}/resume`, async (request, response) => {
    const credentials = await httpAuth.credentials(request, { allow });
    const body = parseRequest(syncRequestSchema, request.body ?? {});
    const ref = releaseParams(request.params);
    response.json(await service.resume(ref, body, credentials));
  });

  router.post(
    '/environments/:environment/sync/continue',
    async (request, response) => {
      const credentials = await httpAuth.credentials(request, { allow });
      const body = parseRequest(continueSyncSchema, request.body);
      response.json(
        await service.continue(request.params.environment, body, credentials),
      );
    },
  );

  return router;
}
