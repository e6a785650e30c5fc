import type {
  Finding,
  Plan,
  PlanRequest,
  Target,
} from '@backstage-helm/plugin-helm-common';
import { ago } from './ago';

const minute = 60_000;

const risky: Finding[] = [
  {
    level: 'accept',
    code: 'RECREATED',
    what: 'StatefulSet storefront-cache is deleted and recreated',
    why: 'serviceName can’t be changed in place. 3 pods restart.',
  },
  {
    level: 'know',
    code: 'CRD_KEPT',
    what: 'CRD shoproutes.shop.example.com is not applied',
    why: 'Helm leaves existing CRDs alone.',
  },
  { level: 'fact', code: 'IMAGES', what: '2 images change' },
];

const findings: Partial<Record<PlanRequest['kind'], Finding[]>> = {
  unlock: [],
  rebuild: [],
  rollback: [
    {
      level: 'fact',
      code: 'ROLLBACK',
      what: 'Roll back changes no CRD, no volume and nothing a hook made.',
      why: 'The cache pods restart one by one. It is kept in history.',
    },
  ],
};

const unchanging = new Set<PlanRequest['kind']>(['unlock', 'rebuild']);

/** What a request would do in the fake portal. */
export function planFor(
  id: string,
  request: PlanRequest,
  target: Target,
): Plan {
  const isUnchanging = unchanging.has(request.kind);
  return {
    id,
    digest: 'sha256:1',
    kind: request.kind,
    release: request.release,
    environment: target.environment.name,
    createdBy: 'user:default/dana',
    createdAt: ago(0),
    expiresAt: new Date(Date.now() + 30 * minute).toISOString(),
    engine: 'helm',
    fromVersion: target.deployed?.chartVersion,
    toVersion: request.version,
    toRevision: request.revision,
    baseRevision: target.deployed?.revision ?? 0,
    overrideKeys: request.values ? ['replicas'] : [],
    counts: isUnchanging
      ? { added: 0, changed: 0, removed: 0, unchanged: 12 }
      : { added: 1, changed: 1, removed: 1, unchanged: 11 },
    objects: isUnchanging
      ? []
      : [
          { kind: 'Deployment', name: 'storefront-web', keeps: false },
          { kind: 'PersistentVolumeClaim', name: 'cache', keeps: true },
        ],
    hooks: isUnchanging
      ? []
      : [{ kind: 'Job', name: 'storefront-migrate', events: ['pre-upgrade'] }],
    findings: findings[request.kind] ?? risky,
    blockedBy: [],
    changesAnything: !isUnchanging,
  };
}
