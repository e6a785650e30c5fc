import type { DocumentFields } from './DocumentFields';
import { isUnset } from './DocumentFields';
import { fluxIgnoredFields, fluxSpecFields } from './fluxV2Fields';
import { MAX_SECONDS, parseGoDuration } from './goDuration';
import { longestTimeout, warnIgnored, warnUnknown } from './ignoredFields';
import { readValues } from './readValues';
import type {
  DocumentChart,
  DocumentDependency,
  ReleaseDocument,
  ValuesReference,
} from './ReleaseDocument';
import { shortenReleaseName } from './shortenReleaseName';

/** What a parser finds; the rest is the same for every format. */
export type FormatReading = Omit<
  ReleaseDocument,
  'format' | 'name' | 'namespace' | 'index' | 'at' | 'problems' | 'warnings'
>;

/** What stands in `metadata`. */
export interface DocumentIdentity {
  name: string;
  namespace?: string;
  /** Whether `${VAR}` in values is one that Flux would fill in. */
  isSubstituted: boolean;
}

function readSource(
  fields: DocumentFields,
  at: string,
  kinds: readonly string[],
): Extract<DocumentChart['source'], { type: 'ref' }> | undefined {
  const kind = fields.required(`${at}.kind`);
  const name = fields.required(`${at}.name`);
  const apiVersion = fields.text(`${at}.apiVersion`);
  const namespace = fields.text(`${at}.namespace`);
  if (!kind || !name) {
    return undefined;
  }
  if (kind === 'GitRepository' || kind === 'Bucket') {
    fields.block({
      code: 'CHART_FROM_GIT',
      field: fields.field(at),
      message: `The chart is in the ${kind} "${name}", not in a chart repository.`,
      wayOut:
        'Publish the chart to a repository or an OCI registry that is configured, and name that.',
    });
    return undefined;
  }
  if (!kinds.includes(kind)) {
    fields.block({
      code: 'SOURCE_UNRESOLVED',
      field: fields.field(`${at}.kind`),
      message: `A chart cannot come from a source of kind "${kind}".`,
      wayOut: `Name one of: ${kinds.join(', ')}.`,
    });
    return undefined;
  }
  return { type: 'ref', apiVersion, kind, name, namespace };
}

function readChart(fields: DocumentFields): DocumentChart | undefined {
  const hasChart = !isUnset(fields.value('spec.chart'));
  const hasReference = !isUnset(fields.value('spec.chartRef'));
  if (hasChart === hasReference) {
    fields.block({
      code: hasChart ? 'DOCUMENT_INVALID' : 'CHART_MISSING',
      field: fields.field('spec.chart'),
      message: hasChart
        ? 'spec.chart and spec.chartRef both say which chart to run.'
        : 'The document says no chart.',
      wayOut: 'Write spec.chart, or spec.chartRef.',
    });
    return undefined;
  }
  if (hasReference) {
    const source = readSource(fields, 'spec.chartRef', [
      'OCIRepository',
      'HelmChart',
    ]);
    const field = fields.field('spec.chartRef');
    return (
      source && {
        source,
        fields: { name: field, version: field, source: field },
      }
    );
  }
  if (!fields.map('spec.chart.spec')) {
    fields.required('spec.chart.spec');
    return undefined;
  }
  const source = readSource(fields, 'spec.chart.spec.sourceRef', [
    'HelmRepository',
  ]);
  const isFromGit = fields.problems.some(
    ({ code }) => code === 'CHART_FROM_GIT',
  );
  const name = isFromGit ? undefined : fields.required('spec.chart.spec.chart');
  const version = fields.text('spec.chart.spec.version') ?? '*';
  if (!source || !name) {
    return undefined;
  }
  return {
    name,
    version,
    source,
    fields: {
      name: fields.field('spec.chart.spec.chart'),
      version: fields.field('spec.chart.spec.version'),
      source: fields.field('spec.chart.spec.sourceRef'),
    },
  };
}

