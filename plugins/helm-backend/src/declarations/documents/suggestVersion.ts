import {
  newestMatch,
  type DeclaredChart,
  type HelmProblem,
} from '@backstage-helm/plugin-helm-common';
import type { ChartSource } from '../../charts';

/** A background reading waits no longer for a repository. */
const PATIENCE_MS = 10_000;

/** Reads published versions, newest first; undefined when nobody answers. */
export type ReadVersions = (
  repository: string,
  chart: string,
) => Promise<string[] | undefined>;

/** For the background: the list is cached, and asked for with its ETag. */
export function createReadVersions(
  charts: Pick<ChartSource, 'versions'>,
): ReadVersions {
  return async (repository, chart) => {
    try {
      const found = await Promise.race([
        charts.versions(repository, chart),
        new Promise<undefined>(resolve =>
          setTimeout(() => resolve(undefined), PATIENCE_MS).unref(),
        ),
      ]);
      return found?.map(({ version }) => version);
    } catch {
      // The pin is only proposed; that it is missing is said anyway.
      return undefined;
    }
  };
}

/** The problem of a version that is not exact, with the version to pin. */
export async function withSuggestion(
  problems: readonly HelmProblem[],
  unpinned: DeclaredChart | undefined,
  read: ReadVersions,
): Promise<HelmProblem[]> {
  if (!unpinned || !problems.some(isNotExact)) {
    return [...problems];
  }
  const { repository, name, version: range } = unpinned;
  const version = newestMatch(range, (await read(repository, name)) ?? []);
  return problems.map(problem =>
    version && isNotExact(problem)
      ? {
          ...problem,
          suggestion: { version },
          wayOut: `Pin the newest match: ${version}.`,
        }
      : problem,
  );
}

function isNotExact({ code }: HelmProblem): boolean {
  return code === 'VERSION_NOT_EXACT';
}
