import type { HelmProblem } from '../errors';
import { releaseRefSchema } from '../releases';
import {
  annotationName,
  type HelmAnnotationKey,
  type RawAnnotation,
} from './annotationKeys';
import type { DeclarationEnvironment } from './DeclarationContext';
import type { EntityFacts } from './entityFacts';
import { parseDuration } from './parseDuration';
import { resolveNamespace } from './namespaces';
import {
  MAX_VALUES_FILES,
  parseValuesSources,
  type ValuesSource,
} from './valuesSources';

/** Looks a key up for one environment: `<key>.<environment>` before `<key>`. */
export type Lookup = (key: HelmAnnotationKey) => RawAnnotation | undefined;

export function booleanField(
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

export function timeoutField(
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

export function nameField(
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

export function namespaceField(
  lookup: Lookup,
  environment: DeclarationEnvironment,
  facts: EntityFacts,
  problems: HelmProblem[],
): string | undefined {
  const annotation = lookup('namespace');
  const resolved = resolveNamespace({
    wanted: annotation?.value,
    field: annotation?.field ?? annotationName('namespace'),
    environment,
    facts,
  });
  if ('problem' in resolved) {
    problems.push(resolved.problem);
    return undefined;
  }
  return resolved.namespace;
}

export function valuesFields(
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