function readValuesFrom(fields: DocumentFields): ValuesReference[] {
  return fields.items('spec.valuesFrom').flatMap(at => {
    const kind = fields.required(`${at}.kind`);
    const name = fields.required(`${at}.name`);
    if (!kind || !name) {
      return [];
    }
    if (kind !== 'Secret' && kind !== 'ConfigMap') {
      fields.invalid(
        `${at}.kind`,
        `is "${kind}", neither Secret nor ConfigMap`,
      );
      return [];
    }
    return [
      {
        kind,
        name,
        key: fields.text(`${at}.valuesKey`) ?? 'values.yaml',
        targetPath: fields.text(`${at}.targetPath`),
        optional: fields.flag(`${at}.optional`) ?? false,
        literal: fields.flag(`${at}.literal`),
        field: fields.field(at),
      },
    ];
  });
}

function readDependencies(fields: DocumentFields): DocumentDependency[] {
  return fields.items('spec.dependsOn').flatMap(at => {
    const name = fields.required(`${at}.name`);
    if (!isUnset(fields.value(`${at}.readyExpr`))) {
      fields.notHonoured(
        `${at}.readyExpr`,
        'The other release counts as ready once it is deployed and healthy.',
      );
    }
    return name
      ? [
          {
            name,
            namespace: fields.text(`${at}.namespace`),
            field: fields.field(at),
          },
        ]
      : [];
  });
}

function readRollback(fields: DocumentFields): boolean | undefined {
  const retries = fields.value('spec.upgrade.remediation.retries');
  const strategy = fields.value('spec.upgrade.remediation.strategy');
  const isLast = fields.value('spec.upgrade.remediation.remediateLastFailure');
  if (isLast === false || strategy === 'uninstall') {
    return undefined;
  }
  const isRetried = typeof retries === 'number' && retries !== 0;
  return isRetried || isLast === true ? true : undefined;
}

function not(flag: boolean | undefined): boolean | undefined {
  return flag === undefined ? undefined : !flag;
}

/** Reads a HelmRelease of Flux (research: engines §1.1). */
export function readFluxV2(
  fields: DocumentFields,
  { name, namespace, isSubstituted }: DocumentIdentity,
): FormatReading {
  const own = fields.text('spec.releaseName');
  const target = fields.text('spec.targetNamespace');
  const composed = target ? `${target}-${name}` : name;
  const waits = ['spec.install.disableWait', 'spec.upgrade.disableWait'].map(
    path => not(fields.flag(path)),
  );
  const reading: FormatReading = {
    releaseName: shortenReleaseName(own ?? (name && composed)),
    releaseNameField: fields.field(own ? 'spec.releaseName' : 'metadata.name'),
    targetNamespace: target ?? namespace,
    targetNamespaceField: fields.field(
      target ? 'spec.targetNamespace' : 'metadata.namespace',
    ),
    chart: readChart(fields),
    values: readValues(fields, 'spec.values', { isSubstituted }),
    valuesFrom: readValuesFrom(fields),
    dependsOn: readDependencies(fields),
    timeoutSeconds: longestTimeout(
      fields,
      ['spec.timeout', 'spec.install.timeout', 'spec.upgrade.timeout'],
      value => (typeof value === 'string' ? parseGoDuration(value) : undefined),
      MAX_SECONDS,
    ),
    // Of two answers the careful one counts.
    wait: waits.find(wait => wait === true) ?? waits[0] ?? waits[1],
    rollbackOnFailure: readRollback(fields),
    createNamespace: fields.flag('spec.install.createNamespace'),
  };
  const version = String(fields.value('apiVersion')).split('/')[1];
  if (version !== 'v2') {
    fields.notHonoured(
      'apiVersion',
      `Flux serves ${version} no more; the document is read as v2.`,
    );
  }
  const storage = fields.text('spec.storageNamespace') ?? namespace;
  if (
    storage &&
    reading.targetNamespace &&
    storage !== reading.targetNamespace
  ) {
    fields.notHonoured(
      fields.pick('spec.storageNamespace', 'spec.targetNamespace'),
      `Flux would keep the release's history in "${storage}"; here it is kept in "${reading.targetNamespace}", where the release is installed.`,
    );
  }
  warnUnknown(fields, 'spec', fluxSpecFields);
  warnIgnored(fields, fluxIgnoredFields);
  return reading;
}
