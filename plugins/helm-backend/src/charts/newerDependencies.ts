import type { ChartDependency } from '@backstage-helm/plugin-helm-common';
import { newerThan, releasedVersions } from '../releases/publishedVersions';
import type { ChartSource } from './ChartSource';

/** A repository that is slow slows no screen by more than this. */
const PATIENCE_MS = 1_500;

/**
 * Names the newest published version of each chart inside another one, where
 * it is newer. Only configured repositories are asked: a chart's author can
 * write any address.
 */
export async function newerDependencies(
  dependencies: ChartDependency[],
  charts: Pick<ChartSource, 'resolve' | 'versions'>,
): Promise<ChartDependency[]> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<undefined>(resolve => {
    timer = setTimeout(resolve, PATIENCE_MS, undefined);
  });
  try {
    return await Promise.all(
      dependencies.map(async dependency => {
        const newer = await Promise.race([
          newerVersion(dependency, charts),
          patience,
        ]);
        return newer ? { ...dependency, newer } : dependency;
      }),
    );
  } finally {
    clearTimeout(timer);
  }
}

async function newerVersion(
  { name, repository, resolved }: ChartDependency,
  charts: Pick<ChartSource, 'resolve' | 'versions'>,
): Promise<string | undefined> {
  if (!repository || !resolved) {
    return undefined;
  }
  try {
    const found = charts.resolve(repository.replace(/^(@|alias:)/, ''));
    const published = await charts.versions(found.name, name);
    return newerThan(releasedVersions(published), resolved);
  } catch {
    // Not configured, not there, or away: nothing is known to be newer.
    return undefined;
  }
}
