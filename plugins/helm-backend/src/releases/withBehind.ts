import type { Target } from '@backstage-helm/plugin-helm-common';
import { versionsBetween, type PublishedVersions } from './publishedVersions';

/** How far each environment is behind the one that it is promoted from. */
export async function withBehind(
  targets: Target[],
  published: Pick<PublishedVersions, 'of'>,
): Promise<Target[]> {
  return Promise.all(
    targets.map(async target => {
      const { promoteFrom } = target.environment;
      const source = targets.find(
        candidate => candidate.environment.name === promoteFrom,
      );
      if (!promoteFrom || !source?.deployed || !target.declared) {
        return target;
      }
      const { repository, chart } = target.declared;
      const versions = versionsBetween(
        await published.of(repository, chart),
        target.deployed?.chartVersion,
        source.deployed.chartVersion,
      );
      return versions
        ? { ...target, behind: { environment: promoteFrom, versions } }
        : target;
    }),
  );
}
