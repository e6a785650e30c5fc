import { randomUUID } from 'node:crypto';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  entityReleasesSchema,
  operationListSchema,
  SYSTEM_CATALOG,
} from '@backstage-helm/plugin-helm-common';
import { readClusters } from './__testUtils__/localClusters';
import { driveRelease } from './__testUtils__/driveRelease';
import {
  ALLOW,
  component,
  startPortal,
  stateFile,
  until,
} from './__testUtils__/startPortal';

const OWNER = 'group:default/team-web';

(stateFile ? describe : describe.skip)(
  'automatic sync on a real cluster',
  () => {
    const name = `sync-${randomUUID().slice(0, 6)}`;
    const release = { cluster: 'nonprod', namespace: 'shop-dev', name };
    const path = `/sync/nonprod/shop-dev/${name}`;
    const now: { annotations: Record<string, string>; location: string } = {
      annotations: {},
      location: '',
    };
    let portal: Awaited<ReturnType<typeof startPortal>>;
    let drive: ReturnType<typeof driveRelease>;

    const entities = (): Entity[] => [
      component(name, OWNER, {
        'backstage.io/managed-by-location': `url:${now.location}`,
        'helm-release/environments': 'dev',
        'helm-release/timeout': '10s',
        ...now.annotations,
      }),
    ];

    const target = async () =>
      entityReleasesSchema.parse(
        await portal.get(`/entities/component/default/${name}/releases`),
      ).targets[0];
    const asked = async () =>
      operationListSchema
        .parse(await portal.get(`/operations?release=nonprod/shop-dev/${name}`))
        .items.filter(({ requestedBy }) => requestedBy === SYSTEM_CATALOG);

    /** The catalog has another declaration, and is read again. */
    async function declare(annotations: Record<string, string>) {
      now.annotations = annotations;
      await portal.send(
        'post',
        `/entities/component/default/${name}/releases/refresh`,
      );
    }

    const reaches = (phase: string, seconds = 90) =>
      until(target, found => found.syncStatus?.phase === phase, seconds);

    beforeAll(async () => {
      const { git } = await readClusters();
      now.location = `${git}/acme/storefront/raw/branch/main/catalog-info.yaml`;
      portal = await startPortal({
        name,
        entities: entities(),
        decide: () => ALLOW,
        catalog: given =>
          createServiceFactory({
            service: catalogServiceRef,
            deps: {},
            factory: () =>
              new Proxy(catalogServiceMock({ entities: given }), {
                get: (
                  _,
                  method: keyof ReturnType<typeof catalogServiceMock>,
                ) => {
                  const others = given.filter(
                    entity => entity.metadata.name !== name,
                  );
                  const catalog = catalogServiceMock({
                    entities: [...entities(), ...others],
                  });
                  const found = catalog[method];
                  return typeof found === 'function'
                    ? found.bind(catalog)
                    : found;
                },
              }),
          }),
        configure: config => {
          const [dev] = config.helm.environments;
          dev.sync = {
            mode: 'automatic',
            trustedLocations: [`${git}/acme/**`],
            attempts: 2,
            backoff: '1s',
            debounce: 0,
          };
        },
      });
      drive = driveRelease(portal, release);
      await until(target, found => found?.headline.state === 'Absent', 60);
    }, 180_000);

    afterAll(async () => {
      await portal.helm(
        'uninstall',
        name,
        '-n',
        'shop-dev',
        '--ignore-not-found',
      );
      await portal.stop();
    }, 120_000);

    it('installs nothing by itself, and follows what was deployed once', async () => {
      expect((await target()).syncStatus).toMatchObject({
        mode: 'automatic',
        phase: 'off',
        waitsFor: { code: 'ADOPTION_NEEDED' },
      });
      await drive.operate({ kind: 'install' }, 'First time');
      await reaches('synced');
      expect(await asked()).toEqual([]);
    }, 240_000);

    it('upgrades when the declaration changes', async () => {
      await declare({ 'helm-release/version': '1.3.0' });
      await until(
        target,
        ({ deployed, syncStatus }) =>
          deployed?.chartVersion === '1.3.0' && syncStatus?.phase === 'synced',
        120,
      );
      expect(await asked()).toMatchObject([
        {
          kind: 'upgrade',
          status: 'succeeded',
          reason: expect.stringContaining('web-service 1.2.0 → 1.3.0'),
        },
      ]);
    }, 240_000);

    it('pauses by a rollback, and brings it about again when resumed', async () => {
      await drive.operate({ kind: 'rollback', revision: 1 }, 'It lost orders');
      const paused = await reaches('paused');
      expect(paused).toMatchObject({
        deployed: { chartVersion: '1.2.0' },
        state: { sync: 'Paused' },
        headline: {
          state: 'Paused',
          reason: 'Rolled back by user:default/ana, automatic sync paused',
        },
        syncStatus: { paused: { cause: 'rollback', reason: 'It lost orders' } },
      });
      expect(paused.actions).toContainEqual({
        action: 'resume-sync',
        allowed: true,
      });
      const { status } = await portal.send('post', `${path}/resume`, {});
      expect(status).toBe(200);
      await until(
        target,
        ({ deployed, syncStatus }) =>
          deployed?.chartVersion === '1.3.0' && syncStatus?.phase === 'synced',
        120,
      );
    }, 240_000);

    it('gives up what does not work, and takes what mends it', async () => {
      await declare({ 'helm-release/version': '9.9.9' });
      const stopped = await reaches('stopped', 120);
      expect(stopped.syncStatus?.failure).toMatchObject({ attempts: 2, of: 2 });
      expect(stopped.headline.word).toBe('Sync stopped');
      await declare({ 'helm-release/version': '1.2.0' });
      await until(
        target,
        ({ deployed, syncStatus }) =>
          deployed?.chartVersion === '1.2.0' && syncStatus?.phase === 'synced',
        120,
      );
    }, 300_000);
  },
);
