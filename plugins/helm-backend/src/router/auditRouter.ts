import type {
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  HelmError,
  helmAuditReadPermission,
} from '@backstage-helm/plugin-helm-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import type { AuditLog } from '../audit/AuditLog';
import { parseRequest } from './parseRequest';

const querySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .optional(),
});

/** `GET /audit`, newest first. */
export function createAuditRouter(options: {
  audit: AuditLog;
  httpAuth: Pick<HttpAuthService, 'credentials'>;
  permissions: Pick<PermissionsService, 'authorize'>;
}): Router {
  const { audit, httpAuth, permissions } = options;
  const router = PromiseRouter();

  router.get('/audit', async (request, response) => {
    const credentials = await httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
    const [decision] = await permissions.authorize(
      [{ permission: helmAuditReadPermission }],
      { credentials },
    );
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new HelmError(
        {
          code: 'NOT_ALLOWED',
          message: `This needs the permission ${helmAuditReadPermission.name}.`,
          wayOut: 'Ask the platform team for it.',
        },
        { status: 403 },
      );
    }
    const { limit, cursor } = parseRequest(querySchema, request.query);
    const items = await audit.list({ after: cursor, limit });
    const last = items.at(-1);
    response.json({
      items,
      nextCursor: last && items.length === limit ? last.id : undefined,
    });
  });

  return router;
}
