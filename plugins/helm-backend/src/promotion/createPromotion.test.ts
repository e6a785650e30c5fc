import { mockServices } from '@backstage/backend-test-utils';
import type { ReleaseRef, Revision } from '@backstage-helm/plugin-helm-common';
import type { Knex } from 'knex';
import { anEnvironment } from '../config/__testUtils__/anEnvironment';
import {
  dialects,
  openDatabases,
} from '../database/__testUtils__/openDatabases';
import { declaration } from '../plans/__testUtils__/planningWorld';
import { createPromotion } from './createPromotion';

jest.setTimeout(60_000);
const databases = openDatabases();
afterAll(() => databases.close());

const STOREFRONT = 'component:default/storefront';
const staging: ReleaseRef = {
  cluster: 'nonprod',
  namespace: 'shop-staging',
  name: 'storefront',
};
const prod = anEnvironment({
  name: 'prod',
  promoteFrom: 'staging',
  promotion: { required: true, soakSeconds: 3600 },
});
const chart = { name: 'web', version: '2.4.0', digest: 'sha256:a' };
const MINUTE = 60_000;

describe.each(dialects)('promotion on %s', dialect => {
  let knex: Knex;
  let latest: Revision | undefined;
  let status: 'Healthy' | 'Failed';
  let looks: number;
  let away: Error | undefined;

  beforeAll(async () => {
    knex = await databases.create(dialect);
  });
  beforeEach(async () => {
    await knex('helm_soaks').delete();
    status = 'Healthy';
    looks = 0;
    away = undefined;
    latest = {
      revision: 7,
      status: 'deployed',
      chartName: 'web',
      chartVersion: '2.4.0',
      updatedAt: '2026-11-20T10:00:00.000Z',
      description: '',
    };
  });

  function promotion() {
    const binding = {
      release: staging,
      entityRef: STOREFRONT,
      environment: 'staging',
      by: 'user:default/dana',
      at: '',
    };
    return createPromotion({
      knex,
      config: { environments: [anEnvironment({ name: 'staging' }), prod] },
      bindings: {
        all: async () => [binding, { ...binding, environment: 'dev' }],
        ofEntity: async ref => (ref === STOREFRONT ? [binding] : []),
      },
      declarations: {
        ofEntity: async () => [
          declaration({ environment: 'staging', release: staging }),
        ],
      },
      successes: {
        list: async release => [
          {
            release,
            revision: 7,
            operationId: 'op',
            chartDigest: 'sha256:a',
            deployedAt: '2026-11-20T10:00:00.000Z',
          },
        ],
      },
      store: { latest: () => latest },
      resources: {
        async list() {
          looks += 1;
          if (away) {
            throw away;
          }
          return {
            summary: {
              status,
              ready: 1,
              progressing: 0,
              failing: 0,
              unknown: 0,
              words: '',
            },
            items: [],
            observedAt: '',
          };
        },
      },
      logger: mockServices.logger.mock(),
    });
  }

  /** As if the last looks had been earlier by this. */
  async function later(milliseconds: number) {
    await knex('helm_soaks').update({
      healthy_since: knex.raw('healthy_since - ?', [milliseconds]),
      checked_at: knex.raw('checked_at - ?', [milliseconds]),
    });
  }

  const ask = (more = {}) =>
    promotion().gate.problem({
      environment: prod,
      kind: 'upgrade',
      entityRef: STOREFRONT,
      chart,
      ...more,
    });

  it('lets a version go on after its time, looked at in rounds', async () => {
    const { watch } = promotion();
    expect(watch.isNeeded).toBe(true);
    await watch.round();
    for (let minute = 0; minute < 61; minute += 4) {
      await later(4 * MINUTE);
      await watch.round();
    }
    expect(await ask()).toBeUndefined();
  });

  it('says how long it still takes', async () => {
    expect((await ask())?.message).toBe(
      '2.4.0 has been healthy in staging for 0 s of 1 h.',
    );
    await later(3 * MINUTE);
    expect((await ask())?.message).toBe(
      '2.4.0 has been healthy in staging for 3 min of 1 h.',
    );
  });

  it('begins anew after an unhealthy look, and after a gap', async () => {
    const { watch } = promotion();
    await watch.round();
    status = 'Failed';
    await later(MINUTE);
    await watch.round();
    expect((await ask())?.message).toBe('2.4.0 is not healthy in staging.');
    status = 'Healthy';
    await later(2 * MINUTE);
    expect((await ask())?.message).toMatch('for 0 s of 1 h');
    await later(6 * MINUTE);
    expect((await ask())?.message).toMatch('for 0 s of 1 h');
  });

  it('does not know what nobody could look at', async () => {
    away = new Error('cluster away');
    await promotion().watch.round();
    expect((await ask())?.message).toBe(
      'Whether 2.4.0 is healthy in staging is not known.',
    );
  });

  it('looks itself only when nobody has just looked', async () => {
    await ask();
    await ask();
    expect(looks).toBe(1);
  });

  it('compares the very chart', async () => {
    expect(
      (await ask({ chart: { ...chart, digest: 'sha256:b' } }))?.message,
    ).toBe('staging has another chart of the same version 2.4.0.');
  });

  it('needs the release of the same entity', async () => {
    expect(
      (await ask({ entityRef: 'component:default/ledger' }))?.message,
    ).toBe('Nothing of it is deployed in staging.');
    latest = undefined;
    expect((await ask())?.message).toBe(
      'Nothing of it is deployed in staging.',
    );
  });

  it.each(['install', 'upgrade', 'reinstall'])('asks it of: %s', async kind => {
    const other = { ...chart, version: '2.5.0', digest: 'sha256:b' };
    expect((await ask({ kind, chart: other }))?.code).toBe('PROMOTION_RULE');
  });

  it.each([
    ['rollbacks', { kind: 'rollback' }],
    ['environments without the rule', { environment: anEnvironment() }],
  ])('asks nothing of %s', async (_, more) => {
    expect(await ask(more)).toBeUndefined();
    expect(looks).toBe(0);
  });
});
