import { createContext, useContext } from 'react';
import type {
  EntityReleases,
  Problem,
  Target,
} from '@backstage-helm/plugin-helm-common';

const keyOf = ({ code, field, message }: Problem) =>
  JSON.stringify([code, field, message]);

/**
 * Problems of the declaration as a whole, each once: those that the server says
 * are, and those that more than one environment has.
 */
export function sharedProblems({
  problems,
  targets,
}: Pick<EntityReleases, 'problems' | 'targets'>): Problem[] {
  const shared = new Map(problems.map(problem => [keyOf(problem), problem]));
  const seen = new Set<string>();
  for (const target of targets) {
    const own = new Map(target.problems.map(each => [keyOf(each), each]));
    for (const [key, problem] of own) {
      if (seen.has(key)) {
        shared.set(key, problem);
      }
      seen.add(key);
    }
  }
  return [...shared.values()];
}

/** Problems that stand above the cards, so that no card repeats them. */
export const ProblemsAbove = createContext<Problem[]>([]);

/** The problems of this environment alone, and whether it has others above. */
export function useOwnProblems({ problems }: Pick<Target, 'problems'>): {
  own: Problem[];
  hasAbove: boolean;
} {
  const above = new Set(useContext(ProblemsAbove).map(keyOf));
  const own = problems.filter(problem => !above.has(keyOf(problem)));
  return { own, hasAbove: own.length < problems.length };
}
