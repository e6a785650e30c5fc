import {
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { defaultSecretKeyPatterns } from '@backstage-helm/plugin-helm-common';
import type { JsonObject } from '@backstage/types';
import { InMemoryHelm } from '../__testUtils__/InMemoryHelm';
import { runAction } from '../__testUtils__/runAction';
import { createDeclareAction } from './createDeclareAction';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'declare-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Declares in a workspace with these files, and tells what is in it then. */
async function declare(
  files: Record<string, string>,
  input: JsonObject,
  options: { isDryRun?: boolean } = {},
) {
  const workspacePath = await mkdtemp(join(folder, 'workspace-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(workspacePath, path)), { recursive: true });
    await writeFile(join(workspacePath, path), text);
  }
  const action = createDeclareAction(new InMemoryHelm(), {
    secretKeys: defaultSecretKeyPatterns,
  });
  const run = await runAction(action, input as {}, {
    workspacePath,
    ...options,
  });
  const read = (path: string) => readFile(join(workspacePath, path), 'utf8');
  return { ...run, read, workspacePath };
}

const entity = `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: storefront   # the shop window
  annotations:
    other/one: "1"
spec:
  type: service
`;

const declared = `# Two things
apiVersion: backstage.io/v1alpha1
kind: System
metadata: { name: shop }
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: storefront
  annotations:
    # What runs
    helm-release/repository: local
    helm-release/chart: web-service
    helm-release/version: 1.2.0 # pinned
    helm-release/version.prod: 1.1.0
    helm-release/environments: dev, staging, prod
    helm-release/values: deploy/values.yaml
    helm-release/values.prod: deploy/values.prod.yaml
spec:
  type: service
`;

const values = `# For all
replicaCount: 2
config:
  logLevel: info # or debug
  greeting: Hello
`;

const repository = {
  'catalog-info.yaml': declared,
  'deploy/values.yaml': values,
  'deploy/values.prod.yaml': 'replicaCount: 4 # the load\n',
};

describe('a new declaration', () => {
  it('is written as annotations and values files', async () => {
    const { read, outputs, error } = await declare(
      { 'catalog-info.yaml': entity },
      {
        chart: { repository: 'local', name: 'web-service' },
        version: '1.3.0',
        versions: { prod: '1.2.0' },
        environments: ['dev', 'prod'],
        values: 'replicaCount: 2\n',
        environmentValues: { prod: 'replicaCount: 4' },
      },
    );
    expect(error).toBeUndefined();
    expect(await read('catalog-info.yaml')).toBe(
      entity.replace(
        'spec:',
        `    helm-release/chart: web-service
    helm-release/repository: local
    helm-release/version: 1.3.0
    helm-release/version.prod: 1.2.0
    helm-release/environments: dev, prod
    helm-release/values: deploy/values.yaml
    helm-release/values.prod: deploy/values.prod.yaml
spec:`,
      ),
    );
    expect(await read('deploy/values.yaml')).toBe('replicaCount: 2\n');
    expect(await read('deploy/values.prod.yaml')).toBe('replicaCount: 4\n');
    expect(outputs).toMatchObject({
      changed: true,
      files: [
        'catalog-info.yaml',
        'deploy/values.prod.yaml',
        'deploy/values.yaml',
      ],
    });
    expect(outputs.diff).toContain(
      '--- /dev/null\n+++ b/deploy/values.yaml\n@@ -0,0 +1,1 @@\n+replicaCount: 2\n',
    );
  });

  it('is written as a document with values files', async () => {
    const { read, error } = await declare(
      { 'catalog-info.yaml': entity },
      {
        format: 'document',
        chart: { repository: 'local', name: 'web-service' },
        version: '1.3.0',
        versions: { prod: '1.2.0' },
        values: 'replicaCount: 2\n',
      },
    );
    expect(error).toBeUndefined();
    expect(await read('deploy/release.yaml')).toBe(
      `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: storefront
spec:
  interval: 10m
  releaseName: storefront
  chart:
    spec:
      chart: web-service
      version: 1.3.0
      sourceRef:
        kind: HelmRepository
        name: local
`,
    );
    expect(await read('deploy/release.prod.yaml')).toContain('version: 1.2.0');
    expect(await read('catalog-info.yaml')).toContain(
      '    helm-release/file: deploy/release.yaml\n    helm-release/file.prod: deploy/release.prod.yaml\n    helm-release/values: deploy/values.yaml\n',
    );
  });
});

describe('a change', () => {
  it('of the version for one environment is one line', async () => {
    const { read, outputs } = await declare(repository, {
      environment: 'prod',
      version: '1.2.0',
    });
    expect(await read('catalog-info.yaml')).toBe(
      declared.replace('version.prod: 1.1.0', 'version.prod: 1.2.0'),
    );
    expect(outputs.diff).toContain(
      '-    helm-release/version.prod: 1.1.0\n+    helm-release/version.prod: 1.2.0\n',
    );
    expect(outputs.files).toEqual(['catalog-info.yaml']);
  });

  it('of the version for all keeps the comment beside it', async () => {
    const { read } = await declare(repository, { version: '1.3.0' });
    expect(await read('catalog-info.yaml')).toBe(
      declared.replace('version: 1.2.0', 'version: 1.3.0'),
    );
  });

  it('of values goes into the file of the environment', async () => {
    const { read, outputs } = await declare(repository, {
      environment: 'prod',
      valuesPatch: 'replicaCount: 6\nconfig: {logLevel: "yes"}\n',
    });
    expect(await read('deploy/values.prod.yaml')).toBe(
      'replicaCount: 6 # the load\nconfig:\n  logLevel: "yes"\n',
    );
    expect(outputs.files).toEqual(['deploy/values.prod.yaml']);
  });

  it('of values starts a file for an environment that has none', async () => {
    const { read } = await declare(repository, {
      environment: 'dev',
      valuesPatch: 'replicaCount: 1',
    });
    expect(await read('deploy/values.dev.yaml')).toBe('replicaCount: 1\n');
    expect(await read('catalog-info.yaml')).toContain(
      'helm-release/values.dev: deploy/values.dev.yaml',
    );
  });

  it('of values for all keeps comments, and null removes', async () => {
    const { read, error } = await declare(repository, {
      valuesPatch: 'config: {logLevel: debug, greeting: null}',
    });
    expect(error).toBeUndefined();
    expect(await read('deploy/values.yaml')).toBe(
      '# For all\nreplicaCount: 2\nconfig:\n  logLevel: debug # or debug\n',
    );
  });

  it('that would remove for all what one shall not have is refused', async () => {
    const { error } = await declare(repository, {
      environment: 'prod',
      valuesPatch: 'config: {greeting: null}',
    });
    expect(error).toBe(
      "config.greeting can't be removed for one environment: deploy/values.yaml says it for others too. Set it to an empty value, or change that file for all.",
    );
  });

  it('that changes nothing says so', async () => {
    const { outputs, log } = await declare(repository, { version: '1.2.0' });
    expect(outputs).toEqual({ files: [], diff: '', changed: false });
    expect(log).toContain('The workspace declares this already');
  });

  it('of values that stand in the annotation stays there', async () => {
    const { read } = await declare(
      {
        'catalog-info.yaml': declared.replace(
          'helm-release/values: deploy/values.yaml',
          'helm-release/values: |\n      replicaCount: 2',
        ),
        'deploy/values.prod.yaml': '',
      },
      { valuesPatch: 'replicaCount: 3' },
    );
    expect(await read('catalog-info.yaml')).toContain(
      'helm-release/values: |\n      replicaCount: 3\n',
    );
  });
});

describe('a change of documents', () => {
  const documents = `# The source
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: {name: local}
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: api
spec:
  chart:
    spec:
      chart: web-service
      version: 1.1.0   # tested
      sourceRef: {kind: HelmRepository, name: local}
  values:
    replicaCount: 2
---
apiVersion: helm.fluxcd.io/v1
kind: HelmRelease
metadata:
  name: queue
  namespace: apps
spec:
  chart:
    repository: https://charts.example.com
    name: worker
    version: 0.1.0
`;
  const files = {
    'catalog-info.yaml': entity.replace(
      'other/one: "1"',
      'helm-release/file: deploy/releases.yaml',
    ),
    'deploy/releases.yaml': documents,
  };

  it('finds the release, its version and its values', async () => {
    const first = await declare(files, {
      releaseName: 'api',
      version: '1.2.0',
      valuesPatch: 'replicaCount: 3\nimage: {tag: "1.10"}',
    });
    expect(first.error).toBeUndefined();
    expect(await first.read('deploy/releases.yaml')).toBe(
      documents
        .replace('1.1.0   # tested', '1.2.0 # tested')
        .replace(
          'replicaCount: 2',
          'replicaCount: 3\n    image:\n      tag: "1.10"',
        ),
    );
    const second = await declare(files, {
      releaseName: 'apps-queue',
      version: '0.2.0',
    });
    expect(await second.read('deploy/releases.yaml')).toBe(
      documents.replace('0.1.0', '0.2.0'),
    );
  });

  it('names the releases when it is not clear which is meant', async () => {
    const { error } = await declare(files, { version: '1.2.0' });
    expect(error).toContain('several documents are there');
    expect(error).toContain('api, apps-queue');
  });

  it('does not change for all what one environment shall get', async () => {
    const { error } = await declare(files, {
      releaseName: 'api',
      environment: 'prod',
      version: '1.2.0',
    });
    expect(error).toContain('Give prod documents of its own');
  });
});

describe('what is refused', () => {
  it.each([
    [{ version: '^1.2.0' }, 'version: "^1.2.0" is not one exact version'],
    [{ version: 'latest' }, 'is not one exact version'],
    [{ versions: { prod: '1.2' } }, 'versions.prod: "1.2" is not one exact'],
    [{ environment: 'prdo', version: '1.2.0' }, 'Did you mean "prod"?'],
    [{ environments: ['devel'] }, 'environments: there is no environment'],
    [{ environmentValues: { qa: 'a: 1' } }, 'environmentValues: there is no'],
    [{ values: 'db: {password: x}' }, 'values: db.password is a secret'],
    [{ valuesPatch: 'apiKey: x' }, 'valuesPatch: apiKey is a secret'],
    [{ values: '[1]' }, 'values holds a list, not a map of values'],
    [{ entityRef: 'component:other/storefront' }, 'It holds: system:default/'],
    [{ catalogFile: '../catalog-info.yaml' }, 'outside'],
    [{ catalogFile: 'absent.yaml' }, 'There is no absent.yaml'],
  ])('%j', async (input, message) => {
    const { error, read } = await declare(repository, input);
    expect(error).toContain(message);
    expect(await read('catalog-info.yaml')).toBe(declared);
  });

  it("a secret that the chart's schema names", async () => {
    const { error } = await declare(
      { 'catalog-info.yaml': entity },
      {
        chart: { repository: 'local', name: 'web-service' },
        version: '1.3.0',
        values: 'licence: x',
      },
    );
    expect(error).toContain('values: licence is a secret');
  });

  it('an entity without a declaration, and no chart', async () => {
    const { error } = await declare(
      { 'catalog-info.yaml': entity },
      { version: '1.3.0' },
    );
    expect(error).toBe('storefront declares no release yet: name a chart.');
  });

  it('values files out of the workspace, by path or by link', async () => {
    const outside = join(folder, 'outside.yaml');
    await writeFile(outside, 'a: 1\n');
    const up = declared.replace('deploy/values.yaml', '../outside.yaml');
    const { error } = await declare(
      { ...repository, 'catalog-info.yaml': up },
      { valuesPatch: 'a: 2' },
    );
    expect(error).toContain('leads out of the repository');
    const workspacePath = await mkdtemp(join(folder, 'linked-'));
    await writeFile(join(workspacePath, 'catalog-info.yaml'), declared);
    await symlink(folder, join(workspacePath, 'deploy'));
    const action = createDeclareAction(new InMemoryHelm(), { secretKeys: [] });
    const linked = await runAction(
      action,
      { valuesPatch: 'a: 2' },
      { workspacePath },
    );
    expect(linked.error).toContain('outside');
    expect(await readFile(outside, 'utf8')).toBe('a: 1\n');
  });
});

it('writes nothing in a dry run', async () => {
  const { read, outputs, workspacePath, log } = await declare(
    repository,
    { version: '1.3.0', environment: 'dev', valuesPatch: 'a: 1' },
    { isDryRun: true },
  );
  expect(await read('catalog-info.yaml')).toBe(declared);
  expect((await readdir(join(workspacePath, 'deploy'))).sort()).toEqual([
    'values.prod.yaml',
    'values.yaml',
  ]);
  expect(outputs.changed).toBe(true);
  expect(log).toContain('A dry run writes nothing');
});
