import type { HelmProblem } from '../../errors';
import { releaseRefSchema } from '../../releases';
import { parseChartReference, type ChartReading } from '../chartReference';
import type {
  DeclarationEnvironment,
  DeclarationRepository,
} from '../DeclarationContext';
import type { HelmAnnotationKey } from '../annotationKeys';
import type { EntityFacts } from '../entityFacts';
import { resolveNamespace } from '../namespaces';
import type { ParsedRelease } from '../parseAnnotations';
import type { ChartSource, FoundChartSource } from './findChartSource';
import { hasSubstitution } from './placeholders';
import type { ReleaseDocument } from './ReleaseDocument';

/** A document and where its chart was found. @public */
export interface ResolvedDocument {
  document: ReleaseDocument;
  /** Absent when the document says no chart: its own problems say why. */
  source?: FoundChartSource;
}

interface Application {
  /** What the entity's annotations say, with `file`. */
  parsed: ParsedRelease;
  environment: DeclarationEnvironment;
  repositories: readonly DeclarationRepository[];
  facts: EntityFacts;
}

function readChart(
  document: ReleaseDocument,
  found: FoundChartSource | undefined,
  { environment, repositories }: Application,
): ChartReading {
  if (!found || !document.chart) {
    return { problems: [] };
  }
  if (found.status !== 'found') {
    return { problems: found.status === 'refused' ? [found.problem] : [] };
  }
  const { fields } = document.chart;
  const { url, name, version }: ChartSource = found.source;
  const base = url.replace(/\/+$/, '');
  const isOci = base.startsWith('oci://');
  if (!isOci && name === undefined) {
    return { problems: [] };
  }
  const text = isOci && name !== undefined ? `${base}/${name}` : name ?? base;
  return parseChartReference({
    chart: { field: fields.name, value: text },
    repository: isOci ? undefined : { field: fields.source, value: base },
    version: { field: fields.version, value: version ?? '*' },
    acceptsRange: environment.engine === 'flux',
    repositories,
    environment,
  });
}

function applyDocument(
  { document, source }: ResolvedDocument,
  application: Application,
): ParsedRelease {
  const { parsed, environment, facts } = application;
  const isGiven = (key: HelmAnnotationKey) =>
    parsed.file?.given.some(entry => entry.key === key) === true;
  const pick = <T>(key: HelmAnnotationKey, annotated: T, own: T | undefined) =>
    isGiven(key) ? annotated : own ?? annotated;
  const chart = readChart(document, source, application);
  const problems = [
    ...parsed.problems,
    ...document.problems,
    ...chart.problems,
  ];

  let { releaseName, namespace } = parsed;
  const isBlamed = (field: string) =>
    document.problems.some(entry => entry.field === field);
  if (!isGiven('namespace')) {
    const field = document.targetNamespaceField;
    const resolved = resolveNamespace({
      wanted: document.targetNamespace,
      field,
      environment,
      facts,
    });
    namespace = 'namespace' in resolved ? resolved.namespace : undefined;
    if ('problem' in resolved && !isBlamed(field)) {
      problems.push(resolved.problem);
    }
  }
  if (!isGiven('name')) {
    const field = document.releaseNameField;
    const name =
      document.isNamedAfterNamespace && namespace
        ? `${namespace}-${document.name}`
        : document.releaseName;
    const isValid = releaseRefSchema.shape.name.safeParse(name).success;
    releaseName = isValid ? name : undefined;
    // What waits to be filled in is blamed where it stands.
    if (!isValid && !isBlamed(field) && !hasSubstitution(name)) {
      problems.push({
        code: 'RELEASE_NAME_INVALID',
        field,
        message: `"${name}" is not a valid release name.`,
        wayOut:
          'Use at most 53 lower case letters, digits, "-" and ".", with a letter or digit at both ends.',
      });
    }
  }
  return {
    ...parsed,
    chart: chart.chart,
    unpinned: chart.unpinned,
    document,
    releaseName,
    namespace,
    wait: pick('wait', parsed.wait, document.wait),
    timeoutSeconds: pick(
      'timeout',
      parsed.timeoutSeconds,
      document.timeoutSeconds,
    ),
    rollbackOnFailure: pick(
      'rollbackOnFailure',
      parsed.rollbackOnFailure,
      document.rollbackOnFailure,
    ),
    createNamespace: pick(
      'createNamespace',
      parsed.createNamespace,
      document.createNamespace,
    ),
    problems,
    warnings: [...(parsed.warnings ?? []), ...document.warnings],
  };
}

function nameOfSeveral(parsed: ParsedRelease, count: number): HelmProblem[] {
  const name = parsed.file?.given.find(entry => entry.key === 'name');
  return name && count > 1
    ? [
        {
          code: 'ANNOTATION_INVALID',
          field: name.field,
          message: `${name.field} names one release, but the documents hold ${count}.`,
          wayOut: `Remove ${name.field}; each document names its own release.`,
        },
      ]
    : [];
}

/** Both of two documents that mean the same release are to blame. */
function withDuplicates(releases: readonly ParsedRelease[]): ParsedRelease[] {
  const keyOf = ({ namespace, releaseName }: ParsedRelease) =>
    namespace && releaseName && `${namespace}/${releaseName}`;
  return releases.map(release => {
    const key = keyOf(release);
    const other = releases.find(
      candidate => key && candidate !== release && keyOf(candidate) === key,
    );
    const problem: HelmProblem = {
      code: 'DOCUMENT_INVALID',
      field: release.document?.releaseNameField,
      message: `${other?.document?.at} declares the release ${key} as well.`,
      wayOut: 'Give one of them another name, or remove it.',
    };
    return other
      ? { ...release, problems: [...release.problems, problem] }
      : release;
  });
}

/**
 * The releases of one environment, where documents say what to run: one for
 * each document, in order. What annotations say of it wins over the document.
 *
 * @param application - `parsed`: as `parseAnnotations` gives it, with `file`.
 * @param documents - those that are for this environment.
 * @public
 */
export function applyDocuments(
  application: {
    parsed: ParsedRelease;
    environment: DeclarationEnvironment;
    repositories: readonly DeclarationRepository[];
    facts: EntityFacts;
  },
  documents: readonly ResolvedDocument[],
): ParsedRelease[] {
  const { parsed } = application;
  const shared = nameOfSeveral(parsed, documents.length);
  return withDuplicates(
    documents.map(document =>
      applyDocument(document, {
        ...application,
        parsed: {
          ...parsed,
          releaseName: shared.length ? undefined : parsed.releaseName,
          problems: [...parsed.problems, ...shared],
        },
      }),
    ),
  );
}
