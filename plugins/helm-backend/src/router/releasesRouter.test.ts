import { mockServices } from '@backstage/backend-test-utils';
import express from 'express';
import request from 'supertest';
import type { Binding } from '../bindings/Binding';
import type { Declaration } from '../declarations/Declaration';
import { declaration, release } from '../plans/__testUtils__/planningWorld';
import { createErrorMiddleware } from './errorMiddleware';
import type { ReadContext } from './ReadContext';
import { createReleasesRouter } from './releasesRouter';

const path =
  '/clusters/nonprod/namespaces/shop-dev/releases/storefront/draft-values';
const mine = declaration();
const others = declaration({ entityRef: 'component:default/a-intruder' });

function ask(declared: Declaration[], boundTo?: string) {
  const binding: Binding | undefined = boundTo
    ? { release, entityRef: boundTo, environment: 'dev', by: '', at: '' }
    : undefined;
  // What this route uses of the whole.
  const context = {
    httpAuth: mockServices.httpAuth(),
    authorizer: { assert: async () => undefined },
    knowledge: {
      declarations: { ofRelease: async () => declared },
      bindings: { get: async () => binding },
    },
    revisions: {
      draft: async ({ entityRef }: Declaration) => ({
        yaml: `of: ${entityRef}`,
        version: '',
      }),
    },
  } as unknown as ReadContext;
  const app = express();
  app.use(createReleasesRouter(context));
  app.use(
    createErrorMiddleware({
      logger: mockServices.logger.mock(),
      redactText: text => text,
    }),
  );
  return request(app).get(path);
}

describe('draft values', () => {
  it('are those of the bound entity, whoever else declares the release', async () => {
    const { body } = await ask([others, mine], mine.entityRef);
    expect(body.yaml).toBe('of: component:default/storefront');
  });

  it('are the declared ones before anything is bound', async () => {
    const { body } = await ask([mine]);
    expect(body.yaml).toBe('of: component:default/storefront');
  });

  it('are nobody else’s when the bound entity declares nothing', async () => {
    const { status, body } = await ask([others], mine.entityRef);
    expect(status).toBe(409);
    expect(body.error.code).toBe('NOT_DECLARED');
  });
});
