import type { Entity } from '@backstage/catalog-model';
import type { HelmProblem } from '../errors';
import {
  readRawAnnotations,
  type HelmAnnotationKey,
  type RawAnnotation,
} from './annotationKeys';
import {
  parseChartReference,
  type ChartReading,
  type DeclaredChart,
} from './chartReference';
import type {
  DeclarationContext,
  DeclarationEnvironment,
} from './DeclarationContext';
import type { ReleaseDocument } from './documents/ReleaseDocument';
import { entityFacts, type EntityFacts } from './entityFacts';
import { keyProblems, wholeProblems } from './keyProblems';
import { fileConflicts, fileField, type DocumentFiles } from './fileFields';
import { selectEnvironments } from './selectEnvironments';
import {
  booleanField,
  nameField,
  namespaceField,
  timeoutField,
  valuesFields,
  type Lookup,
} from './targetFields';
import type { ValuesSource } from './valuesSources';

/**
 * What an entity declares for one environment. With problems, the parts that
 * could be read are there all the same; nothing may be run from it.
 *
 * @public
 */
export interface ParsedRelease {
  environment: string;
  chart?: DeclaredChart;
  /** The chart, where nothing but its version is not exact: for a proposal. */
  unpinned?: DeclaredChart;
  /** Set when documents say what to run, and `applyDocuments` was not asked. */
  file?: DocumentFiles;
  /** The document that it was read from. */
  document?: ReleaseDocument;
  releaseName?: string;
  namespace?: string;
  /** Lowest layer first. */
  values: ValuesSource[];
  wait: boolean;
  timeoutSeconds: number;
  rollbackOnFailure: boolean;
  createNamespace: boolean;
  problems: HelmProblem[];
  /** What is not honoured; stops nothing. */
  warnings?: HelmProblem[];
}

/** @public */
export interface ParsedAnnotations {
  /** One for each chosen environment, in configured order. */
  releases: ParsedRelease[];
  /** Problems of the declaration as a whole, such as an unknown key. */
  problems: HelmProblem[];
}

function parseTarget(
  annotations: readonly RawAnnotation[],
  environment: DeclarationEnvironment,
  facts: EntityFacts,
  context: DeclarationContext,
): ParsedRelease {
  const find = (key: HelmAnnotationKey, name?: string) =>
    annotations.find(
      entry => entry.key === key && entry.environment === name && entry.value,
    );
  const lookup: Lookup = key => find(key, environment.name) ?? find(key);
  const { defaults } = environment;
  const problems = keyProblems(annotations, environment.name);

  const file = lookup('file');
  const reference: ChartReading = file
    ? { problems: fileConflicts(lookup) }
    : parseChartReference({
        chart: lookup('chart'),
        repository: lookup('repository'),
        version: lookup('version'),
        repositories: context.repositories,
        environment,
      });
  problems.push(...reference.problems);
  // What a document says itself is looked at once the document is read.
  const says = (key: HelmAnnotationKey) => !file || lookup(key) !== undefined;
  return {
    environment: environment.name,
    chart: reference.chart,
    unpinned: reference.unpinned,
    file: file && fileField(file, lookup, problems),
    releaseName: says('name') ? nameField(lookup, facts, problems) : undefined,
    namespace: says('namespace')
      ? namespaceField(lookup, environment, facts, problems)
      : undefined,
    values: valuesFields(
      find('values'),
      find('values', environment.name),
      problems,
    ),
    wait: booleanField(lookup, 'wait', defaults.wait, problems),
    timeoutSeconds: timeoutField(lookup, defaults.timeoutSeconds, problems),
    rollbackOnFailure: booleanField(
      lookup,
      'rollbackOnFailure',
      defaults.rollbackOnFailure,
      problems,
    ),
    createNamespace: booleanField(
      lookup,
      'createNamespace',
      defaults.createNamespace,
      problems,
    ),
    problems,
  };
}

/** Whether an entity declares a release at all. @public */
export function isHelmDeclared(entity: Entity): boolean {
  return readRawAnnotations(entity.metadata.annotations).some(
    ({ key }) => key === 'chart' || key === 'file',
  );
}

/**
 * Reads the `helm-release/` annotations of an entity (DESIGN §3). Never
 * throws for what an author wrote: a broken key breaks the environments that
 * it concerns and no other.
 *
 * @public
 */
export function parseAnnotations(
  entity: Entity,
  context: DeclarationContext,
): ParsedAnnotations {
  const annotations = readRawAnnotations(entity.metadata.annotations).map(
    entry => ({ ...entry, value: entry.value.trim() }),
  );
  if (!annotations.length) {
    return { releases: [], problems: [] };
  }
  const facts = entityFacts(entity, context.systemOwner);
  const { selected, problems } = selectEnvironments(
    annotations.find(
      entry => entry.key === 'environments' && entry.environment === undefined,
    ),
    context.environments,
  );
  return {
    releases: selected.map(environment =>
      parseTarget(annotations, environment, facts, context),
    ),
    problems: [...problems, ...wholeProblems(annotations, selected, context)],
  };
}
