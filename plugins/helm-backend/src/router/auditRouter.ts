import { pipeline } from 'node:stream/promises';
import type {
  BackstageCredentials,
  HttpAuthService,
  LoggerService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  HelmError,
  helmAuditReadPermission,
  stringifyReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { Request, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { AuditLog, NewAuditEntry } from '../audit/AuditLog';
import { exportAudit } from '../audit/exportAudit';
import type { Authorizer } from '../authorization/Authorizer';
import { auditExportQuerySchema, auditListQuerySchema } from './auditQuery';
import { parseRequest } from './parseRequest';

const TYPES = {
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json; charset=utf-8',
};

export interface AuditRouterOptions {
  audit: AuditLog;
  authorizer: Pick<Authorizer, 'principal'>;
  httpAuth: Pick<HttpAuthService, 'credentials'>;
  permissions: Pick<PermissionsService, 'authorize'>;
  logger: Pick<LoggerService, 'warn'>;
  now: () => number;
}

/** `GET /audit`, newest first, and the same as a file. */
export function createAuditRouter(options: AuditRouterOptions): Router {
  const { audit, logger } = options;
  const router = PromiseRouter();

  router.get('/audit', async (request, response) => {
    await assertReader(options, request, 'audit.read');
    const { limit, cursor, ...filter } = parseRequest(
      auditListQuerySchema,
      request.query,
    );
    const items = await audit.list({ ...filter, after: cursor, limit });
    const last = items.at(-1);
    response.json({
      items,
      nextCursor: last && items.length === limit ? last.id : undefined,
    });
  });

  router.get('/audit/export', async (request, response) => {
    const actor = await assertReader(options, request, 'audit.exported');
    const { format, ...filter } = parseRequest(
      auditExportQuerySchema,
      request.query,
    );
    const asked: Omit<NewAuditEntry, 'outcome'> = {
      actor,
      action: 'audit.exported',
      detail: {
        format,
        filter: {
          ...filter,
          release: filter.release && stringifyReleaseRef(filter.release),
        },
      },
    };
    // Before the first row leaves, so that one that breaks off is seen too.
    await audit.append({ ...asked, outcome: 'allowed' });
    const day = new Date(options.now()).toISOString().slice(0, 10);
    response.setHeader('content-type', TYPES[format]);
    response.setHeader(
      'content-disposition',
      `attachment; filename="helm-audit-${day}.${format}"`,
    );
    response.setHeader('cache-control', 'no-store');
    let rows = 0;
    const count = (more: number) => {
      rows += more;
    };
    const finish = (outcome: 'done' | 'failed') =>
      audit.append({ ...asked, outcome, detail: { ...asked.detail, rows } });
    try {
      await pipeline(exportAudit(audit, format, filter, count), response);
    } catch (error) {
      // The answer has begun: a broken connection is how the reader learns.
      logger.warn('An export of the audit trail broke off', error as Error);
      await finish('failed');
      return;
    }
    await finish('done');
  });

  return router;
}

/** @returns who reads. */
async function assertReader(
  options: AuditRouterOptions,
  request: Request,
  action: string,
): Promise<string> {
  const credentials: BackstageCredentials = await options.httpAuth.credentials(
    request,
    { allow: ['user', 'service'] },
  );
  const actor = await options.authorizer.principal(credentials);
  const [decision] = await options.permissions.authorize(
    [{ permission: helmAuditReadPermission }],
    { credentials },
  );
  if (decision.result === AuthorizeResult.ALLOW) {
    return actor;
  }
  await options.audit.append({
    actor,
    action,
    outcome: 'denied',
    detail: { code: 'NOT_ALLOWED' },
  });
  throw new HelmError(
    {
      code: 'NOT_ALLOWED',
      message: `This needs the permission ${helmAuditReadPermission.name}.`,
      wayOut: 'Ask the platform team for it.',
    },
    { status: 403 },
  );
}
