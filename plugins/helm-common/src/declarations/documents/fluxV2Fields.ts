import type { IgnoredField } from './ignoredFields';

/** Fields of `spec` (research: engines §1.1), those of older versions as well. */
export const fluxSpecFields = [
  'chart',
  'chartRef',
  'commonMetadata',
  'dependsOn',
  'driftDetection',
  'healthCheckExprs',
  'install',
  'interval',
  'kubeConfig',
  'maxHistory',
  'persistentClient',
  'postRenderers',
  'postRenderStrategy',
  'releaseName',
  'rollback',
  'serviceAccountName',
  'storageNamespace',
  'suspend',
  'targetNamespace',
  'test',
  'timeout',
  'uninstall',
  'upgrade',
  'values',
  'valuesFrom',
  'waitStrategy',
] as const;

const hooksRun = "The chart's hooks run.";
const retries =
  'A failed deployment is tried again by automatic sync, as often as the environment says, or by a person.';

function eachOf(
  actions: readonly string[],
  key: string,
  instead: string,
  isUsual?: IgnoredField['isUsual'],
): IgnoredField[] {
  return actions.map(action => ({
    path: `spec.${action}.${key}`,
    instead,
    isUsual,
  }));
}

const changes = ['install', 'upgrade'];
const all = [...changes, 'rollback', 'uninstall'];

/** What of a HelmRelease is read and does nothing. */
export const fluxIgnoredFields: readonly IgnoredField[] = [
  {
    path: 'spec.suspend',
    instead: 'The portal deploys it all the same; pause its automatic sync.',
  },
  {
    path: 'spec.postRenderers',
    instead: 'What the chart renders is deployed as it is.',
  },
  {
    path: 'spec.commonMetadata',
    instead: 'No labels or annotations are added to what the chart renders.',
  },
  {
    path: 'spec.kubeConfig',
    instead: 'It is deployed to the cluster of the environment.',
  },
  {
    path: 'spec.serviceAccountName',
    instead: "It is deployed with the environment's own identity.",
  },
  {
    path: 'spec.driftDetection',
    isUsual: value => (value as { mode?: unknown } | null)?.mode === 'disabled',
    instead: 'Changes made in the cluster are shown, not put back.',
  },
  {
    path: 'spec.chart.spec.valuesFiles',
    instead: "Only the chart's own values.yaml counts.",
  },
  {
    path: 'spec.chart.spec.valuesFile',
    instead: "Only the chart's own values.yaml counts.",
  },
  {
    path: 'spec.chart.spec.verify',
    instead: "The chart's signature is not verified.",
  },
  {
    path: 'spec.test.enable',
    instead: "The chart's tests run when somebody starts them.",
  },
  {
    path: 'spec.maxHistory',
    instead: 'As many revisions are kept as the environment says.',
  },
  {
    path: 'spec.healthCheckExprs',
    instead: 'Helm itself decides when an object is ready.',
  },
  {
    path: 'spec.waitStrategy',
    instead: 'Helm itself decides when an object is ready.',
  },
  ...eachOf(changes, 'remediation.retries', retries),
  ...eachOf(changes, 'strategy', retries),
  ...eachOf(
    ['upgrade'],
    'remediation.strategy',
    'A failed upgrade is rolled back or left as it is.',
    value => value === 'rollback',
  ),
  ...eachOf(all, 'disableHooks', hooksRun),
  ...eachOf(changes, 'disableWaitForJobs', 'Jobs are not waited for apart.'),
  ...eachOf(
    changes,
    'disableOpenAPIValidation',
    'The cluster validates what is deployed.',
  ),
  ...eachOf(
    changes,
    'disableSchemaValidation',
    "Values must follow the chart's schema.",
  ),
  ...eachOf(
    changes,
    'crds',
    "Helm installs the chart's CRDs once and changes them no more.",
    value => value === 'Create',
  ),
  ...eachOf(
    ['install'],
    'skipCRDs',
    "Helm installs the chart's CRDs with the first deployment.",
  ),
  ...eachOf(['install'], 'replace', 'A name in use is not taken again.'),
  ...eachOf(['upgrade', 'rollback'], 'force', 'Objects are not replaced.'),
  ...eachOf(
    ['upgrade'],
    'preserveValues',
    'The declared values are all that count.',
  ),
  ...eachOf(
    ['upgrade', 'rollback'],
    'cleanupOnFail',
    'New objects of a failed upgrade stay until the next one.',
  ),
  ...eachOf(['uninstall'], 'keepHistory', 'The history goes as well.'),
];
