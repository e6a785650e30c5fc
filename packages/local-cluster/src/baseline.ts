/**
 * What the portal prepares in the namespaces of an environment of the example.
 * The account and the role are those of `examples/rbac/baseline.yaml`.
 */
export const BASELINE = {
  enabled: true,
  labels: { 'example.com/managed-by': 'portal' },
  quota: { 'requests.cpu': '10', 'requests.memory': '20Gi', pods: '100' },
  limits: { defaultRequest: { cpu: '20m', memory: '32Mi' } },
  ownerRole: 'helm-namespace-owner',
  ownerGroups: {
    'group:default/team-web': 'team-web',
    'group:default/team-payments': 'team-payments',
  },
};
