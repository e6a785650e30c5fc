import { parseReleaseDocuments } from './parseReleaseDocuments';

function parse(text: string) {
  return parseReleaseDocuments(text, {
    field: 'helm-release/file',
    path: 'deploy/releases.yaml',
  });
}

/** `CODE field` of the problems of a single document. */
function problemsOf(text: string) {
  const { documents, problems } = parse(text);
  return [...problems, ...documents.flatMap(entry => entry.problems)].map(
    ({ code, field }) => `${code} ${field}`,
  );
}

const head = 'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\n';

it('reads a document of Flux whole', () => {
  const { documents, sources, problems } = parse(`# the queue
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: {name: acme, namespace: apps}
spec: {url: https://charts.example.com, interval: 1h}
---
${head}metadata:
  name: queue
  namespace: apps
spec:
  interval: 5m
  targetNamespace: shop
  timeout: 1m30s
  chart:
    spec:
      chart: rabbit
      version: 1.2.x
      sourceRef: {kind: HelmRepository, name: acme}
  install: {createNamespace: true}
  upgrade: {disableWait: true, remediation: {retries: 3}}
  dependsOn: [{name: store}, {name: base, namespace: infra}]
  valuesFrom:
    - {kind: Secret, name: queue-values}
    - {kind: ConfigMap, name: queue, valuesKey: host, targetPath: ingress.host, optional: true}
  values: {enabled: yes, mode: 0644, since: 2024-01-01, none: ~}
---
`);
  expect(problems).toEqual([]);
  expect(sources).toEqual([
    {
      kind: 'HelmRepository',
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      name: 'acme',
      namespace: 'apps',
      at: 'deploy/releases.yaml#1',
      url: 'https://charts.example.com',
      problems: [],
    },
  ]);
  const at = 'deploy/releases.yaml#2';
  expect(documents).toEqual([
    {
      format: 'flux-v2',
      name: 'queue',
      namespace: 'apps',
      index: 1,
      at,
      releaseName: 'shop-queue',
      releaseNameField: `${at} metadata.name`,
      targetNamespace: 'shop',
      targetNamespaceField: `${at} spec.targetNamespace`,
      chart: {
        name: 'rabbit',
        version: '1.2.x',
        source: {
          type: 'ref',
          apiVersion: undefined,
          kind: 'HelmRepository',
          name: 'acme',
          namespace: undefined,
        },
        fields: {
          name: `${at} spec.chart.spec.chart`,
          version: `${at} spec.chart.spec.version`,
          source: `${at} spec.chart.spec.sourceRef`,
        },
      },
      values: { enabled: true, mode: 420, since: '2024-01-01', none: null },
      valuesFrom: [
        {
          kind: 'Secret',
          name: 'queue-values',
          key: 'values.yaml',
          optional: false,
          field: `${at} spec.valuesFrom[0]`,
        },
        {
          kind: 'ConfigMap',
          name: 'queue',
          key: 'host',
          targetPath: 'ingress.host',
          optional: true,
          field: `${at} spec.valuesFrom[1]`,
        },
      ],
      dependsOn: [
        { name: 'store', field: `${at} spec.dependsOn[0]` },
        {
          name: 'base',
          namespace: 'infra',
          field: `${at} spec.dependsOn[1]`,
        },
      ],
      timeoutSeconds: 90,
      wait: false,
      rollbackOnFailure: true,
      createNamespace: true,
      problems: [],
      warnings: [
        expect.objectContaining({ field: `${at} spec.targetNamespace` }),
        expect.objectContaining({
          field: `${at} spec.upgrade.remediation.retries`,
        }),
      ],
    },
  ]);
});

it.each<[string, string, string[]]>([
  ['nothing', '', []],
  ['comments', '# nothing\n---\n---\n', []],
  ['broken YAML', 'a: [1', ['YAML_INVALID deploy/releases.yaml#1']],
  [
    'one of two broken',
    `${head}metadata: {name: a}\nspec: {chartRef: {kind: HelmChart, name: a}}\n---\n{`,
    ['YAML_INVALID deploy/releases.yaml#2'],
  ],
  ['a list', '- a', ['DOCUMENT_INVALID deploy/releases.yaml#1']],
  ['values', 'a: 1', ['DOCUMENT_INVALID deploy/releases.yaml#1']],
  ['another kind', 'apiVersion: v1\nkind: ConfigMap', []],
  [
    'a HelmRelease of another group',
    'apiVersion: example.com/v1\nkind: HelmRelease',
    ['DOCUMENT_NOT_SUPPORTED deploy/releases.yaml#1 apiVersion'],
  ],
  [
    'an empty HelmRelease',
    head,
    [
      'DOCUMENT_INVALID deploy/releases.yaml#1 metadata.name',
      'DOCUMENT_INVALID deploy/releases.yaml#1 spec',
      'CHART_MISSING deploy/releases.yaml#1 spec.chart',
    ],
  ],
  [
    'too many documents',
    'kind: A\n---\n'.repeat(51),
    ['FILE_TOO_LARGE helm-release/file'],
  ],
  [
    'too many in a List',
    `kind: List\nitems: [${'{kind: A}, '.repeat(51)}]`,
    ['FILE_TOO_LARGE helm-release/file'],
  ],
  [
    'too many in several Lists',
    `---\nkind: List\nitems: [${'{kind: A}, '.repeat(30)}]\n`.repeat(2),
    ['FILE_TOO_LARGE helm-release/file'],
  ],
  ...['valuesFrom', 'dependsOn'].map((list): [string, string, string[]] => [
    `too many of ${list}`,
    `${head}metadata: {name: a}\nspec: {chartRef: {kind: HelmChart, name: a}, ${list}: [${'{kind: Secret, name: a}, '.repeat(
      51,
    )}]}`,
    [`DOCUMENT_INVALID deploy/releases.yaml#1 spec.${list}`],
  ]),
  ...(
    [
      ['a list beyond', 'a[1001]: x', ' spec.values.a[1001]'],
      ['lists in lists', `a${'[0]'.repeat(31)}: x`, undefined],
      [
        'more values than are set',
        Array.from({ length: 1001 }, (_, at) => `k${at}: x`).join('\n    '),
        ' spec.values',
      ],
    ] as const
  ).map(([what, values, field]): [string, string, string[]] => [
    what,
    `apiVersion: kubernetes.project-planton.org/v1
kind: HelmRelease
metadata: {name: a}
spec:
  namespace: a
  repo: https://charts.example.com
  name: a
  version: 1.0.0
  values:
    ${values}`,
    [
      `DOCUMENT_INVALID deploy/releases.yaml#1${
        field ?? ` spec.values.${values.split(':')[0]}`
      }`,
    ],
  ]),
  [
    'too many markers',
    '---\n'.repeat(100_000),
    ['FILE_TOO_LARGE helm-release/file'],
  ],
  ['too large', 'a'.repeat(1_048_577), ['FILE_TOO_LARGE helm-release/file']],
  [
    'aliases that multiply',
    [
      'a0: &a0 [x, x, x, x, x, x, x, x, x, x]',
      ...Array.from(
        { length: 9 },
        (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(10)}]`,
      ),
    ].join('\n'),
    ['YAML_INVALID deploy/releases.yaml#1'],
  ],
  ['depth', '['.repeat(100_000), ['YAML_INVALID deploy/releases.yaml#1']],
])('loads a file with %s', (_, text, problems) => {
  expect(problemsOf(text)).toEqual(problems);
});
