import type { Entity } from '@backstage/catalog-model';
import type { DeclarationContext } from '../DeclarationContext';
import { entityFacts } from '../entityFacts';
import { parseAnnotations } from '../parseAnnotations';
import { applyDocuments } from './applyDocuments';
import { findChartSource } from './findChartSource';
import { parseReleaseDocuments } from './parseReleaseDocuments';
import { environmentProblems, selectDocuments } from './selectDocuments';

const context: DeclarationContext = {
  environments: ['dev', 'prod'].map(name => ({
    name,
    aliases: name === 'prod' ? ['production'] : [],
    engine: name === 'prod' ? 'flux' : undefined,
    isDefault: true,
    namespace: `web-${name}`,
    namespaces: [{ match: 'web-*' }],
    defaults: {
      wait: true,
      timeoutSeconds: 300,
      rollbackOnFailure: true,
      createNamespace: true,
    },
  })),
  repositories: [
    { name: 'charts', url: 'https://charts.example.com', kind: 'http' },
    { name: 'oci', url: 'oci://registry.example.com/charts', kind: 'oci' },
  ],
};

const classic = (name: string, spec = '', metadata = '') => `---
apiVersion: helm.fluxcd.io/v1
kind: HelmRelease
metadata: {name: ${name}${metadata}}
spec:
  chart: {repository: https://charts.example.com/, name: web, version: 1.2.3}
  ${spec}
`;

const flux = (sourceRef: string, version = '1.2.3') => `---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: web}
spec: {chart: {spec: {chart: web, version: ${version}, sourceRef: ${sourceRef}}}}
`;

const repository = (url: string) => `---
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: {name: here}
spec: {url: '${url}'}
`;

function declare(
  text: string,
  annotations: Record<string, string> = {},
  environmentName = 'dev',
) {
  const entity: Entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: 'web',
      annotations: Object.fromEntries(
        Object.entries({ file: 'releases.yaml', ...annotations }).map(
          ([key, value]) => [`helm-release/${key}`, value],
        ),
      ),
    },
  };
  const { repositories } = context;
  const environment = context.environments.find(
    candidate => candidate.name === environmentName,
  )!;
  const parsed = parseAnnotations(entity, context).releases.find(
    release => release.environment === environmentName,
  )!;
  const { documents, sources } = parseReleaseDocuments(text, {
    field: 'helm-release/file',
    path: 'releases.yaml',
  });
  return applyDocuments(
    { parsed, environment, repositories, facts: entityFacts(entity) },
    selectDocuments(documents, environment).map(document => ({
      document,
      source: findChartSource({ document, sources, repositories }),
    })),
  );
}

