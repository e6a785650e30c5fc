import type { HelmProblem } from '../../errors';
import type { DeclarationRepository } from '../DeclarationContext';
import type {
  ReleaseDocument,
  SourceDocument,
  SourceReference,
} from './ReleaseDocument';

/** A chart by the URL of its repository, not yet held against what is configured. @public */
export interface ChartSource {
  /** `https://…` or `oci://…` of the repository, or `oci://…` of the chart. */
  url: string;
  /** Absent where the URL is the chart's own. */
  name?: string;
  version?: string;
}

/** @public */
export type FoundChartSource =
  | { status: 'found'; source: ChartSource }
  /** Neither here nor configured: the cluster may know it. */
  | { status: 'missing'; reference: SourceReference; field: string }
  | { status: 'refused'; problem: HelmProblem };

/** Whether a reference means an object; without namespaces the name counts. */
function isMeant(
  reference: SourceReference,
  namespace: string | undefined,
  source: SourceDocument,
): boolean {
  const wanted = reference.namespace ?? namespace;
  return (
    source.kind === reference.kind &&
    source.name === reference.name &&
    (!wanted || !source.namespace || source.namespace === wanted)
  );
}

function findSource(
  reference: SourceReference,
  namespace: string | undefined,
  sources: readonly SourceDocument[],
): SourceDocument | undefined {
  return sources.find(source => isMeant(reference, namespace, source));
}

function findConfigured(
  { kind, name }: SourceReference,
  repositories: readonly DeclarationRepository[] = [],
): DeclarationRepository | undefined {
  return kind === 'HelmChart'
    ? undefined
    : repositories.find(entry => entry.name === name);
}

function fromGit(reference: SourceReference, field: string): FoundChartSource {
  return {
    status: 'refused',
    problem: {
      code: 'CHART_FROM_GIT',
      field,
      message: `The chart is in the ${reference.kind} "${reference.name}", not in a chart repository.`,
      wayOut:
        'Publish the chart to a repository or an OCI registry that is configured, and name that.',
    },
  };
}

function unresolved(
  reference: SourceReference,
  field: string,
  repositories: readonly DeclarationRepository[],
): FoundChartSource {
  const known = repositories.map(({ name }) => name).join(', ');
  return {
    status: 'refused',
    problem: {
      code: 'SOURCE_UNRESOLVED',
      field,
      message: `The ${reference.kind} "${reference.name}" is in none of the files, not in the cluster and not a configured repository.`,
      wayOut: `Add it to the files of helm-release/file, or name a configured repository: ${
        known || '(none configured)'
      }.`,
    },
  };
}

/**
 * Where the chart of a document is: by its own URL, or by following
 * `sourceRef` and `chartRef` through the sources at hand.
 *
 * @param options - `sources`: of the same files, then of the cluster;
 *   `repositories`: given when nobody else can be asked: the configured ones by
 *   name, the last that count, and `missing` comes no more.
 * @returns undefined when the document says no chart.
 * @public
 */
export function findChartSource(options: {
  document: ReleaseDocument;
  sources: readonly SourceDocument[];
  repositories?: readonly DeclarationRepository[];
}): FoundChartSource | undefined {
  const { document, sources, repositories } = options;
  const { chart } = document;
  if (!chart) {
    return undefined;
  }
  const { name, version } = chart;
  if (chart.source.type === 'url') {
    const { url } = chart.source;
    return { status: 'found', source: { url, name, version } };
  }
  const field = chart.fields.source;
  let reference: SourceReference = chart.source;
  let namespace = document.namespace;
  let wanted: Omit<ChartSource, 'url'> = { name, version };
  // A HelmChart refers on; more steps than two there are none.
  for (let step = 0; step < 3; step += 1) {
    const { kind } = reference;
    if (kind === 'GitRepository' || kind === 'Bucket') {
      return fromGit(reference, field);
    }
    const source = findSource(reference, namespace, sources);
    const configured = findConfigured(reference, repositories);
    if (!source && configured) {
      return { status: 'found', source: { url: configured.url, ...wanted } };
    }
    if (!source) {
      return repositories
        ? unresolved(reference, field, repositories)
        : { status: 'missing', reference, field };
    }
    if (source.problems.length) {
      return { status: 'refused', problem: source.problems[0] };
    }
    if (source.sourceRef) {
      wanted = { name: source.chartName, version: source.version };
      namespace = source.namespace ?? namespace;
      reference = source.sourceRef;
    } else if (source.url) {
      const found =
        kind === 'OCIRepository' ? { version: source.version } : wanted;
      return { status: 'found', source: { url: source.url, ...found } };
    } else {
      return unresolved(reference, field, repositories ?? []);
    }
  }
  return unresolved(reference, field, repositories ?? []);
}
