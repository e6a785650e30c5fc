import { randomUUID } from 'node:crypto';
import {
  entityReleasesSchema,
  type Problem,
} from '@backstage-helm/plugin-helm-common';
import type { Knex } from 'knex';
import {
  openDatabases,
  type Databases,
} from '../database/__testUtils__/openDatabases';
import { createStores } from '../operations';
import { driveRelease } from './__testUtils__/driveRelease';
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

/** One mistake, and where the person who made it is told. */
interface Mistake {
  it: string;
  annotations?: Record<string, string>;
  owner?: string;
  environment?: string;
  /** In the entity's card. */
  declared?: { code: string; field: string };
  /** In the answer to a plan: a refusal, or what blocks it. */
  planned?: { code: string; field: string };
}

const at = (key: string) => `helm-release/${key}`;
const declared = (
  it: string,
  code: string,
  annotations: Record<string, string>,
  field = Object.keys(annotations)[0],
  planned?: Mistake['planned'],
): Mistake => ({ it, annotations, declared: { code, field }, planned });

const mistakes: Mistake[] = [
  declared('an unknown environment', 'ANNOTATION_UNKNOWN_ENVIRONMENT', {
    [at('environments')]: 'dev, prdo',
  }),
  declared(
    'an unknown environment of a key',
    'ANNOTATION_UNKNOWN_ENVIRONMENT',
    {
      [at('version.prdo')]: '1.2.0',
    },
  ),
  declared('an unknown key', 'ANNOTATION_UNKNOWN_KEY', {
    [at('verison')]: '1.2.0',
  }),
  declared('a range as version', 'VERSION_NOT_EXACT', {
    [at('version')]: '^1.2.0',
  }),
  {
    it: 'a missing chart',
    annotations: { [at('chart')]: 'web-servise' },
    planned: { code: 'CHART_NOT_FOUND', field: 'chart' },
  },
  {
    it: 'a missing version',
    annotations: { [at('version')]: '9.9.9' },
    planned: { code: 'VERSION_NOT_FOUND', field: 'version' },
  },
  declared('an unlisted repository', 'REPOSITORY_NOT_ALLOWED', {
    [at('repository')]: 'https://charts.example.com',
  }),
  {
    it: 'an unreachable repository',
    annotations: { [at('repository')]: 'gone' },
    planned: { code: 'REPOSITORY_UNREACHABLE', field: 'repository' },
  },
  {
    it: 'refused credentials of a repository',
    annotations: { [at('repository')]: 'guarded' },
    planned: { code: 'CREDENTIALS_REFUSED', field: 'repository' },
  },
  declared('bad YAML', 'YAML_INVALID', {
    [at('values')]: 'replicaCount: 1\n  image: [\n',
  }),
  {
    it: 'values that break the schema',
    annotations: { [at('values')]: 'replicaCount: many\n' },
    planned: { code: 'VALUES_SCHEMA', field: 'values' },
  },
  declared('a name of more than 53 letters', 'RELEASE_NAME_INVALID', {
    [at('name')]: 'n'.repeat(54),
  }),
  declared('a name that starts with a dash', 'RELEASE_NAME_INVALID', {
    [at('name')]: '-f',
  }),
  declared('a namespace that is not granted', 'NAMESPACE_NOT_GRANTED', {
    [at('namespace')]: 'payments-dev',
  }),
  {
    it: "another entity's release",
    annotations: { [at('name')]: taken },
    planned: { code: 'BINDING_CONFLICT', field: 'release' },
  },
  {
    it: 'a cluster that is down',
    annotations: { [at('environments')]: 'moon' },
    environment: 'moon',
    planned: { code: 'CLUSTER_UNREACHABLE', field: 'cluster' },
  },
  {
    it: 'refused credentials of a cluster',
    annotations: { [at('environments')]: 'locked' },
    environment: 'locked',
    planned: { code: 'CLUSTER_CREDENTIALS_REFUSED', field: 'cluster' },
  },
  {
    it: 'a chart that renders into another namespace',
    annotations: {
      [at('repository')]: 'crafted',
      [at('chart')]: 'wanderer',
      [at('version')]: '1.0.0',
    },
    planned: { code: 'OBJECT_NOT_ALLOWED', field: 'chart' },
  },
];

suite('bad input', () => {
  let databases: Databases;
  let knex: Knex;
  let charts: Awaited<ReturnType<typeof serveCharts>>;
  let portal: Awaited<ReturnType<typeof startPortal>>;
  let before: unknown;

  const nameOf = (mistake: Mistake) => `bad-${mistakes.indexOf(mistake)}-${id}`;
  const releaseOf = (mistake: Mistake) => {
    const environment = mistake.environment ?? 'dev';
    return {
      cluster: environment === 'moon' ? 'moon' : 'nonprod',
      namespace: `shop-${environment}`,
      name: mistake.annotations?.[at('name')] ?? nameOf(mistake),
    };
  };
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
        component(taken, own, { [at('environments')]: 'dev' }),
        ...mistakes.map(mistake =>
          component(nameOf(mistake), own, {
            [at('environments')]: 'dev',
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
    await until(
      () => entity(nameOf(mistakes[mistakes.length - 1])),
      ({ targets }) => targets.length > 0,
    );
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

  function expectTold(problems: Problem[], wanted: object) {
    expect(problems).toContainEqual({
      ...wanted,
      message: expect.not.stringContaining('caused by'),
      wayOut: expect.stringMatching(/\w/),
    });
  }

  it.each(mistakes)('tells of $it, and changes nothing', async mistake => {
    if (mistake.declared) {
      const { problems, targets } = await entity(nameOf(mistake));
      expectTold(
        [...problems, ...targets.flatMap(target => target.problems)],
        mistake.declared,
      );
    }
    if (mistake.planned) {
      const drive = driveRelease(portal, releaseOf(mistake));
      const { status, body } = await drive.askPlan({ kind: 'install' });
      if (status === 201) {
        expectTold(body.blockedBy, mistake.planned);
        const refused = await drive.askOperation(body.id, 'All the same');
        expect(refused).toMatchObject({
          status: 409,
          body: {
            error: {
              code: 'PLAN_BLOCKED',
              field: mistake.planned.field,
              details: { code: mistake.planned.code },
            },
          },
        });
      } else {
        const { code, field, message, wayOut } = body.error;
        expectTold([{ code, field, message, wayOut }], mistake.planned);
      }
    }
    expect(await everything()).toEqual(before);
  });
});
