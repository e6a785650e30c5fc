import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import {
  HelmError,
  helmReleaseReadPermission,
  type EntityDependencies,
  type EntityReleases,
} from '@backstage-helm/plugin-helm-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { DeclaredDependency } from '../declarations/Declaration';
import { credentialsOf, type ReadContext } from './ReadContext';

const ENTITY = '/entities/:kind/:namespace/:name';
const PATH = `${ENTITY}/releases`;

/** What an entity declares and what runs of it, one card an environment. */
export function createEntitiesRouter(context: ReadContext): Router {
  const { declarations, targets, isDurable } = context;
  const router = PromiseRouter();

  async function answer(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<EntityReleases> {
    const entity = await declarations.entity(entityRef);
    return {
      entityRef,
      targets: await targets.ofEntity(entityRef, credentials),
      problems: entity?.problems ?? [],
      durable: isDurable,
      proposals: context.config.proposals !== undefined,
    };
  }

  router.get(PATH, async (request, response) => {
    const credentials = await credentialsOf(context, request);
    const entityRef = await readableEntity(
      context,
      request.params,
      credentials,
    );
    response.json(await answer(entityRef, credentials));
  });

  router.get(`${ENTITY}/declared`, async (request, response) => {
    const credentials = await credentialsOf(context, request);
    const entityRef = await readableEntity(
      context,
      request.params,
      credentials,
    );
    response.json(await context.declared(entityRef, credentials));
  });

  router.get(`${ENTITY}/dependencies`, async (request, response) => {
    const credentials = await credentialsOf(context, request);
    const entityRef = await readableEntity(
      context,
      request.params,
      credentials,
    );
    const before = (await declarations.ofEntity(entityRef))
      .flatMap(({ dependsOn = [] }) => dependsOn)
      .filter(isFound);
    const readable = await context.authorizer.filter(
      credentials,
      helmReleaseReadPermission,
      before,
      ({ release }) => release,
    );
    const refs = new Set(readable.map(each => each.entityRef));
    refs.delete(entityRef);
    const items = [...refs].sort().map(ref => ({ entityRef: ref }));
    const body: EntityDependencies = { items };
    response.json(body);
  });

  router.post(`${PATH}/refresh`, async (request, response) => {
    const credentials = await credentialsOf(context, request);
    const entityRef = await readableEntity(
      context,
      request.params,
      credentials,
    );
    await declarations.refresh(entityRef);
    response.json(await answer(entityRef, credentials));
  });

  return router;
}

function isFound(
  dependency: DeclaredDependency,
): dependency is Required<Pick<DeclaredDependency, 'release' | 'entityRef'>> &
  DeclaredDependency {
  return dependency.release !== undefined && dependency.entityRef !== undefined;
}

/** The ref, if the caller may read the entity in the catalog. */
async function readableEntity(
  { catalog }: ReadContext,
  params: Record<string, string>,
  credentials: BackstageCredentials,
): Promise<string> {
  const entityRef = stringifyEntityRef({
    kind: params.kind,
    namespace: params.namespace,
    name: params.name,
  });
  const entity = await catalog.getEntityByRef(entityRef, { credentials });
  if (!entity) {
    throw new HelmError(
      {
        code: 'NOT_FOUND',
        message: `There is no entity ${entityRef}, or you may not see it.`,
      },
      { status: 404 },
    );
  }
  return stringifyEntityRef(entity);
}
