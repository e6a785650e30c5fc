import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { secretRequestSchema } from '@backstage-helm/plugin-helm-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { SecretWriter } from '../secrets/createSecretWriter';
import { secretNameSchema } from '../secrets/secretObject';
import { parseRequest } from './parseRequest';
import { releaseParams } from './releaseParams';

/** Options of {@link createSecretsRouter}. */
export interface SecretsRouterOptions {
  write: SecretWriter;
  httpAuth: Pick<HttpAuthService, 'credentials'>;
}

/** `PUT …/releases/{name}/secrets/{secret}`: for people, never by cookie. */
export function createSecretsRouter(options: SecretsRouterOptions): Router {
  const { write, httpAuth } = options;
  const router = PromiseRouter();

  router.put(
    '/clusters/:cluster/namespaces/:namespace/releases/:name/secrets/:secret',
    async (request, response) => {
      const credentials = await httpAuth.credentials(request, {
        allow: ['user', 'service'],
      });
      const release = releaseParams(request.params);
      const name = parseRequest(
        secretNameSchema,
        request.params.secret,
        'secret',
      );
      const body = parseRequest(secretRequestSchema, request.body);
      response.json(await write({ release, name, request: body }, credentials));
    },
  );

  return router;
}
