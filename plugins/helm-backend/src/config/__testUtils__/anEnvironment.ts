import type { EnvironmentConfig } from '../HelmConfig';

/** An environment with every default, as configuration would give it. */
export function anEnvironment(
  given: Partial<EnvironmentConfig> = {},
): EnvironmentConfig {
  return {
    name: 'dev',
    title: 'dev',
    order: 0,
    labels: {},
    isDefault: true,
    cluster: 'nonprod',
    connection: { type: 'inCluster' },
    identity: {
      reader: {},
      deployer: { serviceAccount: 'helm-deployer' },
      allowAdmin: false,
    },
    namespace: '{system}-dev',
    namespaces: [{ match: '{system}-dev' }],
    engine: 'helm',
    helm: {
      version: 4,
      wait: 'watcher',
      serverSide: 'auto',
      forceConflicts: false,
      rollbackStateful: false,
      crds: 'create',
    },
    readOnly: false,
    aliases: [],
    sync: {
      mode: 'manual',
      install: false,
      maxChanges: 10,
      parallel: 2,
      trustedLocations: [],
      attempts: 3,
      backoffSeconds: 60,
      debounceSeconds: 3,
      onDelete: 'keep',
    },
    watch: 'namespaces',
    promotion: { required: false, soakSeconds: 0 },
    freeze: [],
    reason: { required: true },
    baseline: {
      enabled: false,
      identity: { serviceAccount: 'helm-baseline', namespace: 'helm-system' },
      labels: {},
      quota: {},
      limits: {},
      networkPolicy: 'none',
      ownerGroups: {},
    },
    allow: { clusterScoped: [], otherNamespaces: [] },
    images: 'any',
    values: {},
    defaults: {
      wait: true,
      timeoutSeconds: 300,
      historyMax: 10,
      rollbackOnFailure: true,
      createNamespace: false,
    },
    ...given,
  };
}
