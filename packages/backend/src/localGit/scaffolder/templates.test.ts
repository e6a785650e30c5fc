import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import scaffolder from '@backstage/plugin-scaffolder-backend';
import scaffolderModuleHelm from '@backstage-helm/plugin-scaffolder-backend-module-helm';
import { serveGit, type LocalService } from '@backstage-helm/local-cluster';
import { parse } from 'yaml';
import {
  fakeHelmPlugin,
  type HelmRequests,
} from './__testUtils__/fakeHelmPlugin';
import scaffolderModuleLocalGit from './index';

jest.setTimeout(120_000);

const TEMPLATES = resolve(__dirname, '../../../../../examples/templates');

/** The template's entity, as the catalog reads it from its file. */
async function templateNamed(name: string) {
  const file = join(TEMPLATES, name, 'template.yaml');
  const entity = parse(await readFile(file, 'utf8'));
  const location = `file:${file}`;
  entity.metadata.namespace = 'default';
  entity.metadata.annotations = {
    'backstage.io/managed-by-location': location,
    'backstage.io/managed-by-origin-location': location,
  };
  return entity;
}

let folder: string;
let host: LocalService;
let address: string;
let stop: () => Promise<void>;
const requests: HelmRequests = { plans: [], operations: [] };
const registered: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'templates-'));
  host = await serveGit({
    directory: join(folder, 'git'),
    port: 0,
    pushWebhooks: [],
    log: line => {
      throw new Error(line);
    },
  });
  const templates = await Promise.all(
    ['new-helm-release', 'change-helm-release'].map(templateNamed),
  );
  const component = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: 'kiosk',
      namespace: 'default',
      annotations: {
        'backstage.io/managed-by-location': `url:${host.url}/services/kiosk/raw/branch/main/catalog-info.yaml`,
      },
    },
    spec: {},
  };
  const entities = [...templates, component];
  const catalog = Object.assign(catalogServiceMock({ entities }), {
    addLocation: async ({ target }: { target: string }) => {
      registered.push(target);
      const location = { id: '1', type: 'url', target };
      return { location, entities: [component], exists: true };
    },
  });
  const { server } = await startTestBackend({
    features: [
      scaffolder,
      scaffolderModuleHelm,
      scaffolderModuleLocalGit,
      fakeHelmPlugin(requests),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://portal.example.com' },
          localGit: { url: host.url },
        },
      }),
      createServiceFactory({
        service: catalogServiceRef,
        deps: {},
        factory: () => catalog,
      }),
    ],
  });
  address = `http://localhost:${server.port()}/api/scaffolder`;
  stop = async () => {
    server.close();
  };
});

afterAll(async () => {
  await stop();
  await host.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs a template to its end as the scaffolder does, and gives its output. */
async function run(template: string, values: object) {
  const headers = {
    authorization: mockCredentials.user.header(),
    'content-type': 'application/json',
  };
  const started = await fetch(`${address}/v2/tasks`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ templateRef: template, values }),
  });
  expect({
    status: started.status,
    body: await started.clone().text(),
  }).toEqual({ status: 201, body: expect.any(String) });
  const { id } = await started.json();
  const seen: string[] = [];
  for (let after = -1; ; ) {
    const events: {
      id: number;
      type: string;
      body: { message: string; status?: string; output?: any; error?: any };
    }[] = await (
      await fetch(`${address}/v2/tasks/${id}/events?after=${after}`, {
        headers,
      })
    ).json();
    for (const event of events) {
      after = event.id;
      seen.push(event.body.message);
      if (event.type === 'completion') {
        expect(event.body.error).toBeUndefined();
        return { output: event.body.output, log: seen.join('\n') };
      }
    }
    await new Promise(done => setTimeout(done, 50));
  }
}

const raw = async (path: string, branch = 'main') =>
  (
    await fetch(`${host.url}/services/kiosk/raw/branch/${branch}/${path}`)
  ).text();

it('makes a new release from nothing, then proposes a change of it', async () => {
  const { output } = await run('template:default/new-helm-release', {
    name: 'kiosk',
    description: 'Sells "tickets": fast',
    owner: 'group:default/team-web',
    system: 'system:default/shop',
    chart: { repository: 'local', name: 'web-service' },
    version: '1.3.0',
    environments: ['dev', 'staging'],
    values: '# Two of them\nreplicaCount: 2\n',
  });
  const file = await raw('catalog-info.yaml');
  expect(parse(file)).toEqual({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: 'kiosk',
      description: 'Sells "tickets": fast',
      annotations: {
        'backstage.io/kubernetes-label-selector':
          'app.kubernetes.io/instance=kiosk',
        'helm-release/chart': 'web-service',
        'helm-release/repository': 'local',
        'helm-release/version': '1.3.0',
        'helm-release/environments': 'dev, staging',
        'helm-release/values': 'deploy/values.yaml',
      },
    },
    spec: {
      type: 'service',
      lifecycle: 'experimental',
      owner: 'group:default/team-web',
      system: 'system:default/shop',
    },
  });
  expect(await raw('deploy/values.yaml')).toBe(
    '# Two of them\nreplicaCount: 2\n',
  );
  expect(await raw('README.md')).toContain('# kiosk');
  expect(requests.operations).toEqual([
    {
      reason: 'First deploy of kiosk from its template',
      key: expect.stringMatching(/^template-/),
    },
  ]);
  expect(registered).toContain(
    `${host.url}/services/kiosk/raw/branch/main/catalog-info.yaml`,
  );
  expect(output.links).toMatchObject([
    { entityRef: 'component:default/kiosk' },
    { url: `${host.url}/services/kiosk` },
    { url: 'http://portal.example.com/helm/operations/op-1' },
  ]);

  const change = await run('template:default/change-helm-release', {
    entityRef: 'component:default/kiosk',
    environment: 'staging',
    releaseName: 'kiosk',
    version: '1.2.0',
    valuesPatch: 'replicaCount: 4\n',
    title: 'Staging stays behind',
    description: 'It is **slow** there.',
  });
  const url = `${host.url}/services/kiosk/pulls/1`;
  expect(change.output.links).toMatchObject([
    { url },
    { entityRef: 'component:default/kiosk' },
  ]);
  const page = await (await fetch(url)).text();
  expect(page).toContain('Staging stays behind');
  expect(page).toContain('It is **slow** there.');
  expect(page).toContain('+    helm-release/version.staging: 1.2.0');
  expect(page).toContain('+replicaCount: 4');
  expect(await raw('catalog-info.yaml')).toBe(file);
  await fetch(`${url}/merge`, { method: 'POST' });
  expect(parse(await raw('catalog-info.yaml')).metadata.annotations).toEqual({
    ...parse(file).metadata.annotations,
    'helm-release/version.staging': '1.2.0',
    'helm-release/values.staging': 'deploy/values.staging.yaml',
  });
  expect(await raw('deploy/values.staging.yaml')).toBe('replicaCount: 4\n');
});
