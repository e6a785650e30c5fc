import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { ClustersState } from './localClusters';

const RBAC = path.resolve(__dirname, '../../../../../examples/rbac');

/** Kubectl as an administrator of the first cluster; `input` goes to stdin. */
export function kubectlOf(state: ClustersState) {
  const [{ kubeconfig }] = state.clusters;
  return (args: string[], input?: unknown) =>
    new Promise<string>((resolve, reject) => {
      const child = execFile(
        state.tools.kubectl,
        ['--kubeconfig', kubeconfig, ...args],
        (error, stdout, stderr) =>
          error ? reject(new Error(`${args}: ${stderr}`)) : resolve(stdout),
      );
      child.stdin?.end(input === undefined ? '' : JSON.stringify(input));
    });
}

export type Kubectl = ReturnType<typeof kubectlOf>;

/** Objects of the example manifests. */
async function example(name: string, values: Record<string, string> = {}) {
  const text = (
    await readFile(path.join(RBAC, `${name}.yaml`), 'utf8')
  ).replace(/\$\{([A-Z]+)\}/g, (_, key) => values[key]);
  return parseAllDocuments(text).map(document => document.toJS());
}

const binding = (role: string, account: string, namespace?: string) => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: { name: role },
  roleRef: {
    apiGroup: 'rbac.authorization.k8s.io',
    kind: 'ClusterRole',
    name: role,
  },
  subjects: [{ kind: 'ServiceAccount', name: account, namespace }],
});

const rulesOf = (objects: any[], name: string) =>
  objects.find(
    ({ kind, metadata }) => /Role$/.test(kind) && metadata.name === name,
  ).rules;

/**
 * The rights of the examples under names of one test's own, so that it may take
 * some away; those of reader and deployer for the whole cluster, because the
 * namespace does not exist yet.
 */
export async function createRights(kubectl: Kubectl, id: string) {
  const account = `helm-baseline-${id}`;
  const reader = `helm-reader-${id}`;
  const role = (name: string, rules: object[]) => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name },
    rules,
  });
  const baseline = await example('baseline');
  const ownerRole = `helm-namespace-owner-${id}`;
  const deployerRole = `helm-deployer-${id}`;
  const baselineRules: any[] = [
    ...rulesOf(baseline, 'helm-baseline').map((rule: any) =>
      rule.resourceNames
        ? { ...rule, resourceNames: [ownerRole, deployerRole] }
        : rule,
    ),
    {
      apiGroups: [''],
      resources: ['serviceaccounts'],
      verbs: ['create', 'get', 'patch'],
    },
  ];
  const items = [
    ...baseline.filter(({ kind }) => kind === 'Namespace'),
    ...[
      { name: account, namespace: 'helm-system' },
      { name: reader, namespace: 'helm-portal' },
    ].map(metadata => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata })),
    role(account, baselineRules),
    binding(account, account, 'helm-system'),
    role(ownerRole, rulesOf(baseline, 'helm-namespace-owner')),
    role(deployerRole, rulesOf(await example('deployer'), 'helm-deployer')),
    role(reader, [
      ...rulesOf(await example('reader'), 'helm-reader'),
      {
        apiGroups: [''],
        resources: ['serviceaccounts/token'],
        resourceNames: ['helm-deployer', account],
        verbs: ['create'],
      },
    ]),
    binding(reader, reader, 'helm-portal'),
  ];
  await kubectl(['apply', '-f', '-'], {
    apiVersion: 'v1',
    kind: 'List',
    items,
  });
  return {
    account,
    ownerRole,
    deployerRole,
    token: (
      await kubectl(['-n', 'helm-portal', 'create', 'token', reader])
    ).trim(),
    /** Gives the baseline's account only the rules that are kept. */
    async allow(keep: (rule: any) => boolean) {
      await kubectl(
        ['apply', '-f', '-'],
        role(account, baselineRules.filter(keep)),
      );
    },
    async remove() {
      for (const name of [account, reader, ownerRole, deployerRole]) {
        await kubectl([
          'delete',
          `clusterrole/${name}`,
          `clusterrolebinding/${name}`,
          '--ignore-not-found',
        ]);
      }
      await kubectl(['-n', 'helm-system', 'delete', 'sa', account]);
      await kubectl(['-n', 'helm-portal', 'delete', 'sa', reader]);
    },
  };
}
