import type {
  Diff,
  ResourceList,
  RevisionDetail,
  ValuesLayerName,
} from '@backstage-helm/plugin-helm-common';
import { ago } from './ago';
import { revisions } from './targets';

/** What mine starts from in the editor. */
export const draft =
  'replicas: 3\nimage:\n  tag: 1.18.0\ningress:\n  host: www.example.com\n';

function layer(name: ValuesLayerName['name'], source?: string) {
  return { name, source };
}

/** A revision's documents. */
export function revisionDetail(number: number): RevisionDetail {
  return {
    revision: { ...revisions[0], revision: number },
    mine: {
      yaml: 'replicas: 6\ningress:\n  className: public\n  host: www.example.com\nweb:\n  env:\n    SENTRY_TOKEN: ••••••\n',
      provenance: {
        replicas: layer('override'),
        'ingress.className': layer('environment'),
        'ingress.host': layer('values', 'values/prod.yaml'),
        'web.env.SENTRY_TOKEN': layer('values', 'values/prod.yaml'),
      },
    },
    computed: {
      yaml: 'replicas: 6\nimage:\n  repository: registry.example.com/shop/storefront\n  pullPolicy: IfNotPresent\ningress:\n  className: public\n  host: www.example.com\ncache:\n  size: 8Gi\n',
      provenance: {
        replicas: layer('override'),
        'image.repository': layer('chart defaults'),
        'image.pullPolicy': layer('chart defaults'),
        'ingress.className': layer('environment'),
        'ingress.host': layer('values', 'values/prod.yaml'),
        'cache.size': layer('helm.values'),
      },
    },
    manifest:
      'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: storefront-web\nspec:\n  replicas: 6\n---\napiVersion: v1\nkind: Service\nmetadata:\n  name: storefront\n',
    hooks:
      'apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: storefront-migrate\n',
    notes: 'storefront is at https://www.example.com\n',
  };
}

/** Some objects ready, some on their way, one failing. */
export const resources: ResourceList = {
  summary: {
    status: 'Progressing',
    ready: 7,
    progressing: 4,
    failing: 1,
    unknown: 0,
    words: '7 of 12 ready, 4 in progress, 1 failing',
  },
  observedAt: ago(2),
  items: [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: 'storefront-web',
      isHook: false,
      status: 'Failed',
      words: '0 of 2 new pods ready: CrashLoopBackOff',
      since: ago(72),
      events: [
        {
          at: ago(12),
          type: 'Warning',
          reason: 'BackOff',
          message: 'Back-off restarting failed container web',
          count: 18,
        },
      ],
      failing: [
        {
          pod: 'storefront-web-6c9f7d8b5c-x2x8q',
          container: 'web',
          reason: 'CrashLoopBackOff, exit code 1',
          lastLines: ['FATAL config: PAYMENTS_BASE_URL is required (got "")'],
        },
      ],
    },
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      name: 'storefront-cache',
      isHook: false,
      status: 'Progressing',
      words: 'Replacing pod 1 of 3',
      since: ago(48),
      events: [],
      failing: [],
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      name: 'storefront',
      isHook: false,
      status: 'Ready',
      words: 'Has endpoints',
      events: [],
      failing: [],
    },
  ],
};

/** Everything is ready. */
export const healthy: ResourceList = {
  summary: {
    status: 'Healthy',
    ready: 12,
    progressing: 0,
    failing: 0,
    unknown: 0,
    words: '12 of 12 ready',
  },
  observedAt: ago(2),
  items: resources.items.slice(2),
};

/** A comparison with a change, a new and a removed object. */
export function diff(query: {
  left: string;
  right: string;
  of: Diff['of'];
}): Diff {
  const image = {
    skippedBefore: 37,
    lines: [
      {
        type: 'context' as const,
        text: '      - name: web',
        left: 39,
        right: 39,
      },
      {
        type: 'del' as const,
        text: '        image: registry.example.com/shop/storefront:1.16.1',
        left: 40,
      },
      {
        type: 'add' as const,
        text: '        image: registry.example.com/shop/storefront:1.16.2',
        right: 40,
      },
      { type: 'context' as const, text: '        ports:', left: 41, right: 41 },
    ],
  };
  return {
    ...query,
    counts: { added: 1, changed: 1, removed: 1, unchanged: 11 },
    entries:
      query.of === 'values'
        ? [{ title: 'values', change: 'changed', hunks: [image] }]
        : [
            {
              title: 'Deployment shop/storefront-web',
              kind: 'Deployment',
              name: 'storefront-web',
              change: 'changed',
              hunks: [image],
            },
            {
              title: 'Service shop/storefront-cache',
              kind: 'Service',
              name: 'storefront-cache',
              change: 'added',
              hunks: [
                {
                  skippedBefore: 0,
                  lines: [{ type: 'add', text: 'kind: Service', right: 1 }],
                },
              ],
            },
            {
              title: 'Service shop/storefront-redis',
              kind: 'Service',
              name: 'storefront-redis',
              change: 'removed',
              hunks: [
                {
                  skippedBefore: 0,
                  lines: [{ type: 'del', text: 'kind: Service', left: 1 }],
                },
              ],
            },
          ],
  };
}
