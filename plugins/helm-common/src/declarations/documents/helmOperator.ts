import { isUnset, type DocumentFields } from './DocumentFields';
import type { DocumentIdentity, FormatReading } from './fluxV2';
import { MAX_SECONDS } from './goDuration';
import {
  longestTimeout,
  warnIgnored,
  warnUnknown,
  type IgnoredField,
} from './ignoredFields';
import { readValues } from './readValues';
import type { DocumentChart, ValuesReference } from './ReleaseDocument';

const specFields = [
  'chart',
  'disableOpenAPIValidation',
  'forceUpgrade',
  'helmVersion',
  'maxHistory',
  'releaseName',
  'resetValues',
  'rollback',
  'skipCRDs',
  'skipDepUpdate',
  'targetNamespace',
  'test',
  'timeout',
  'valueFileSecrets',
  'values',
  'valuesFrom',
  'wait',
] as const;

const automation =
  'No newer image or chart is looked for; change the version in the file.';

const ignored: readonly IgnoredField[] = [
  {
    path: 'spec.helmVersion',
    isUsual: value => value === 'v3',
    instead: "It is deployed with the environment's Helm.",
  },
  {
    path: 'spec.forceUpgrade',
    instead: 'Objects are not replaced.',
  },
  {
    path: 'spec.skipCRDs',
    instead: "Helm installs the chart's CRDs with the first deployment.",
  },
  {
    path: 'spec.maxHistory',
    instead: 'As many revisions are kept as the environment says.',
  },
  {
    path: 'spec.test.enable',
    instead: "The chart's tests run when somebody starts them.",
  },
  {
    path: 'spec.rollback.retry',
    instead:
      'A failed deployment is tried again by automatic sync, as often as the environment says, or by a person.',
  },
  { path: 'spec.rollback.force', instead: 'Objects are not replaced.' },
  { path: 'spec.rollback.recreate', instead: 'Pods are not restarted.' },
  { path: 'spec.rollback.disableHooks', instead: "The chart's hooks run." },
  {
    path: 'spec.disableOpenAPIValidation',
    instead: 'The cluster validates what is deployed.',
  },
  {
    path: 'spec.chart.chartPullSecret',
    instead: "The chart is fetched with the portal's own credentials.",
  },
];

function readChart(fields: DocumentFields): DocumentChart | undefined {
  const git = fields.pick('spec.chart.git', 'spec.chartGitPath');
  if (!isUnset(fields.value(git))) {
    fields.block({
      code: 'CHART_FROM_GIT',
      field: fields.field(git),
      message: 'The chart is in a Git repository, not in a chart repository.',
      wayOut:
        'Publish the chart to a repository or an OCI registry that is configured, and write repository, name and version.',
    });
    return undefined;
  }
  if (isUnset(fields.value('spec.chart'))) {
    fields.block({
      code: 'CHART_MISSING',
      field: fields.field('spec.chart'),
      message: 'The document says no chart.',
      wayOut: 'Write repository, name and version into spec.chart.',
    });
    return undefined;
  }
  const url = fields.required('spec.chart.repository');
  const name = fields.required('spec.chart.name');
  const version = fields.text('spec.chart.version') ?? '*';
  return url && name
    ? {
        name,
        version,
        // The Helm Operator leaves the query out as well.
        source: { type: 'url', url: url.replace(/\?.*$/, '') },
        fields: {
          name: fields.field('spec.chart.name'),
          version: fields.field('spec.chart.version'),
          source: fields.field('spec.chart.repository'),
        },
      }
    : undefined;
}

const references = [
  ['configMapKeyRef', 'ConfigMap'],
  ['secretKeyRef', 'Secret'],
] as const;

