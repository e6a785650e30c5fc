import type { Entity } from '@backstage/catalog-model';
import type { HelmProblem } from '../errors';
import { releaseRefSchema } from '../releases';
import {
  annotationName,
  helmAnnotationKeys,
  isHelmAnnotationKey,
  readRawAnnotations,
  type HelmAnnotationKey,
  type RawAnnotation,
} from './annotationKeys';
import { parseChartReference, type DeclaredChart } from './chartReference';
import type {
  DeclarationContext,
  DeclarationEnvironment,
} from './DeclarationContext';
import { entityFacts, type EntityFacts } from './entityFacts';
import { resolveNamespace } from './namespaces';
import { suggest } from './nearest';
import { parseDuration } from './parseDuration';
import { selectEnvironments } from './selectEnvironments';
import {
  checkRelativePath,
  MAX_VALUES_FILES,
  parseValuesSources,
  type ValuesSource,
} from './valuesSources';

/**
 * What an entity declares for one environment. With problems, the parts that
 * could be read are there all the same; nothing may be run from it.
 *
 * @public
 */
export interface ParsedRelease {
  environment: string;
  chart?: DeclaredChart;
  releaseName?: string;
  namespace?: string;
  /** Lowest layer first. */
  values: ValuesSource[];
  wait: boolean;
  timeoutSeconds: number;
  rollbackOnFailure: boolean;
  createNamespace: boolean;
  problems: HelmProblem[];
}

/** @public */
export interface ParsedAnnotations {
  /** One for each chosen environment, in configured order. */
  releases: ParsedRelease[];
  /** Problems of the declaration as a whole, such as an unknown key. */
  problems: HelmProblem[];
}

/** Looks a key up for one environment: `<key>.<environment>` before `<key>`. */
type Lookup = (key: HelmAnnotationKey) => RawAnnotation | undefined;

function booleanField(
  lookup: Lookup,
  key: HelmAnnotationKey,
  fallback: boolean,
  problems: HelmProblem[],
): boolean {
  const annotation = lookup(key);
  if (!annotation) {
    return fallback;
  }
  if (annotation.value !== 'true' && annotation.value !== 'false') {
    problems.push({
      code: 'ANNOTATION_INVALID',
      field: annotation.field,
      message: `"${annotation.value}" is neither "true" nor "false".`,
      wayOut: 'Write "true" or "false", in quotes.',
    });
  }
  return annotation.value === 'true';
}

function timeoutField(
  lookup: Lookup,
  fallback: number,
  problems: HelmProblem[],
): number {
  const annotation = lookup('timeout');
  const seconds = annotation && parseDuration(annotation.value);
  if (annotation && seconds === undefined) {
    problems.push({
      code: 'ANNOTATION_INVALID',
      field: annotation.field,
      message: `"${annotation.value}" is not a duration between 1s and 24h.`,
      wayOut: 'Write it as 90s, 5m or 1h30m.',
    });
  }
  return seconds ?? fallback;
}

function nameField(
  lookup: Lookup,
  facts: EntityFacts,
  problems: HelmProblem[],
): string | undefined {
  const annotation = lookup('name');
  const name = annotation?.value ?? facts.name;
  if (releaseRefSchema.shape.name.safeParse(name).success) {
    return name;
  }
  problems.push({
    code: 'RELEASE_NAME_INVALID',
    field: annotation?.field ?? annotationName('name'),
    message: `"${name}" is not a valid release name${
      annotation ? '' : " (it is the entity's name)"
    }.`,
    wayOut:
      'Write helm-release/name: at most 53 lower case letters, digits, "-" and ".", with a letter or digit at both ends.',
  });
  return undefined;
}

