import { randomUUID } from 'node:crypto';
import { entityReleasesSchema } from '@backstage-helm/plugin-helm-common';
import type { Knex } from 'knex';
import {
  openDatabases,
  type Databases,
} from '../database/__testUtils__/openDatabases';
import { createStores } from '../operations';
import { driveRelease } from './__testUtils__/driveRelease';
import {
  annotation,
  declaredWrong,
  plannedWrong,
  type Mistake,
} from './__testUtils__/mistakes';
import { serveCharts } from './__testUtils__/serveCharts';
import {
  ALLOW,
  component,
  startPortal,
  stateFile,
  until,
} from './__testUtils__/startPortal';

const suite = stateFile ? describe : describe.skip;
const id = randomUUID().slice(0, 6);
const own = 'group:default/team-web';
const taken = `taken-${id}`;
const mistakes = [...declaredWrong, ...plannedWrong(taken)];

suite('bad input', () => {
  let databases: Databases;
  let knex: Knex;
  let charts: Awaited<ReturnType<typeof serveCharts>>;
  let portal: Awaited<ReturnType<typeof startPortal>>;
  let before: unknown;

  const nameOf = (mistake: Mistake) =>
    `bad-${mistakes.findIndex(({ it: what }) => what === mistake.it)}-${id}`;
  const releaseOf = (mistake: Mistake) => {
    const environment = mistake.environment ?? 'dev';
    return {
      cluster: environment === 'moon' ? 'moon' : 'nonprod',
      namespace: `shop-${environment}`,
      name: mistake.annotations[annotation('name')] ?? nameOf(mistake),
    };
  };
  const planOf = (mistake: Mistake) =>
    driveRelease(portal, releaseOf(mistake)).askPlan({ kind: 'install' });
  const entity = async (name: string) =>
    entityReleasesSchema.parse(
      await portal.get(`/entities/component/default/${name}/releases`),
    );
  /** Everything that a mistake could have changed. */
  async function everything() {
    const [objects, ...tables] = await Promise.all([
      portal.kubectl(
        'get',
        'secrets,configmaps,services,deployments,pods,jobs',
        '-A',
        '-o',
        'name',
      ),
      knex('helm_operations').select('id'),
      knex('helm_bindings').select('*'),
      knex('helm_overrides').select('*'),
    ]);
    const mine = objects.split('\n').filter(line => line.includes(id));
    return { objects: mine.sort(), tables };
  }

  it('starts', async () => {
    databases = openDatabases();
    knex = await databases.create('SQLite');
    charts = await serveCharts({
      wanderer: {
        'templates/elsewhere.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}-away\n  namespace: payments-dev\n',
      },
    });
    portal = await startPortal({
      name: `bad-${id}`,
      entities: [
        component(taken, own, { [annotation('environments')]: 'dev' }),
        ...mistakes.map(mistake =>
          component(nameOf(mistake), own, {
            [annotation('environments')]: 'dev',
            ...mistake.annotations,
          }),
        ),
      ],
      decide: () => ALLOW,
      knex,
      configure: ({ helm }) => {
        helm.repositories.push(...charts.repositories);
        helm.environments.push({
          name: 'locked',
          cluster: 'nonprod',
          identity: { reader: { token: 'out-of-date' } },
          namespace: '{system}-locked',
        });
      },
    });
    const last = await until(
      () => entity(nameOf(mistakes[mistakes.length - 1])),
      ({ targets }) => targets.length > 0,
    );
    expect(last.problems).toEqual([]);
    // The rightful owner was there first.
    await createStores(knex).bindings.claim(knex, {
      release: { cluster: 'nonprod', namespace: 'shop-dev', name: taken },
      entityRef: `component:default/${taken}`,
      environment: 'dev',
      by: 'user:default/ana',
      at: new Date().toISOString(),
    });
    before = await everything();
  }, 60_000);

  afterAll(async () => {
    await portal.stop();
    await charts.close();
    await databases.close();
  });

  const told = ({ code, field }: { code: string; field: string }) => ({
    code,
    field,
    message: expect.not.stringContaining('caused by'),
    wayOut: expect.stringMatching(/\w/),
  });

  it.each(declaredWrong)(
    'says on the card what is wrong with $it, and changes nothing',
    async mistake => {
      const { problems, targets } = await entity(nameOf(mistake));
      const said = [
        ...problems,
        ...targets.flatMap(target => target.problems),
      ].map(({ suggestion: _, ...problem }) => problem);
      expect(said).toContainEqual(told(mistake));
      expect(await everything()).toEqual(before);
    },
  );

  it.each(plannedWrong(taken))(
    'says in the plan what is wrong with $it, and changes nothing',
    async mistake => {
      const { body } = await planOf(mistake);
      const { code, field, message, wayOut } = body.error ?? body.blockedBy[0];
      expect({ code, field, message, wayOut }).toEqual(told(mistake));
      expect(await everything()).toEqual(before);
    },
  );

  it('does not run a plan that says so', async () => {
    const mistake = mistakes[mistakes.length - 1];
    const { status, body } = await planOf(mistake);
    expect(status).toBe(201);
    const drive = driveRelease(portal, releaseOf(mistake));
    expect(await drive.askOperation(body.id, 'All the same')).toMatchObject({
      status: 409,
      body: {
        error: {
          code: 'PLAN_BLOCKED',
          field: mistake.field,
          details: { code: mistake.code },
        },
      },
    });
    expect(await everything()).toEqual(before);
  });
});