function readValuesFrom(fields: DocumentFields): ValuesReference[] {
  // First in the order of the Helm Operator too.
  const files = fields.items('spec.valueFileSecrets').flatMap(at => {
    const name = fields.required(`${at}.name`);
    return name
      ? [
          {
            kind: 'Secret' as const,
            name,
            key: 'values.yaml',
            optional: false,
            field: fields.field(at),
          },
        ]
      : [];
  });
  const others = fields.items('spec.valuesFrom').flatMap(item => {
    for (const [key, kind] of references) {
      const at = `${item}.${key}`;
      const name = isUnset(fields.value(at))
        ? undefined
        : fields.required(`${at}.name`);
      if (name) {
        return [
          {
            kind,
            name,
            namespace: fields.text(`${at}.namespace`),
            key: fields.text(`${at}.key`) ?? 'values.yaml',
            optional: fields.flag(`${at}.optional`) ?? false,
            field: fields.field(item),
          },
        ];
      }
    }
    unreadable(fields, item);
    return [];
  });
  return [...files, ...others];
}

/** Values that stand outside of the cluster are part of no declaration. */
function unreadable(fields: DocumentFields, item: string): void {
  for (const key of ['externalSourceRef', 'chartFileRef']) {
    const at = `${item}.${key}`;
    if (!isUnset(fields.value(at))) {
      if (fields.flag(`${at}.optional`)) {
        fields.notHonoured(at, 'It is optional and left out.');
      } else {
        fields.block({
          code: 'VALUES_SOURCE_UNREADABLE',
          field: fields.field(at),
          message: `${at} takes values from ${
            key === 'chartFileRef' ? "a file of the chart's" : 'another host'
          }, which are not read here.`,
          wayOut:
            "Put the values into spec.values, or into a file of the entity's repository that helm-release/values names.",
        });
      }
      return;
    }
  }
  const isKnown = references.some(
    ([key]) => !isUnset(fields.value(`${item}.${key}`)),
  );
  if (!isKnown) {
    fields.invalid(item, 'names neither a ConfigMap nor a Secret');
  }
}

/**
 * Reads a HelmRelease of the Helm Operator: `helm.fluxcd.io/v1` and the older
 * `flux.weave.works/v1beta1`, which has fewer fields and no other meaning.
 */
export function readHelmOperator(
  fields: DocumentFields,
  { name, namespace, isSubstituted }: DocumentIdentity,
): FormatReading {
  const own = fields.text('spec.releaseName');
  const target = fields.text('spec.targetNamespace');
  const home = namespace ?? 'default';
  const prefix = target && target !== home ? `${home}-${target}` : home;
  const rollsBack = fields.flag('spec.rollback.enable');
  const tests = fields.value('spec.test.enable') === true;
  warnUnknown(fields, 'spec', specFields);
  warnIgnored(fields, ignored);
  if (fields.value('spec.resetValues') === false) {
    fields.notHonoured(
      'spec.resetValues',
      'The declared values are all that count.',
    );
  }
  const annotations = fields.map('metadata.annotations') ?? {};
  for (const key of Object.keys(annotations)) {
    if (/^(flux\.weave\.works|fluxcd\.io|filter\.fluxcd\.io)\//.test(key)) {
      fields.notHonoured(`metadata.annotations["${key}"]`, automation);
    }
  }
  return {
    releaseName: own ?? (name && `${prefix}-${name}`),
    releaseNameField: fields.field(own ? 'spec.releaseName' : 'metadata.name'),
    isNamedAfterNamespace: !own && !namespace && !target,
    targetNamespace: target ?? namespace,
    targetNamespaceField: fields.field(
      target ? 'spec.targetNamespace' : 'metadata.namespace',
    ),
    chart: readChart(fields),
    values: readValues(fields, 'spec.values', { isSubstituted }),
    valuesFrom: readValuesFrom(fields),
    dependsOn: [],
    timeoutSeconds: longestTimeout(
      fields,
      ['spec.timeout'],
      value =>
        typeof value === 'number' && Number.isInteger(value)
          ? value
          : undefined,
      MAX_SECONDS,
    ),
    wait: fields.flag('spec.wait') ?? (rollsBack || tests ? true : undefined),
    rollbackOnFailure: rollsBack,
  };
}
