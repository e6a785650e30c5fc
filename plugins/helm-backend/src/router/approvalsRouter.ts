import type { HttpAuthService } from '@backstage/backend-plugin-api';
import {
  approveRequestSchema,
  rejectRequestSchema,
} from '@backstage-helm/plugin-helm-common';
import { json, type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import type { ApprovalService } from '../approvals/ApprovalService';
import { parseRequest } from './parseRequest';

const idSchema = z.string().min(1).max(64);

/**
 * Decisions about what waits for approval. Only with the token of a person who
 * is there: no service, and no cookie, decides.
 */
export function createApprovalsRouter(options: {
  approvals: Pick<ApprovalService, 'approve' | 'reject'>;
  httpAuth: Pick<HttpAuthService, 'credentials'>;
}): Router {
  const { approvals, httpAuth } = options;
  const router = PromiseRouter();
  router.use('/operations', json({ limit: '64kb' }));

  router.post('/operations/:id/approve', async (request, response) => {
    const credentials = await httpAuth.credentials(request, {
      allow: ['user'],
    });
    const id = parseRequest(idSchema, request.params.id, 'id');
    const body = parseRequest(approveRequestSchema, request.body);
    response.status(202).json(await approvals.approve(id, body, credentials));
  });

  router.post('/operations/:id/reject', async (request, response) => {
    const credentials = await httpAuth.credentials(request, {
      allow: ['user'],
    });
    const id = parseRequest(idSchema, request.params.id, 'id');
    const body = parseRequest(rejectRequestSchema, request.body);
    response.status(202).json(await approvals.reject(id, body, credentials));
  });

  return router;
}
