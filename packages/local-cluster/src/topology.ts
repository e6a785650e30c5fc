/** One environment of the example landscape, as `helm.environments` will show it. */
export interface LocalEnvironment {
  name: string;
  tier: 'nonprod' | 'prod';
  cluster: string;
  promoteFrom?: string;
  isDefault: boolean;
  /** Whether the deployer may pass `--create-namespace`. */
  mayCreateNamespace: boolean;
  /** Whether changes need an approval, and freezes hold them up. */
  isGoverned: boolean;
  /** Whether the portal prepares its namespaces. */
  hasBaseline: boolean;
}

/** The two control planes. */
export const CLUSTERS = ['nonprod', 'prod'];

/** The systems whose namespaces exist in each environment. */
export const SYSTEMS = ['shop', 'payments'];

/** Where the portal's own reader accounts live. */
export const PORTAL_NAMESPACE = 'helm-portal';

/** The account whose token the Kubernetes plugin uses: workloads, no Secrets. */
export const KUBERNETES_PLUGIN_ACCOUNT = 'helm-reader';

/** The deployer account's name in each target namespace. */
export const DEPLOYER_ACCOUNT = 'helm-deployer';

/** The environments in promotion order. */
export const ENVIRONMENTS: LocalEnvironment[] = [
  {
    name: 'dev',
    tier: 'nonprod',
    cluster: 'nonprod',
    isDefault: true,
    mayCreateNamespace: true,
    isGoverned: false,
    hasBaseline: false,
  },
  {
    name: 'staging',
    tier: 'nonprod',
    cluster: 'nonprod',
    promoteFrom: 'dev',
    isDefault: false,
    mayCreateNamespace: false,
    isGoverned: false,
    hasBaseline: true,
  },
  {
    name: 'prod',
    tier: 'prod',
    cluster: 'prod',
    promoteFrom: 'staging',
    isDefault: false,
    mayCreateNamespace: false,
    isGoverned: true,
    hasBaseline: false,
  },
];

/** The environments that a cluster carries. */
export function environmentsOf(cluster: string): LocalEnvironment[] {
  return ENVIRONMENTS.filter(environment => environment.cluster === cluster);
}

/** The namespaces of one environment. */
export function namespacesOf(environment: string): string[] {
  return SYSTEMS.map(system => `${system}-${environment}`);
}

/** The reader account of one environment. */
export function readerAccount(environment: string): string {
  return `helm-reader-${environment}`;
}
