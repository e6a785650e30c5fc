/**
 * Every metric of the plugin. Names are what OpenTelemetry is given: Prometheus
 * has `_` for `.`, and `_total` after counters. Times carry their unit in the
 * name, so that they are called the same behind every exporter.
 *
 * Labels are names from the configuration (environment, cluster, engine), closed
 * sets (kind, outcome, status, headline, halt) and, for `helm.release.*` alone, names
 * of at most {@link MOST_RELEASES} releases. No text that a person wrote.
 */
export const INSTRUMENTS = {
  operations: {
    name: 'helm.operations',
    description: 'Operations that ended, by how they ended',
    unit: '{operation}',
  },
  wait: {
    name: 'helm.operation.wait_seconds',
    description: 'From admission, or the last approval, to the first start',
    unit: 's',
  },
  run: {
    name: 'helm.operation.run_seconds',
    description: 'From the first start to the end of an operation',
    unit: 's',
  },
  leaseLosses: {
    name: 'helm.lease_losses',
    description: 'Operations whose worker lost its lease',
    unit: '{operation}',
  },
  approvals: {
    name: 'helm.approvals',
    description: 'What became of requests for approval',
    unit: '{decision}',
  },
  freezeOverrides: {
    name: 'helm.freeze_overrides',
    description: 'Operations that were let through a freeze',
    unit: '{operation}',
  },
  processes: {
    name: 'helm.processes',
    description: 'Helm processes that were started',
    unit: '{process}',
  },
  pending: {
    name: 'helm.operations.pending',
    description: 'Operations that have not ended, in the database',
    unit: '{operation}',
  },
  oldestPending: {
    name: 'helm.operations.oldest_seconds',
    description: 'How long the oldest of them has been in its status',
    unit: 's',
  },
  loopAge: {
    name: 'helm.worker.loop_age_seconds',
    description: 'Since a loop of the worker last had a good round',
    unit: 's',
  },
  releases: {
    name: 'helm.releases',
    description: 'Releases that are declared, bound or found, by headline',
    unit: '{release}',
  },
  locked: {
    name: 'helm.releases.locked',
    description: 'Releases that a pending revision locks',
    unit: '{release}',
  },
  syncHalted: {
    name: 'helm.sync.halted',
    description: 'Releases that automatic sync left to people, by why',
    unit: '{release}',
  },
  recentRatio: {
    name: 'helm.release.recent_success_ratio',
    description:
      'Of the last ten installs, upgrades and rollbacks of a release: the part that succeeded',
    unit: '1',
  },
  recentCount: {
    name: 'helm.release.recent_operations',
    description: 'How many operations the ratio is of: ten, or all there are',
    unit: '{operation}',
  },
  recentDropped: {
    name: 'helm.release.recent_dropped',
    description: 'Releases left out of the two before, beyond the limit',
    unit: '{release}',
  },
  clusterConnected: {
    name: 'helm.cluster.connected',
    description: 'Whether the watch of a cluster is connected',
    unit: '1',
  },
  clusterContact: {
    name: 'helm.cluster.contact_age_seconds',
    description: 'Since a cluster last answered, or since the start',
    unit: 's',
  },
} as const;

/** Releases whose recent operations are told apart; the others are counted. */
export const MOST_RELEASES = 1_000;
