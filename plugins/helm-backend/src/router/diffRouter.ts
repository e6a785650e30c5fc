import type { HttpAuthService } from '@backstage/backend-plugin-api';
import {
  helmReleaseReadPermission,
  helmReleaseValuesReadPermission,
  type Diff,
} from '@backstage-helm/plugin-helm-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import type { Authorizer } from '../authorization/Authorizer';
import {
  parseDiffEnd,
  type DiffEnd,
  type DiffRequest,
} from '../plans/createDiffReader';
import type { PlanStore } from '../plans/PlanRecord';
import { parseRequest } from './parseRequest';
import { assertReadable } from './plansRouter';

const querySchema = z.strictObject({
  left: z.string().max(500),
  right: z.string().max(500),
  of: z.enum(['values', 'manifest']),
});

/** Options of {@link createDiffRouter}. */
export interface DiffRouterOptions {
  diff: (request: DiffRequest) => Promise<Diff>;
  plans: PlanStore;
  authorizer: Pick<Authorizer, 'assert' | 'can'>;
  httpAuth: Pick<HttpAuthService, 'credentials'>;
}

/** `GET /diff`: authorized on both sides like reading them. */
export function createDiffRouter(options: DiffRouterOptions): Router {
  const { diff, plans, authorizer, httpAuth } = options;
  const router = PromiseRouter();

  async function releaseOf(end: DiffEnd) {
    return end.type === 'release'
      ? end.release
      : (await plans.get(end.id)).plan.release;
  }

  router.get('/diff', async (request, response) => {
    const credentials = await httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
    const query = parseRequest(querySchema, request.query);
    const left = parseDiffEnd(query.left, 'left');
    const right = parseDiffEnd(query.right, 'right');
    let mayReadValues = true;
    for (const end of [left, right]) {
      const release = await releaseOf(end);
      const assert = () =>
        authorizer.assert(credentials, helmReleaseReadPermission, release);
      await (end.type === 'plan' ? assertReadable(assert) : assert());
      mayReadValues &&= await authorizer.can(
        credentials,
        helmReleaseValuesReadPermission,
        release,
      );
    }
    if (query.of === 'values' && !mayReadValues) {
      const denied: Diff = {
        ...query,
        counts: { added: 0, changed: 0, removed: 0, unchanged: 0 },
        entries: [],
        denied: `Values need the permission ${helmReleaseValuesReadPermission.name}.`,
      };
      response.json(denied);
      return;
    }
    response.json(await diff({ left, right, of: query.of }));
  });

  return router;
}
