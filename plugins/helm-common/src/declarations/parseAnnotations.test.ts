import type { Entity } from '@backstage/catalog-model';
import fc from 'fast-check';
import type { DeclarationContext } from './DeclarationContext';
import { helmAnnotationKeys } from './annotationKeys';
import {
  isHelmDeclared,
  parseAnnotations,
  type ParsedRelease,
} from './parseAnnotations';

const defaults = {
  wait: true,
  timeoutSeconds: 300,
  rollbackOnFailure: true,
  createNamespace: true,
};

function environment(name: string, extra: object = {}) {
  return {
    name,
    tier: name === 'prod' ? 'prod' : 'nonprod',
    isDefault: name === 'dev',
    namespace: `{system}-${name}`,
    namespaces: [
      { match: `{system}-${name}` },
      { match: 'pay-*', owners: ['group:default/payments'] },
    ],
    defaults,
    ...extra,
  };
}

const context: DeclarationContext = {
  environments: [
    environment('dev'),
    environment('staging'),
    environment('prod', { repositories: ['platform'] }),
  ],
  repositories: [
    { name: 'platform', url: 'https://charts.example.com', kind: 'http' },
    { name: 'local', url: 'oci://registry.example.com/charts', kind: 'oci' },
  ],
  systemOwner: 'group:default/team-web',
};

const good = {
  chart: 'web-service',
  repository: 'platform',
  version: '1.2.3',
};

function entity(annotations: Record<string, string>, extra = {}): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: 'storefront',
      annotations: Object.fromEntries(
        Object.entries(annotations).map(([key, value]) => [
          `helm-release/${key}`,
          value,
        ]),
      ),
      ...extra,
    },
    spec: { owner: 'team-web', system: 'shop' },
  };
}

function parse(annotations: Record<string, string>, extra = {}) {
  return parseAnnotations(entity(annotations, extra), context);
}

