/** An environment of one namespace whose baseline has a bit of everything. */
export function baselineEnvironment(
  id: string,
  namespace: string,
  rights: {
    account: string;
    ownerRole: string;
    deployerRole: string;
    token: string;
  },
) {
  return {
    name: `base-${id}`,
    cluster: 'nonprod',
    identity: { reader: { token: rights.token } },
    namespace,
    namespaces: [{ match: namespace }],
    baseline: {
      enabled: true,
      identity: { serviceAccount: rights.account, namespace: 'helm-system' },
      labels: { team: 'web' },
      quota: { 'requests.cpu': '1', pods: 20 },
      limits: { defaultRequest: { cpu: '10m', memory: '16Mi' } },
      ownerRole: rights.ownerRole,
      deployerRole: rights.deployerRole,
      ownerGroups: { 'group:default/team-web': 'web' },
    },
  };
}
