import type { ChartVersion } from '@backstage-helm/plugin-helm-common';
import semver from 'semver';

/** Newest first; what is no version at all is left out, as Helm does. */
export function sortVersions(versions: ChartVersion[]): ChartVersion[] {
  return versions
    .filter(({ version }) => semver.valid(version) !== null)
    .sort((left, right) => semver.compareBuild(right.version, left.version));
}

/** Whether a version carries a pre-release part. */
export function isPrerelease(version: string): boolean {
  return (semver.prerelease(version)?.length ?? 0) > 0;
}
