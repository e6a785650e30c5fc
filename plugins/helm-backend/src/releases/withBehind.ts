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
      const source = sourceOf(target, targets);
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

/** The release of the same name there, else the only one. */
function sourceOf(
  { environment, release }: Target,
  targets: Target[],
): Target | undefined {
  const there = targets.filter(
    candidate => candidate.environment.name === environment.promoteFrom,
  );
  return (
    there.find(candidate => candidate.release?.name === release?.name) ??
    (there.length === 1 ? there[0] : undefined)
  );
}
