import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { PORTAL_NAMESPACE, environmentsOf, namespacesOf } from '../topology.ts';

const NODES = 2;

/** Replaces `${NAME}`; an unknown placeholder is an error, not an empty string. */
export function fillPlaceholders(
  template: string,
  values: Record<string, string>,
): string {
  return template.replace(/\$\{([A-Z_]+)\}/g, (placeholder, key) => {
    const value = values[key];
    if (value === undefined) {
      throw new Error(`No value for the placeholder ${placeholder}`);
    }
    return value;
  });
}

/** Everything that one cluster holds before the first release, in two waves. */
export async function clusterManifests(options: {
  repository: string;
  cluster: string;
  podLogs: string;
}): Promise<string[]> {
  const { repository, cluster, podLogs } = options;
  const read = (folder: string, name: string) =>
    readFile(join(repository, folder, `${name}.yaml`), 'utf8');
  const [node, pod, outcomes, logs] = await Promise.all(
    ['node', 'pod', 'pod-outcomes', 'cluster-logs'].map(name =>
      read('packages/local-cluster/stages', name),
    ),
  );
  const [portal, reader, deployer, creator, plugin, baseline, minter] =
    await Promise.all(
      [
        'portal',
        'reader',
        'deployer',
        'namespace-creator',
        'kubernetes-plugin',
        'baseline',
        'baseline-minter',
      ].map(name => read('examples/rbac', name)),
    );

  const simulation = [node, pod, outcomes, logs].map(text =>
    fillPlaceholders(text, { LOGS: podLogs }),
  );
  const granted = environmentsOf(cluster).flatMap(environment =>
    namespacesOf(environment.name).map(namespace => ({
      environment,
      values: { NAMESPACE: namespace, ENVIRONMENT: environment.name },
    })),
  );
  const namespaces = [
    PORTAL_NAMESPACE,
    ...granted.map(({ values }) => values.NAMESPACE),
  ].map(name =>
    stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }),
  );
  const accounts = environmentsOf(cluster).flatMap(({ name }) =>
    [portal, minter].map(text => fillPlaceholders(text, { ENVIRONMENT: name })),
  );
  const rights = granted.flatMap(({ environment, values }) =>
    [
      reader,
      deployer,
      ...(environment.mayCreateNamespace ? [creator] : []),
    ].map(text => fillPlaceholders(text, values)),
  );
  return [
    [...simulation, ...nodes(cluster), ...namespaces].join('\n---\n'),
    [plugin, baseline, ...accounts, ...rights].join('\n---\n'),
  ];
}

/** The names of a cluster's simulated nodes. */
export function nodeNames(cluster: string): string[] {
  return Array.from({ length: NODES }, (_, index) => `${cluster}-${index + 1}`);
}

function nodes(cluster: string): string[] {
  return nodeNames(cluster).map(name =>
    stringify({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {
        name,
        labels: {
          'kubernetes.io/hostname': name,
          'kubernetes.io/os': 'linux',
          'kubernetes.io/arch': 'amd64',
          'node-role.kubernetes.io/agent': '',
        },
      },
    }),
  );
}
