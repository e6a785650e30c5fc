import type { Entity } from '@backstage/catalog-model';
import type { HelmProblem } from '../errors';
import {
  annotationName,
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
import { keyProblems, wholeProblems } from './keyProblems';
import { resolveNamespace } from './namespaces';
import { selectEnvironments } from './selectEnvironments';
import {
  booleanField,
  documentProblems,
  nameField,
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