function problemsOf(...input: Parameters<typeof declare>) {
  return declare(...input).flatMap(release =>
    release.problems.map(({ code, field }) =>
      `${code} ${field}`.replace(/releases\.yaml|helm-release\//, ''),
    ),
  );
}

it('makes a release of each document, named after its namespace', () => {
  const releases = declare(
    classic('api', 'timeout: 60') +
      classic('ui', 'wait: false', ', namespace: web-x'),
    { timeout: '2m' },
  );
  expect(releases).toMatchObject([
    {
      releaseName: 'web-dev-api',
      namespace: 'web-dev',
      timeoutSeconds: 120,
      wait: true,
      chart: {
        repository: 'charts',
        url: 'https://charts.example.com',
        name: 'web',
        version: '1.2.3',
      },
      problems: [],
    },
    { releaseName: 'web-x-ui', namespace: 'web-x', wait: false, problems: [] },
  ]);
});

it('lets annotations win over a single document', () => {
  expect(
    declare(classic('api', 'wait: true'), {
      name: 'mine',
      'namespace.dev': 'web-mine',
      wait: 'false',
    }),
  ).toMatchObject([
    { releaseName: 'mine', namespace: 'web-mine', wait: false, problems: [] },
  ]);
});

it.each<[string, Parameters<typeof declare>, string[]]>([
  [
    'one name for two',
    [classic('a') + classic('b'), { name: 'mine' }],
    ['ANNOTATION_INVALID name', 'ANNOTATION_INVALID name'],
  ],
  [
    'the same release twice',
    [classic('a') + classic('b', 'releaseName: web-dev-a')],
    [
      'DOCUMENT_INVALID #1 metadata.name',
      'DOCUMENT_INVALID #2 spec.releaseName',
    ],
  ],
  [
    'a namespace that is not granted',
    [classic('a', '', ', namespace: kube-system')],
    ['NAMESPACE_NOT_GRANTED #1 metadata.namespace'],
  ],
  [
    'a name that Helm refuses',
    [classic('a', 'releaseName: Web_A')],
    ['RELEASE_NAME_INVALID #1 spec.releaseName'],
  ],
  [
    'a source of the same files',
    [
      repository('https://charts.example.com/') +
        flux('{kind: HelmRepository, name: here}'),
    ],
    [],
  ],
  [
    'a source at an OCI registry',
    [
      repository('oci://registry.example.com/charts') +
        flux('{kind: HelmRepository, name: here}'),
    ],
    [],
  ],
  [
    'a configured repository',
    [flux('{kind: HelmRepository, name: charts}')],
    [],
  ],
  [
    'a source that is nowhere',
    [flux('{kind: HelmRepository, name: here}')],
    ['SOURCE_UNRESOLVED #1 spec.chart.spec.sourceRef'],
  ],
  [
    'a URL that is not configured',
    [
      repository('https://other.example.com') +
        flux('{kind: HelmRepository, name: here}'),
    ],
    ['REPOSITORY_NOT_ALLOWED #2 spec.chart.spec.sourceRef'],
  ],
  [
    'a range',
    [flux('{kind: HelmRepository, name: charts}', '1.x')],
    ['VERSION_NOT_EXACT #1 spec.chart.spec.version'],
  ],
  [
    'a range for Flux',
    [flux('{kind: HelmRepository, name: charts}', '1.x'), {}, 'prod'],
    [],
  ],
])('judges %s', (_, input, problems) => {
  expect(problemsOf(...input)).toEqual(problems);
});

it('keeps the chart of a range for a proposal', () => {
  const [release] = declare(
    flux('{kind: HelmRepository, name: charts}', '1.x'),
  );
  expect(release.chart).toBeUndefined();
  expect(release.unpinned).toMatchObject({ name: 'web', version: '1.x' });
});

it('chooses documents by their environment', () => {
  const planton = (env: string) => `---
apiVersion: kubernetes.project-planton.org/v1
kind: HelmRelease
metadata: {name: web, env: ${env}}
spec: {namespace: web-a, repo: https://charts.example.com, name: web, version: 1.2.3}
`;
  const text = ['dev', 'production', 'prodd'].map(planton).join('');
  expect(declare(text)).toMatchObject([{ document: { environment: 'dev' } }]);
  expect(declare(text, {}, 'prod')).toMatchObject([
    { document: { environment: 'production' }, problems: [] },
  ]);
  const { documents } = parseReleaseDocuments(text, { field: 'f', path: 'p' });
  expect(environmentProblems(documents, context.environments)).toMatchObject([
    {
      code: 'ANNOTATION_UNKNOWN_ENVIRONMENT',
      field: 'p#3 metadata.env',
      wayOut: 'Did you mean "prod"?',
    },
  ]);
});

it('asks for what the cluster may know, and follows a HelmChart', () => {
  const { documents } = parseReleaseDocuments(
    `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: web, namespace: apps}
spec: {chartRef: {kind: HelmChart, name: web}}
`,
    { field: 'f', path: 'p' },
  );
  const document = documents[0];
  expect(findChartSource({ document, sources: [] })).toMatchObject({
    status: 'missing',
    reference: { kind: 'HelmChart', name: 'web' },
  });
  const common = { namespace: 'apps', at: 'c', apiVersion: 'v1', problems: [] };
  expect(
    findChartSource({
      document,
      sources: [
        {
          ...common,
          kind: 'HelmChart',
          name: 'web',
          chartName: 'web-service',
          version: '2.0.0',
          sourceRef: { kind: 'HelmRepository', name: 'charts' },
        },
        {
          ...common,
          kind: 'HelmRepository',
          name: 'charts',
          url: 'https://charts.example.com',
        },
      ],
    }),
  ).toEqual({
    status: 'found',
    source: {
      url: 'https://charts.example.com',
      name: 'web-service',
      version: '2.0.0',
    },
  });
});
