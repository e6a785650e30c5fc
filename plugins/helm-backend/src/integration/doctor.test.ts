import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import {
  openDatabases,
  type Databases,
} from '../database/__testUtils__/openDatabases';
import { serveCharts } from './__testUtils__/serveCharts';
import {
  ALLOW,
  startPortal,
  stateFile,
  until,
} from './__testUtils__/startPortal';
import {
  stuckChart,
  stuckComponent,
  stuckReleases,
} from './__testUtils__/stuckReleases';

const suite = stateFile ? describe : describe.skip;
const hang = { values: 'outcome: pending\n' };

suite.each([4, 3] as const)('the doctor, with Helm %s', major => {
  const id = `d${major}-${randomUUID().slice(0, 5)}`;
  const names = ['up'].map(what => `${id}-${what}`);
  const [up] = names;
  let databases: Databases;
  let knex: Knex;
  let charts: Awaited<ReturnType<typeof serveCharts>>;
  let portal: Awaited<ReturnType<typeof startPortal>>;
  let stuck: ReturnType<typeof stuckReleases>;

  beforeAll(async () => {
    databases = openDatabases();
    knex = await databases.create('SQLite');
    charts = await serveCharts({ stuck: stuckChart });
    portal = await startPortal({
      name: id,
      knex,
      entities: names.map(name => stuckComponent(name)),
      decide: () => ALLOW,
      configure: config => {
        config.helm.repositories.push(...charts.repositories);
        const [dev] = config.helm.environments;
        dev.helm = { version: major };
        // A Helm outside of the portal is held for dead after twice of it.
        dev.defaults = { ...dev.defaults, timeout: '6s' };
      },
    });
    const { tools } = portal.state;
    stuck = stuckReleases(portal, knex, major === 4 ? tools.helm : tools.helm3);
    for (const name of names) {
      await until(
        () => portal.get(`/entities/component/default/${name}/releases`),
        body => body.targets[0]?.headline.state === 'Absent',
        60,
      );
    }
  }, 120_000);

  afterAll(async () => {
    for (const name of names) {
      await portal
        ?.helm('uninstall', name, '-n', 'shop-dev', '--no-hooks')
        .catch(() => undefined);
    }
    await portal?.stop();
    await charts?.close();
    await databases?.close();
  }, 120_000);

  it('24. shows an upgrade whose Helm was killed as interrupted', async () => {
    await stuck.drive(up).operate({ kind: 'install' }, 'First');
    const broken = await stuck.killDuring(
      up,
      { kind: 'upgrade', ...hang },
      'pending-upgrade',
    );
    expect(broken).toMatchObject({ status: 'interrupted' });
    const seen = await stuck.doctor(up);
    expect(seen).toMatchObject({ diagnosis: 'PendingUpgrade', revision: 2 });
  }, 120_000);
});
