import type { HttpAuthService } from '@backstage/backend-plugin-api';
import {
  HelmError,
  helmReleaseLogsReadPermission,
  helmReleaseResourcesReadPermission,
  releaseRefSchema,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import type { Authorizer } from '../authorization/Authorizer';
import type { ResourceReader } from '../resources';
import { parseRequest } from './parseRequest';

const querySchema = z.strictObject({
  summary: z.enum(['', '1', 'true', '0', 'false']).optional(),
});

export interface ResourcesRouterOptions {
  reader: Pick<ResourceReader, 'list'>;
  authorizer: Pick<Authorizer, 'assert' | 'can'>;
  httpAuth: Pick<HttpAuthService, 'credentials'>;
  /** The environment that a release is in. */
  environmentOf: (ref: ReleaseRef) => string | undefined;
}

/** `GET …/releases/{name}/resources`: objects and their health. */
export function createResourcesRouter(options: ResourcesRouterOptions): Router {
  const { reader, authorizer, httpAuth, environmentOf } = options;
  const router = PromiseRouter();

  router.get(
    '/clusters/:cluster/namespaces/:namespace/releases/:name/resources',
    async (request, response) => {
      const credentials = await httpAuth.credentials(request, {
        allow: ['user', 'service'],
      });
      const ref = parseRequest(releaseRefSchema, request.params);
      const { summary } = parseRequest(querySchema, request.query);
      await authorizer.assert(
        credentials,
        helmReleaseResourcesReadPermission,
        ref,
      );
      const environment = environmentOf(ref);
      if (environment === undefined) {
        throw new HelmError(
          { code: 'NOT_FOUND', message: 'There is no such release.' },
          { status: 404 },
        );
      }
      const isSummary =
        summary !== undefined && summary !== '0' && summary !== 'false';
      const withLogs =
        !isSummary &&
        (await authorizer.can(credentials, helmReleaseLogsReadPermission, ref));
      response.json(
        await reader.list(ref, environment, { summary: isSummary, withLogs }),
      );
    },
  );

  return router;
}
