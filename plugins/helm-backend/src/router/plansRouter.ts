import type { HttpAuthService } from '@backstage/backend-plugin-api';
import {
  HelmError,
  helmReleaseReadPermission,
  isHelmError,
  planRequestSchema,
} from '@backstage-helm/plugin-helm-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { Authorizer } from '../authorization/Authorizer';
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

/** A plan of an unreadable release looks like no plan. */
export async function assertReadable(
  assert: () => Promise<void>,
): Promise<void> {
  try {
    await assert();
  } catch (error) {
    if (isHelmError(error) && (error.status === 404 || error.status === 403)) {
      throw new HelmError(
        {
          code: 'NOT_FOUND',
          field: 'plan',
          message: 'There is no such plan, or you may not see it.',
          wayOut: 'Review the change again.',
        },
        { status: 404 },
      );
    }
    throw error;
  }
}
