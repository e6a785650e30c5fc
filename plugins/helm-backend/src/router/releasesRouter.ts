import {
  helmReleaseReadPermission,
  helmReleaseValuesReadPermission,
} from '@backstage-helm/plugin-helm-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { createReleaseViews } from '../releases/createReleaseViews';
import { parseRequest } from './parseRequest';
import { credentialsOf, type ReadContext } from './ReadContext';
import { releaseQuerySchema } from './releaseQuery';
import { releaseParams } from './releaseParams';

const PATH = '/clusters/:cluster/namespaces/:namespace/releases/:name';

const revisionSchema = z.coerce.number().int().positive().max(1_000_000);

/** Releases, their history and their revisions. */
export function createReleasesRouter(context: ReadContext): Router {
  const { authorizer, lister, revisions } = context;
  const views = createReleaseViews(context);
  const router = PromiseRouter();

  router.get('/releases', async (request, response) => {
    const credentials = await credentialsOf(context, request);
    const query = parseRequest(releaseQuerySchema, request.query);
    response.json(await lister.list(query, credentials));
  });

  router.get(PATH, async (request, response) => {
    const credentials = await credentialsOf(context, request);
    const ref = releaseParams(request.params);
    response.json(await views.detail(ref, credentials));
  });

  router.get(`${PATH}/history`, async (request, response) => {
    const credentials = await credentialsOf(context, request);
    const ref = releaseParams(request.params);
    response.json(await views.history(ref, credentials));
  });

  router.get(`${PATH}/revisions/:revision`, async (request, response) => {
    const credentials = await credentialsOf(context, request);
    const ref = releaseParams(request.params);
    await authorizer.assert(credentials, helmReleaseReadPermission, ref);
    const revision = parseRequest(
      revisionSchema,
      request.params.revision,
      'revision',
    );
    const mayReadValues = await authorizer.can(
      credentials,
      helmReleaseValuesReadPermission,
      ref,
    );
    response.json(await revisions.read(ref, revision, { mayReadValues }));
  });

  router.get(`${PATH}/draft-values`, async (request, response) => {
    const credentials = await credentialsOf(context, request);
    const ref = releaseParams(request.params);
    response.json(await views.draft(ref, credentials));
  });

  return router;
}
