import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import express from 'express';

const at = '2026-01-01T00:00:00Z';
const release = { cluster: 'nonprod', namespace: 'shop-dev', name: 'kiosk' };

/** What was asked of the Helm backend. */
export interface HelmRequests {
  plans: object[];
  operations: { reason: string; key?: string }[];
}

/** A Helm backend whose only operation succeeds. */
export function fakeHelmPlugin(requests: HelmRequests) {
  const operation = {
    id: 'op-1',
    kind: 'install',
    status: 'succeeded',
    release,
    environment: 'dev',
    engine: 'helm',
    reason: 'why',
    requestedBy: 'user:default/mock',
    createdAt: at,
    phases: [],
    attempt: 1,
    durable: true,
  };
  return createBackendPlugin({
    pluginId: 'helm',
    register(reg) {
      reg.registerInit({
        deps: { http: coreServices.httpRouter },
        async init({ http }) {
          const router = express.Router();
          router.use(express.json());
          router.get('/environments', (_, response) => {
            const items = ['dev', 'staging', 'prod'].map(environmentNamed);
            response.json({ items });
          });
          router.get('/charts/:repository/:name/:version', (request, res) => {
            res.json({
              ...request.params,
              digest: 'sha256:1',
              defaultValues: '',
              changes: [],
            });
          });
          router.post(
            '/entities/:kind/:namespace/:name/releases/refresh',
            ({ params: { kind, namespace, name } }, response) => {
              response.json({
                entityRef: `${kind}:${namespace}/${name}`,
                targets: [target()],
                problems: [],
                durable: true,
              });
            },
          );
          router.post('/plans', (request, response) => {
            requests.plans.push(request.body);
            response.json({
              id: 'plan-1',
              digest: 'sha256:1',
              kind: 'install',
              release,
              environment: 'dev',
              createdBy: 'user:default/mock',
              createdAt: at,
              expiresAt: at,
              engine: 'helm',
              toVersion: '1.3.0',
              baseRevision: 0,
              overrideKeys: [],
              counts: { added: 3, changed: 0, removed: 0, unchanged: 0 },
              objects: [],
              hooks: [],
              findings: [],
              blockedBy: [],
              changesAnything: true,
            });
          });
          router.post('/operations', (request, response) => {
            requests.operations.push({
              reason: request.body.reason,
              key: request.get('idempotency-key'),
            });
            response.status(202).json(operation);
          });
          router.get('/operations/:id/events', (_, response) => {
            response.json({ events: [], operation, isOver: true });
          });
          http.use(router);
        },
      });
    },
  });
}

function environmentNamed(name: string) {
  return {
    name,
    title: name,
    tier: name === 'prod' ? 'prod' : 'nonprod',
    cluster: 'nonprod',
    order: 0,
    engine: 'helm',
    readOnly: false,
    policy: { freezesAhead: [], baseline: false },
    clusterStatus: { connected: true },
  };
}

function target() {
  return {
    environment: environmentNamed('dev'),
    release,
    state: {
      lifecycle: 'Absent',
      sync: 'OutOfSync',
      drift: 'None',
      health: 'Unknown',
      owner: { kind: 'portal' },
      observedAt: at,
    },
    headline: { state: 'Absent', word: 'Absent', tone: 'mute', reason: '' },
    actions: [{ action: 'install', allowed: true }],
    problems: [],
    stale: false,
  };
}
