import type { EnvironmentConfig } from '../config/HelmConfig';

/** Label with the operation's id on the revision that it made. */
export const OPERATION_LABEL = 'helm-release/operation';

/** Helm cuts longer descriptions of a rollback by refusing them. */
const MAX_DESCRIPTION = 256;

type HelmSettings = EnvironmentConfig['helm'];

/** Where the majors differ, one row a concern (engines.md §2.1). */
interface Capabilities {
  wait(strategy: HelmSettings['wait']): string[];
  apply(settings: HelmSettings, verb: 'install' | 'change'): string[];
  keepsRollbackDescription: boolean;
}

const capabilities: Record<3 | 4, Capabilities> = {
  3: {
    wait: strategy => (strategy === 'hookOnly' ? [] : ['--wait']),
    apply: () => [],
    keepsRollbackDescription: false,
  },
  4: {
    // Never as two tokens: `--wait legacy` is a second positional to Helm 4.
    wait: strategy => [`--wait=${strategy}`],
    apply: (settings, verb) => [
      verb === 'install'
        ? `--server-side=${settings.serverSide !== 'false'}`
        : `--server-side=${settings.serverSide}`,
      ...(settings.forceConflicts ? ['--force-conflicts'] : []),
    ],
    keepsRollbackDescription: true,
  },
};

/** The release that a command is about. */
export interface ReleaseArguments {
  namespace: string;
  name: string;
}

/** What every command that changes a cluster shares. */
export interface ActingArguments extends ReleaseArguments {
  major: 3 | 4;
  /** Context in our own kubeconfig. */
  context: string;
  timeoutSeconds: number;
  /** Wait until everything is ready. */
  wait: boolean;
  settings: HelmSettings;
}

/** Arguments of {@link changeArguments}. */
export interface ChangeArguments extends ActingArguments {
  /** `replace` installs over a kept history (status `uninstalled`). */
  verb: 'install' | 'upgrade' | 'replace';
  chartPath: string;
  historyMax: number;
  createNamespace: boolean;
  /** The chart's schema refers to other hosts, which are not contacted. */
  skipSchema: boolean;
  /** Neither hooks nor CRDs: the objects are there, only the record is new. */
  recordOnly?: boolean;
  operationId: string;
  description: string;
}

/** One line that fits Helm's limit and an argument vector (no NUL). */
export function descriptionOf(text: string): string {
  const oneLine = text.replace(/\p{Cc}+/gu, ' ').trim();
  return [...oneLine].slice(0, MAX_DESCRIPTION).join('');
}

function acting(options: ActingArguments, withApply?: 'install' | 'change') {
  const table = capabilities[options.major];
  return [
    `--namespace=${options.namespace}`,
    `--kube-context=${options.context}`,
    `--timeout=${options.timeoutSeconds}s`,
    ...(options.wait ? table.wait(options.settings.wait) : []),
    ...(withApply ? table.apply(options.settings, withApply) : []),
  ];
}

/** `helm install` or `helm upgrade`, values from stdin. */
export function changeArguments(options: ChangeArguments): string[] {
  const { verb } = options;
  return [
    ...(verb === 'install' ? ['install'] : ['upgrade']),
    ...(verb === 'replace' ? ['--install'] : []),
    ...acting(options, verb === 'install' ? 'install' : 'change'),
    '--values=-',
    ...(verb === 'install'
      ? []
      : ['--reset-values', `--history-max=${options.historyMax}`]),
    ...(verb !== 'upgrade' && options.createNamespace
      ? ['--create-namespace']
      : []),
    ...(options.recordOnly ? ['--no-hooks'] : []),
    ...(options.recordOnly || options.settings.crds === 'skip'
      ? ['--skip-crds']
      : []),
    ...(options.skipSchema ? ['--skip-schema-validation'] : []),
    '--hide-notes',
    `--labels=${OPERATION_LABEL}=${options.operationId}`,
    `--description=${descriptionOf(options.description)}`,
    '--',
    options.name,
    options.chartPath,
  ];
}

/** `helm rollback` to an exact revision. */
export function rollbackArguments(
  options: ActingArguments & {
    revision: number;
    historyMax: number;
    description: string;
  },
): string[] {
  return [
    'rollback',
    ...acting(options, 'change'),
    `--history-max=${options.historyMax}`,
    ...(capabilities[options.major].keepsRollbackDescription
      ? [`--description=${descriptionOf(options.description)}`]
      : []),
    '--',
    options.name,
    String(options.revision),
  ];
}

/** `helm uninstall`. */
export function uninstallArguments(
  options: ActingArguments & {
    keepHistory: boolean;
    noHooks?: boolean;
    description: string;
  },
): string[] {
  return [
    'uninstall',
    ...acting(options),
    ...(options.keepHistory ? ['--keep-history'] : []),
    ...(options.noHooks ? ['--no-hooks'] : []),
    `--description=${descriptionOf(options.description)}`,
    '--',
    options.name,
  ];
}

/** `helm test`, with the logs of the test pods before they are cleaned up. */
export function testArguments(
  options: Omit<ActingArguments, 'wait' | 'settings' | 'major'>,
): string[] {
  return [
    'test',
    `--namespace=${options.namespace}`,
    `--kube-context=${options.context}`,
    `--timeout=${options.timeoutSeconds}s`,
    '--logs',
    '--',
    options.name,
  ];
}

/** `helm template`: no cluster, no `lookup`, values from stdin. */
export function renderArguments(
  options: ReleaseArguments & {
    chartPath: string;
    isUpgrade: boolean;
    kubeVersion?: string;
    apiVersions: string[];
    skipSchema: boolean;
  },
): string[] {
  return [
    'template',
    `--namespace=${options.namespace}`,
    '--include-crds',
    ...(options.isUpgrade ? ['--is-upgrade'] : []),
    ...(options.kubeVersion ? [`--kube-version=${options.kubeVersion}`] : []),
    ...(options.apiVersions.length
      ? [`--api-versions=${options.apiVersions.join(',')}`]
      : []),
    ...(options.skipSchema ? ['--skip-schema-validation'] : []),
    '--values=-',
    '--',
    options.name,
    options.chartPath,
  ];
}
