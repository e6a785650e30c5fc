import { createHash } from 'node:crypto';
import type { EnvironmentConfig } from '../config/HelmConfig';

/** Who the API server remembers as the owner of these fields. */
export const FIELD_MANAGER = 'backstage-helm-baseline';
const MANAGED = { 'app.kubernetes.io/managed-by': 'backstage-helm' };
const NAME = 'backstage-helm-baseline';
const RBAC = 'rbac.authorization.k8s.io';

/** One object of the baseline, and how to name it in a path and in a rule. */
export interface BaselineObject {
  kind: string;
  name: string;
  group: string;
  /** Plural, as rules and paths have it. */
  resource: string;
  isNamespaced: boolean;
  /** What is applied; whatever it does not name stays as it is. */
  body: Record<string, unknown>;
}

/** What an environment's configuration wants in a namespace, in this order. */
export function baselineObjects(
  environment: Pick<EnvironmentConfig, 'baseline' | 'identity'>,
  namespace: string,
  owner: string | undefined,
): BaselineObject[] {
  const { baseline, identity } = environment;
  const inside = (
    kind: string,
    api: { group: string; resource: string; version?: string },
    name: string,
    content: Record<string, unknown>,
  ): BaselineObject => {
    const { group, resource, version = 'v1' } = api;
    return {
      kind,
      name,
      group,
      resource,
      isNamespaced: true,
      body: {
        apiVersion: group ? `${group}/${version}` : version,
        kind,
        metadata: { name, namespace, labels: MANAGED },
        ...content,
      },
    };
  };
  const bindTo = (name: string, role: string, subject: object) =>
    inside('RoleBinding', { group: RBAC, resource: 'rolebindings' }, name, {
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role },
      subjects: [subject],
    });

  const objects: BaselineObject[] = [
    {
      kind: 'Namespace',
      name: namespace,
      group: '',
      resource: 'namespaces',
      isNamespaced: false,
      body: {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: namespace, labels: baseline.labels },
      },
    },
  ];
  if (Object.keys(baseline.quota).length) {
    objects.push(
      inside('ResourceQuota', { group: '', resource: 'resourcequotas' }, NAME, {
        spec: { hard: baseline.quota },
      }),
    );
  }
  const limits = Object.entries(baseline.limits).filter(
    ([, amounts]) => amounts && Object.keys(amounts).length,
  );
  if (limits.length) {
    objects.push(
      inside('LimitRange', { group: '', resource: 'limitranges' }, NAME, {
        spec: {
          limits: [{ type: 'Container', ...Object.fromEntries(limits) }],
        },
      }),
    );
  }
  if (baseline.networkPolicy === 'same-namespace') {
    objects.push(
      inside(
        'NetworkPolicy',
        { group: 'networking.k8s.io', resource: 'networkpolicies' },
        NAME,
        {
          spec: {
            podSelector: {},
            policyTypes: ['Ingress'],
            ingress: [{ from: [{ podSelector: {} }] }],
          },
        },
      ),
    );
  }
  const group = owner && groupOf(baseline.ownerGroups, owner);
  if (baseline.ownerRole && group) {
    // By its group: several owners may share a namespace.
    const id = createHash('sha256').update(group).digest('hex').slice(0, 10);
    objects.push(
      bindTo(`backstage-helm-owner-${id}`, baseline.ownerRole, {
        kind: 'Group',
        apiGroup: RBAC,
        name: group,
      }),
    );
  }
  if (baseline.deployerRole) {
    const account = identity.deployer.serviceAccount;
    objects.push(
      inside(
        'ServiceAccount',
        { group: '', resource: 'serviceaccounts' },
        account,
        {},
      ),
      bindTo('backstage-helm-deployer', baseline.deployerRole, {
        kind: 'ServiceAccount',
        name: account,
        namespace,
      }),
    );
  }
  return objects;
}

/** Kubernetes group of an owner; entity refs have no case. */
export function groupOf(
  groups: Record<string, string>,
  owner: string,
): string | undefined {
  const wanted = owner.toLocaleLowerCase('en-US');
  return Object.entries(groups).find(
    ([ref]) => ref.toLocaleLowerCase('en-US') === wanted,
  )?.[1];
}
