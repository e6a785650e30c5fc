import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { proposalRequestSchema } from '@backstage-helm/plugin-helm-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { Proposer } from '../proposals/createProposer';
import { parseRequest } from './parseRequest';

/** `POST /proposals`: fills in a template, and changes nothing. */
export function createProposalsRouter(options: {
  propose: Proposer;
  httpAuth: Pick<HttpAuthService, 'credentials'>;
}): Router {
  const { propose, httpAuth } = options;
  const router = PromiseRouter();

  router.post('/proposals', async (request, response) => {
    const credentials = await httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
    const wanted = parseRequest(proposalRequestSchema, request.body);
    response.json(await propose(wanted, credentials));
  });

  return router;
}
