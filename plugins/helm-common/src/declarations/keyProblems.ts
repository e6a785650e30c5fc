import type { HelmProblem } from '../errors';
import {
  annotationName,
  helmAnnotationKeys,
  isHelmAnnotationKey,
  type RawAnnotation,
} from './annotationKeys';
import type {
  DeclarationContext,
  DeclarationEnvironment,
} from './DeclarationContext';
import { suggest } from './nearest';

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
export function keyProblems(
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
export function wholeProblems(
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
