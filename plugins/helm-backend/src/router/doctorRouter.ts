import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { helmReleaseReadPermission } from '@backstage-helm/plugin-helm-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { Authorizer } from '../authorization/Authorizer';
import { releaseNotFound } from '../authorization/refusals';
import type { ReleaseDoctor } from '../doctor/createDoctor';
import { releaseParams } from './releaseParams';

export interface DoctorRouterOptions {
  doctor: ReleaseDoctor;
  authorizer: Pick<Authorizer, 'assert'>;
  httpAuth: Pick<HttpAuthService, 'credentials'>;
}

/** `GET …/releases/{name}/doctor`: what holds a release up, and the ways out. */
export function createDoctorRouter(options: DoctorRouterOptions): Router {
  const { doctor, authorizer, httpAuth } = options;
  const router = PromiseRouter();

  router.get(
    '/clusters/:cluster/namespaces/:namespace/releases/:name/doctor',
    async (request, response) => {
      const credentials = await httpAuth.credentials(request, {
        allow: ['user', 'service'],
      });
      const ref = releaseParams(request.params);
      await authorizer.assert(credentials, helmReleaseReadPermission, ref);
      const examined = await doctor.examine(ref, credentials);
      if (!examined) {
        throw releaseNotFound(ref);
      }
      response.json(examined);
    },
  );

  return router;
}
