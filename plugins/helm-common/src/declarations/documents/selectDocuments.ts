import type { HelmProblem } from '../../errors';
import type { DeclarationEnvironment } from '../DeclarationContext';
import { suggest } from '../nearest';
import type { ReleaseDocument } from './ReleaseDocument';

function isNamed(environment: DeclarationEnvironment, name: string): boolean {
  return (
    environment.name === name || environment.aliases?.includes(name) === true
  );
}

/** The documents that are for one environment, in order. @public */
export function selectDocuments(
  documents: readonly ReleaseDocument[],
  environment: DeclarationEnvironment,
): ReleaseDocument[] {
  return documents.filter(
    document =>
      document.environment === undefined ||
      isNamed(environment, document.environment),
  );
}

/**
 * Documents that name an environment which does not exist: no environment
 * shows them, so the declaration as a whole does.
 *
 * @public
 */
export function environmentProblems(
  documents: readonly ReleaseDocument[],
  environments: readonly DeclarationEnvironment[],
): HelmProblem[] {
  return documents.flatMap(({ environment, at }) =>
    environment === undefined ||
    environments.some(candidate => isNamed(candidate, environment))
      ? []
      : [
          {
            code: 'ANNOTATION_UNKNOWN_ENVIRONMENT' as const,
            field: `${at} metadata.env`,
            message: `There is no environment "${environment}", nor one with this alias.`,
            wayOut: suggest(
              environment,
              environments.flatMap(({ name, aliases }) => [
                name,
                ...(aliases ?? []),
              ]),
            ),
          },
        ],
  );
}
