import { gzipSync } from 'node:zlib';

/** What tests say of a stored release. */
export interface FakeRevision {
  namespace?: string;
  name: string;
  revision: number;
  status?: string;
  chart?: string;
  version?: string;
  description?: string;
  manifest?: string;
  config?: Record<string, unknown>;
  labels?: Record<string, string>;
  resourceVersion?: string;
}

/** A release Secret as Helm writes it. */
export function fakeReleaseSecret(fake: FakeRevision) {
  const namespace = fake.namespace ?? 'shop-dev';
  const status = fake.status ?? 'deployed';
  const payload = {
    name: fake.name,
    namespace,
    version: fake.revision,
    apply_method: 'ssa',
    info: {
      status,
      first_deployed: '2026-11-20T10:00:00.123456789Z',
      last_deployed: '2026-11-20T11:00:00.123456789Z',
      deleted: '',
      description: fake.description ?? 'Install complete',
      notes: 'Hello',
    },
    chart: {
      metadata: {
        name: fake.chart ?? 'web',
        version: fake.version ?? '1.0.0',
        appVersion: '7',
      },
      values: { replicas: 1 },
      templates: [{ name: 'x', data: 'eA==' }],
      files: [
        { name: 'README.md', data: Buffer.from('# Web').toString('base64') },
      ],
    },
    config: fake.config ?? {},
    manifest: fake.manifest ?? '',
    hooks: [],
  };
  return {
    metadata: {
      name: `sh.helm.release.v1.${fake.name}.v${fake.revision}`,
      namespace,
      uid: `${namespace}-${fake.name}-${fake.revision}`,
      resourceVersion: fake.resourceVersion ?? '1',
      labels: {
        owner: 'helm',
        name: fake.name,
        version: String(fake.revision),
        status,
        modifiedAt: '1795172400',
        ...fake.labels,
      },
    },
    data: {
      release: Buffer.from(
        gzipSync(JSON.stringify(payload)).toString('base64'),
      ).toString('base64'),
    },
  };
}
