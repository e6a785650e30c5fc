import type { HttpAuthService } from '@backstage/backend-plugin-api';
import {
  helmReleaseReadPermission,
  planRequestSchema,
} from '@backstage-helm/plugin-helm-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { Authorizer } from '../authorization/Authorizer';
import { assertReadable } from '../plans/assertReadable';
import type { Planning } from '../plans/createPlanning';
import type { PlanStore } from '../plans/PlanRecord';
import { parseRequest } from './parseRequest';

/** Options of {@link createPlansRouter}. */
export interface PlansRouterOptions {
  planning: Pick<Planning, 'createPlan'>;
  plans: PlanStore;
  authorizer: Pick<Authorizer, 'assert'>;
  httpAuth: Pick<HttpAuthService, 'credentials'>;
}

/** `POST /plans` changes nothing; `GET /plans/:id` shows what was reviewed. */
export function createPlansRouter(options: PlansRouterOptions): Router {
  const { planning, plans, authorizer, httpAuth } = options;
  const router = PromiseRouter();

  router.post('/plans', async (request, response) => {
    const credentials = await httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
    const wanted = parseRequest(planRequestSchema, request.body);
    response.status(201).json(await planning.createPlan(wanted, credentials));
  });

  router.get('/plans/:id', async (request, response) => {
    const credentials = await httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
    const { plan } = await plans.get(request.params.id);
    // Its maker may have lost the release since.
    await assertReadable(() =>
      authorizer.assert(credentials, helmReleaseReadPermission, plan.release),
    );
    response.json(plan);
  });

  return router;
}
