import type {
  Chart,
  ChartDetail,
  ChartRepositorySummary,
} from '@backstage-helm/plugin-helm-common';
import { ago } from './ago';

const versions = [
  '2.6.0-rc.1',
  '2.5.0',
  '2.4.0',
  '2.3.1',
  '2.3.0',
  '2.2.0',
  '1.9.4',
];

/** A repository that lists, one that does not, and one that is away. */
export const repositories: ChartRepositorySummary[] = [
  {
    repository: 'platform',
    kind: 'http',
    url: 'https://charts.example.com',
    charts: ['message-queue', 'storefront', 'web-service', 'worker'],
    listing: 'complete',
  },
  {
    repository: 'registry',
    kind: 'oci',
    url: 'oci://registry.example.com/charts',
    charts: [],
    listing: 'refused',
  },
  {
    repository: 'vendor',
    kind: 'http',
    url: 'https://vendor.example.com',
    charts: [],
    listing: 'refused',
    problem: {
      code: 'REPOSITORY_UNREACHABLE',
      field: 'repository',
      message: 'The repository "vendor" does not answer.',
      wayOut: 'Try again later; if it stays, ask a platform engineer.',
    },
  },
];

/** The published versions of a fake chart. */
export function chartOf(repository: string, name: string): Chart {
  return {
    repository,
    name,
    versions: versions.map((version, index) => ({
      version,
      appVersion: `1.${19 - index}.0`,
      created: ago(200_000 * (index + 1)),
      deprecated: version.startsWith('1.'),
      isPrerelease: version.includes('-'),
    })),
  };
}

const schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  additionalProperties: false,
  properties: {
    replicas: { type: 'integer', minimum: 1, maximum: 20 },
    image: {
      type: 'object',
      properties: {
        repository: { type: 'string' },
        tag: { type: 'string' },
        pullPolicy: { enum: ['Always', 'IfNotPresent', 'Never'] },
      },
    },
    ingress: { type: 'object' },
    cache: { type: 'object', properties: { size: { type: 'string' } } },
    database: {
      type: 'object',
      properties: {
        existingSecret: { type: 'string' },
        password: { type: 'string', writeOnly: true },
      },
    },
  },
};

/** One version of a fake chart. */
export function chartDetail(
  version: string,
  repository = 'platform',
  name = 'storefront',
): ChartDetail {
  return {
    repository,
    name,
    version,
    digest: 'sha256:41c0',
    defaultValues:
      '# Number of pods.\nreplicas: 2\nimage:\n  repository: registry.example.com/shop/storefront\n  pullPolicy: IfNotPresent\ncache:\n  size: 1Gi\ndatabase:\n  # Name of a Secret with the key "password".\n  existingSecret: ""\n',
    schema: JSON.stringify(schema),
    changes: ['cart timeout under load fixed', 'cart becomes its own service'],
    dependencies: [
      {
        name: 'web-service',
        alias: 'shop-front',
        version: '^1.2.0',
        repository: 'https://charts.example.com',
        resolved: '1.2.0',
        newer: '2.0.0',
      },
      {
        name: 'message-queue',
        version: '0.2.0',
        repository: 'https://charts.example.com',
        resolved: '0.2.0',
        condition: 'cache.enabled',
      },
    ],
  };
}