/** `environment: CODE field` of every problem, whole ones under `*`. */
function problemsOf(annotations: Record<string, string>, extra = {}) {
  const { releases, problems } = parse(annotations, extra);
  return [
    ...problems.map(({ code, field }) => `*: ${code} ${field}`),
    ...releases.flatMap(release =>
      release.problems.map(
        ({ code, field }) => `${release.environment}: ${code} ${field}`,
      ),
    ),
  ].map(line => line.replace(/helm-release\//g, ''));
}

describe('parseAnnotations', () => {
  it('reads a declaration with all defaults', () => {
    expect(parse(good)).toEqual({
      problems: [],
      releases: [
        {
          environment: 'dev',
          chart: {
            repository: 'platform',
            url: 'https://charts.example.com',
            name: 'web-service',
            version: '1.2.3',
          },
          releaseName: 'storefront',
          namespace: 'shop-dev',
          values: [],
          ...defaults,
          problems: [],
        },
      ],
    });
  });

  it('lets an environment replace a value and add values', () => {
    const { releases, problems } = parse({
      ...good,
      environments: 'tier:nonprod',
      'version.staging': 'v1.3.0',
      values: 'values/base.yaml, values/web.yaml',
      'values.staging': '{replicas: 3}',
      'timeout.staging': '1h30m',
      'wait.staging': 'false',
    });
    expect(problems).toEqual([]);
    expect(releases.map(release => release.environment)).toEqual([
      'dev',
      'staging',
    ]);
    expect(releases[1]).toMatchObject({
      chart: { version: 'v1.3.0' },
      timeoutSeconds: 5400,
      wait: false,
      problems: [],
      values: [
        { layer: 'values', type: 'file', path: 'values/base.yaml' },
        { layer: 'values', type: 'file', path: 'values/web.yaml' },
        {
          layer: 'values.environment',
          field: 'helm-release/values.staging',
          type: 'inline',
          values: { replicas: 3 },
        },
      ],
    });
    expect(releases[0].timeoutSeconds).toBe(300);
  });

  it('finds an oci:// chart in its configured repository', () => {
    expect(
      parse({
        chart: 'oci://registry.example.com/charts/web-service',
        version: '1.2.3',
      }).releases[0],
    ).toMatchObject({
      chart: { repository: 'local', name: 'web-service' },
      problems: [],
    });
  });

  it('takes the repository by its exact URL', () => {
    expect(
      problemsOf({ ...good, repository: 'https://charts.example.com/' }),
    ).toEqual([]);
  });

  it.each<[string, Record<string, string>, string[]]>([
    [
      'unknown key',
      { verson: '1.0.0' },
      [
        '*: ANNOTATION_UNKNOWN_KEY verson',
        'dev: ANNOTATION_UNKNOWN_KEY verson',
      ],
    ],
    [
      'unknown key of one environment',
      {
        environments: 'dev,staging',
        'verson.staging': '1.0.0',
      },
      ['staging: ANNOTATION_UNKNOWN_KEY verson.staging'],
    ],
    [
      'unknown environment of a key',
      { 'version.prd': '1.0.0' },
      ['*: ANNOTATION_UNKNOWN_ENVIRONMENT version.prd'],
    ],
    [
      'unknown environment in the list',
      { environments: 'dev, prd' },
      ['*: ANNOTATION_UNKNOWN_ENVIRONMENT environments'],
    ],
    [
      'unknown tier',
      { environments: 'dev, tier:nonpod' },
      ['*: ANNOTATION_UNKNOWN_ENVIRONMENT environments'],
    ],
    [
      'empty list',
      { environments: ' ' },
      ['*: ANNOTATION_INVALID environments'],
    ],
    [
      'environments per environment',
      { 'environments.dev': 'dev' },
      ['dev: ENVIRONMENTS_NOT_PER_ENVIRONMENT environments.dev'],
    ],
    ['empty value', { 'name.dev': '' }, ['dev: ANNOTATION_INVALID name.dev']],
    ['range', { version: '^1.2' }, ['dev: VERSION_NOT_EXACT version']],
    ['latest', { version: 'latest' }, ['dev: VERSION_NOT_EXACT version']],
    ['short version', { version: '1.2' }, ['dev: VERSION_NOT_EXACT version']],
    [
      'unlisted repository',
      { repository: 'https://evil.example.com' },
      ['dev: REPOSITORY_NOT_ALLOWED repository'],
    ],
    [
      'unlisted registry',
      {
        chart: 'oci://evil.example.com/charts/web-service',
        repository: 'local',
      },
      ['dev: REPOSITORY_NOT_ALLOWED chart'],
    ],
    [
      'registry with the same beginning',
      {
        chart: 'oci://registry.example.com/charts-evil/web-service',
      },
      ['dev: REPOSITORY_NOT_ALLOWED chart'],
    ],
    [
      'tag in the reference',
      {
        chart: 'oci://registry.example.com/charts/web-service:1.2.3',
      },
      ['dev: ANNOTATION_INVALID chart'],
    ],
    [
      'path as chart',
      { chart: './charts/web' },
      ['dev: ANNOTATION_INVALID chart'],
    ],
    [
      'repository that the environment does not take',
      {
        chart: 'oci://registry.example.com/charts/web-service',
        repository: 'local',
        environments: 'dev,prod',
      },
      ['prod: REPOSITORY_NOT_ALLOWED repository'],
    ],
    [
      'name too long',
      { name: 'x'.repeat(54) },
      ['dev: RELEASE_NAME_INVALID name'],
    ],
    [
      '1. name that begins with a dash',
      {
        name: '--kube-apiserver=http://evil',
      },
      ['dev: RELEASE_NAME_INVALID name'],
    ],
    [
      'namespace not granted',
      { namespace: 'kube-system' },
      ['dev: NAMESPACE_NOT_GRANTED namespace'],
    ],
    [
      'namespace of another owner',
      { namespace: 'pay-dev' },
      ['dev: NAMESPACE_NOT_GRANTED namespace'],
    ],
    [
      'invalid namespace',
      { 'namespace.dev': 'Shop_Dev' },
      ['dev: NAMESPACE_INVALID namespace.dev'],
    ],
    [
      'neither true nor false',
      { wait: 'yes' },
      ['dev: ANNOTATION_INVALID wait'],
    ],
    ['timeout', { timeout: '5' }, ['dev: ANNOTATION_INVALID timeout']],
    ['bad YAML', { values: '{a: [1' }, ['dev: YAML_INVALID values']],
    [
      'two repositories',
      {
        chart: 'oci://registry.example.com/charts/web-service',
      },
      ['dev: ANNOTATION_INVALID repository'],
    ],
    ['list as values', { values: '{}\n---\n' }, []],
    [
      'documents and a chart',
      { file: 'release.yaml' },
      [
        'dev: ANNOTATION_INVALID chart',
        'dev: ANNOTATION_INVALID repository',
        'dev: ANNOTATION_INVALID version',
      ],
    ],
    [
      'too many files',
      {
        values: Array.from(
          { length: 21 },
          (_, index) => `${index}.yaml`,
        ).join(),
      },
      ['dev: ANNOTATION_INVALID values'],
    ],
  ])('%s', (_, wrong, expected) => {
    expect(problemsOf({ ...good, ...wrong })).toEqual(expected);
  });

  it.each([
    '/etc/passwd',
    'http://169.254.169.254/latest',
    'file:///etc/passwd',
    'secrets://values.yaml',
    '-',
    '..\\..\\x',
    '%2e%2e/x.yaml',
    'a.yaml?token=x',
    '~/x.yaml',
  ])('3. refuses the values path %s', path => {
    expect(problemsOf({ ...good, values: path })).toEqual([
      'dev: PATH_NOT_ALLOWED values',
    ]);
  });

  it('names what is missing', () => {
    expect(problemsOf({ name: 'x' })).toEqual(['dev: CHART_MISSING chart']);
    expect(problemsOf({ chart: 'web-service' })).toEqual([
      'dev: ANNOTATION_INVALID repository',
      'dev: VERSION_MISSING version',
    ]);
  });

  it('proposes the nearest known word', () => {
    const wayOut = (annotations: Record<string, string>) =>
      parse({ ...good, ...annotations }).problems[0].wayOut;
    expect(wayOut({ 'version.prd': '1.0.0' })).toBe('Did you mean "prod"?');
    expect(wayOut({ rolbackOnFailure: 'true' })).toBe(
      'Did you mean "rollbackOnFailure"?',
    );
    expect(wayOut({ 'version.xxxxxxxx': '1.0.0' })).toBe(
      'Known are: dev, staging, prod.',
    );
  });

  it('refuses a namespace by a System of another owner', () => {
    const { releases } = parseAnnotations(entity(good), {
      ...context,
      systemOwner: 'group:default/payments',
    });
    expect(releases[0].problems).toEqual([
      expect.objectContaining({
        code: 'NAMESPACE_NOT_GRANTED',
        message: expect.stringContaining(
          'system:default/shop is owned by group:default/payments',
        ),
      }),
    ]);
    expect(releases[0].namespace).toBeUndefined();
  });

  it('never rewrites an invalid default name', () => {
    expect(problemsOf(good, { name: 'Store_Front' })).toEqual([
      'dev: RELEASE_NAME_INVALID name',
    ]);
  });

  it('is silent for entities without our annotations', () => {
    const plain = { ...entity({}), metadata: { name: 'x' } };
    expect(parseAnnotations(plain, context)).toEqual({
      releases: [],
      problems: [],
    });
    expect(isHelmDeclared(plain)).toBe(false);
    expect(isHelmDeclared(entity({ 'chart.dev': 'x' }))).toBe(true);
  });

  it('law: whatever an author writes, it never throws, and what has no problem is safe', () => {
    const field = fc.oneof(
      fc.constantFrom(...helmAnnotationKeys),
      fc.constantFrom(
        'version.dev',
        'values.dev',
        'name.prod',
        'x',
        '.',
        'a.b',
      ),
      fc.string({ maxLength: 8 }),
    );
    const value = fc.oneof(
      fc.constantFrom(...Object.values(good), 'dev', 'true', '5m', '../x.yaml'),
      fc.constantFrom(
        '--post-renderer=/bin/sh',
        'oci://x/y',
        '${a}',
        '{a: *b}',
      ),
      fc.string({ maxLength: 20, unit: 'binary' }),
    );
    const name = /^[a-z0-9][-a-z0-9.]{0,52}$/;
    const isSafe = (release: ParsedRelease) =>
      release.problems.length > 0 ||
      (name.test(release.releaseName ?? '') &&
        name.test(release.namespace ?? '') &&
        /^[A-Za-z0-9][-_.A-Za-z0-9]*$/.test(release.chart?.name ?? '') &&
        /^v?\d+\.\d+\.\d+/.test(release.chart?.version ?? '') &&
        release.values.every(
          source =>
            source.type === 'inline' || !/^[-/~]|[\\:\0\n]/.test(source.path),
        ));
    const law = fc.property(
      fc.dictionary(field, value, { maxKeys: 6 }),
      annotations => parse({ ...good, ...annotations }).releases.every(isSafe),
    );
    expect(fc.check(law, { numRuns: 10_000 })).toMatchObject({ failed: false });
  });
});
