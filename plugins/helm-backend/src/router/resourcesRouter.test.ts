import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  HelmError,
  helmReleaseLogsReadPermission,
  resourceListSchema,
} from '@backstage-helm/plugin-helm-common';
import express from 'express';
import request from 'supertest';
import type { ResourceOptions } from '../resources';
import { createResourcesRouter } from './resourcesRouter';

const path = '/clusters/nonprod/namespaces/shop-dev/releases/web/resources';

function start(held: { read: boolean; logs: boolean }) {
  const asked: ResourceOptions[] = [];
  const app = express();
  app.use(
    createResourcesRouter({
      httpAuth: mockServices.httpAuth(),
      environmentOf: () => 'dev',
      authorizer: {
        assert: async () => {
          if (!held.read) {
            throw new HelmError(
              { code: 'NOT_FOUND', message: 'There is no such release.' },
              { status: 404 },
            );
          }
        },
        can: async (_, permission) =>
          permission === helmReleaseLogsReadPermission && held.logs,
      },
      reader: {
        list: async (_ref, _environment, options = {}) => {
          asked.push(options);
          return {
            summary: {
              status: 'Healthy',
              ready: 0,
              progressing: 0,
              failing: 0,
              unknown: 0,
              words: 'No objects',
            },
            items: [],
            observedAt: '2026-11-20T14:00:00Z',
          };
        },
      },
    }),
  );
  app.use(
    (
      error: HelmError,
      _request: express.Request,
      response: express.Response,
      _next: express.NextFunction,
    ) => {
      response.status(error.status ?? 500).json({ code: error.code });
    },
  );
  const get = (url: string) =>
    request(app).get(url).set('Authorization', mockCredentials.user.header());
  return { asked, get };
}

describe('GET …/resources', () => {
  it('gives the list, with logs only to those who may read them', async () => {
    const withLogs = start({ read: true, logs: true });
    const response = await withLogs.get(path);
    expect(response.status).toBe(200);
    expect(resourceListSchema.parse(response.body).items).toEqual([]);
    expect(withLogs.asked).toEqual([{ summary: false, withLogs: true }]);

    const without = start({ read: true, logs: false });
    await without.get(path);
    expect(without.asked).toEqual([{ summary: false, withLogs: false }]);
  });

  it.each([
    ['?summary', true],
    ['?summary=1', true],
    ['?summary=0', false],
  ])('%s', async (query, summary) => {
    const { asked, get } = start({ read: true, logs: false });
    await get(path + query);
    expect(asked).toEqual([{ summary, withLogs: false }]);
  });

  it('19. does not tell an unreadable release from none', async () => {
    const { asked, get } = start({ read: false, logs: true });
    const response = await get(path);
    expect([response.status, response.body.code]).toEqual([404, 'NOT_FOUND']);
    expect(asked).toEqual([]);
  });

  it('refuses a query that it does not know', async () => {
    const { get } = start({ read: true, logs: true });
    const response = await get(`${path}?orderBy=secret_values`);
    expect([response.status, response.body.code]).toEqual([
      400,
      'INPUT_INVALID',
    ]);
  });
});
