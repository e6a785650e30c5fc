import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { HelmError, type Doctor } from '@backstage-helm/plugin-helm-common';
import express from 'express';
import request from 'supertest';
import { releaseNotFound } from '../authorization/refusals';
import { createDoctorRouter } from './doctorRouter';
import { createErrorMiddleware } from './errorMiddleware';

const release = { cluster: 'nonprod', namespace: 'shop-dev', name: 'web' };
const path = '/clusters/nonprod/namespaces/shop-dev/releases/web/doctor';

const healthy: Doctor = {
  release,
  environment: 'dev',
  diagnosis: 'Healthy',
  title: 'Nothing holds web in dev up',
  summary: '',
  found: [],
  holds: [],
  checkedAt: '2026-11-21T00:00:00Z',
  waysOut: [],
};

function serve(given: { doctor?: Doctor; refusal?: HelmError }) {
  const examined: unknown[] = [];
  const app = express();
  app.use(
    createDoctorRouter({
      httpAuth: mockServices.httpAuth(),
      authorizer: {
        async assert(_, permission, ref) {
          expect(permission.name).toBe('helm.release.read');
          expect(ref).toEqual(release);
          if (given.refusal) {
            throw given.refusal;
          }
        },
      },
      doctor: {
        async examine(ref) {
          examined.push(ref);
          return given.doctor;
        },
      },
    }),
    createErrorMiddleware({
      logger: mockServices.logger.mock(),
      redactText: text => text,
    }),
  );
  return {
    examined,
    get: (url = path) =>
      request(app).get(url).set('authorization', mockCredentials.user.header()),
  };
}

describe('createDoctorRouter', () => {
  it('gives the diagnosis', async () => {
    const { status, body } = await serve({ doctor: healthy }).get();
    expect([status, body]).toEqual([200, healthy]);
  });

  it('tells no difference between what is unreadable and what is absent', async () => {
    const unreadable = serve({
      doctor: healthy,
      refusal: releaseNotFound(release),
    });
    const hidden = await unreadable.get();
    const absent = await serve({}).get();
    expect(hidden.status).toBe(404);
    expect([absent.status, absent.body]).toEqual([hidden.status, hidden.body]);
    expect(unreadable.examined).toEqual([]);
  });

  it('finds nothing under a name that no release can have', async () => {
    const { get, examined } = serve({ doctor: healthy });
    expect((await get(path.replace('web', 'No_Such'))).status).toBe(404);
    expect(examined).toEqual([]);
  });
});