function valuesFields(
  base: RawAnnotation | undefined,
  added: RawAnnotation | undefined,
  problems: HelmProblem[],
): ValuesSource[] {
  const parsed = [
    base && parseValuesSources('values', base),
    added && parseValuesSources('values.environment', added),
  ].filter(result => result !== undefined);
  problems.push(...parsed.flatMap(result => result.problems));
  const sources = parsed.flatMap(result => result.sources);
  const files = sources.filter(source => source.type === 'file').length;
  if (files > MAX_VALUES_FILES) {
    problems.push({
      code: 'ANNOTATION_INVALID',
      field: added?.field ?? annotationName('values'),
      message: `${files} values files are named; at most ${MAX_VALUES_FILES} are read.`,
      wayOut: 'Join some of the files.',
    });
  }
  return sources;
}

/** `file` keeps its place; documents are read by a later version. */
function documentProblems(file: RawAnnotation): HelmProblem[] {
  const path = checkRelativePath(file.value, file.field);
  return [
    path ?? {
      code: 'DOCUMENT_NOT_SUPPORTED',
      field: file.field,
      message: 'HelmRelease documents cannot be read yet.',
      wayOut:
        'Declare the release with helm-release/chart, helm-release/repository and helm-release/version.',
    },
  ];
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
  const chart = lookup('chart');
  const reference =
    file && !chart
      ? { problems: documentProblems(file) }
      : parseChartReference({
          chart,
          repository: lookup('repository'),
          version: lookup('version'),
          repositories: context.repositories,
          environment,
        });
  problems.push(...reference.problems);
  if (file && chart) {
    problems.push(...documentProblems(file));
  }
  const wantedNamespace = lookup('namespace');
  const resolved = resolveNamespace({
    wanted: wantedNamespace?.value,
    field: wantedNamespace?.field ?? annotationName('namespace'),
    environment,
    facts,
  });
  if ('problem' in resolved) {
    problems.push(resolved.problem);
  }
  return {
    environment: environment.name,
    chart: 'chart' in reference ? reference.chart : undefined,
    releaseName: nameField(lookup, facts, problems),
    namespace: 'namespace' in resolved ? resolved.namespace : undefined,
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

function keyProblem(annotation: RawAnnotation): HelmProblem | undefined {
  const { field, key, environment, value } = annotation;
  if (!isHelmAnnotationKey(key)) {
    return {
      code: 'ANNOTATION_UNKNOWN_KEY',
      field,
      message: `There is no annotation ${field}.`,
      wayOut: suggest(key, helmAnnotationKeys),
    };
  }
  if (key === 'environments' && environment !== undefined) {
    return {
      code: 'ENVIRONMENTS_NOT_PER_ENVIRONMENT',
      field,
      message: 'The list of environments cannot differ by environment.',
      wayOut: `Name "${environment}" in ${annotationName(
        'environments',
      )} instead.`,
    };
  }
  // `environments` says by itself what is wrong with an empty list.
  return value === '' && key !== 'environments'
    ? {
        code: 'ANNOTATION_INVALID',
        field,
        message: `${field} is empty.`,
        wayOut: 'Give it a value or remove it.',
      }
    : undefined;
}

/** What is wrong with the keys that concern one environment. */
function keyProblems(
  annotations: readonly RawAnnotation[],
  environment: string,
): HelmProblem[] {
  return annotations
    .filter(
      entry =>
        entry.environment === environment || entry.environment === undefined,
    )
    .map(keyProblem)
    .filter(problem => problem !== undefined);
}

/** Problems that cannot be shown on one environment alone. */
function wholeProblems(
  annotations: readonly RawAnnotation[],
  selected: readonly DeclarationEnvironment[],
  context: DeclarationContext,
): HelmProblem[] {
  const known = context.environments.map(environment => environment.name);
  const shown = new Set(selected.map(environment => environment.name));
  return annotations.flatMap(entry => {
    const { field, environment } = entry;
    if (environment !== undefined && !known.includes(environment)) {
      return [
        {
          code: 'ANNOTATION_UNKNOWN_ENVIRONMENT' as const,
          field,
          message: `${field} is for an environment "${environment}", which does not exist.`,
          wayOut: suggest(environment, known),
        },
      ];
    }
    const isShown = environment !== undefined && shown.has(environment);
    const problem = isShown ? undefined : keyProblem(entry);
    return problem ? [problem] : [];
  });
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
