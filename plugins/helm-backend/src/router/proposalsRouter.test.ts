import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { HelmError } from '@backstage-helm/plugin-helm-common';
import express from 'express';
import request from 'supertest';
import type { Proposer } from '../proposals/createProposer';
import { createErrorMiddleware } from './errorMiddleware';
import { createProposalsRouter } from './proposalsRouter';

const release = { cluster: 'nonprod', namespace: 'shop-dev', name: 'shop' };

function serve(propose: Proposer) {
  const app = express();
  app.use(express.json());
  app.use(
    createProposalsRouter({ propose, httpAuth: mockServices.httpAuth() }),
  );
  app.use(
    createErrorMiddleware({
      logger: mockServices.logger.mock(),
      redactText: text => text,
    }),
  );
  return request(app)
    .post('/proposals')
    .set('authorization', mockCredentials.user.header());
}

describe('POST /proposals', () => {
  it('gives what is asked for to who asks', async () => {
    const propose = jest.fn<ReturnType<Proposer>, Parameters<Proposer>>(
      async () => ({ template: 'template:default/change' } as never),
    );
    const body = { release, kind: 'promotion', from: 'dev' };
    const response = await serve(propose).send(body);
    expect(response.status).toBe(200);
    expect(response.body).toEqual({ template: 'template:default/change' });
    expect(propose).toHaveBeenCalledWith(
      body,
      expect.objectContaining(mockCredentials.user()),
    );
  });

  it.each([
    [{ release, kind: 'rename' }, 'kind'],
    [
      { release, kind: 'version', entityRef: 'component:default/a' },
      'entityRef',
    ],
    [
      { release: { ...release, name: '../x' }, kind: 'version' },
      'release.name',
    ],
  ])('refuses %j', async (body, field) => {
    const propose = jest.fn();
    const response = await serve(propose).send(body);
    expect(response.status).toBe(400);
    expect(response.body.error).toMatchObject({ code: 'INPUT_INVALID', field });
    expect(propose).not.toHaveBeenCalled();
  });

  it('says why there is none', async () => {
    const response = await serve(async () => {
      throw new HelmError(
        { code: 'PROPOSALS_OFF', message: 'No template.' },
        { status: 409 },
      );
    }).send({ release, kind: 'override' });
    expect(response.status).toBe(409);
    expect(response.body.error).toMatchObject({ code: 'PROPOSALS_OFF' });
  });
});
