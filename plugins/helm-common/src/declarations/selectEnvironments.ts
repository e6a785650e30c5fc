import type { HelmProblem } from '../errors';
import { annotationName, type RawAnnotation } from './annotationKeys';
import type { DeclarationEnvironment } from './DeclarationContext';
import { suggest } from './nearest';

function selectOne(
  entry: string,
  environments: readonly DeclarationEnvironment[],
): DeclarationEnvironment[] {
  const tier = /^tier:(.+)$/.exec(entry)?.[1].trim();
  return environments.filter(environment =>
    tier === undefined ? environment.name === entry : environment.tier === tier,
  );
}

/**
 * The environments that an entity chooses, in configured order. What it names
 * in vain is a problem; the others still count.
 */
export function selectEnvironments(
  annotation: RawAnnotation | undefined,
  environments: readonly DeclarationEnvironment[],
): { selected: DeclarationEnvironment[]; problems: HelmProblem[] } {
  if (!annotation) {
    return {
      selected: environments.filter(environment => environment.isDefault),
      problems: [],
    };
  }
  const entries = annotation.value
    .split(/[,\n]/)
    .map(entry => entry.trim())
    .filter(Boolean);
  const problems: HelmProblem[] = [];
  if (!entries.length) {
    problems.push({
      code: 'ANNOTATION_INVALID',
      field: annotationName('environments'),
      message: `${annotation.field} names no environment.`,
      wayOut:
        'Name environments or tiers ("tier:nonprod"), or remove the annotation for the default ones.',
    });
  }
  const chosen = new Set<string>();
  const known = [
    ...environments.map(environment => environment.name),
    ...new Set(
      environments.flatMap(({ tier }) => (tier ? `tier:${tier}` : [])),
    ),
  ];
  for (const entry of entries) {
    const matches = selectOne(entry, environments);
    if (!matches.length) {
      problems.push({
        code: 'ANNOTATION_UNKNOWN_ENVIRONMENT',
        field: annotation.field,
        message: `There is no environment "${entry}".`,
        wayOut: suggest(entry, known),
      });
    }
    matches.forEach(environment => chosen.add(environment.name));
  }
  return {
    selected: environments.filter(environment => chosen.has(environment.name)),
    problems,
  };
}
