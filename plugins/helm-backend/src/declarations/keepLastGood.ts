import { isDeepStrictEqual } from 'node:util';
import {
  stringifyReleaseRef,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { Declaration } from './Declaration';
import type { FreshDeclaration } from './readDeclarations';

/**
 * A host that is away does not take a declaration away. Whose it is and where
 * it may go is never kept: a file that can't be read must not keep a right.
 */
export function keepLastGood(
  read: readonly FreshDeclaration[],
  before: readonly Declaration[],
): Declaration[] {
  const found = new Set(read.map(keyOf).filter(key => key !== undefined));
  return read.flatMap(given => {
    const { readFailure, mayKeep, ...fresh } = given;
    const good = readFailure
      ? before.filter(
          earlier =>
            earlier.environment === fresh.environment &&
            !earlier.problems.length &&
            isDeepStrictEqual(standing(earlier), standing(fresh)),
        )
      : [];
    const kept = mayKeep
      ? good.filter(
          ({ document, release }) =>
            document &&
            release &&
            !found.has(stringifyReleaseRef(release)) &&
            mayKeep(release),
        )
      : good.filter(
          earlier => keyOf(earlier) && keyOf(earlier) === keyOf(fresh),
        );
    return kept.length
      ? kept.map(earlier => ({ ...earlier, staleBecause: readFailure }))
      : [fresh];
  });
}

function keyOf({ release }: { release?: ReleaseRef }): string | undefined {
  return release && stringifyReleaseRef(release);
}

function standing({ owner, system, systemOwner }: Declaration) {
  return { owner, system, systemOwner };
}
