import { InputError } from '@backstage/errors';
import type { ChartVersion } from '@backstage-helm/plugin-helm-common';
import semver from 'semver';

/** Versions of a chart that count, newest first. */
export interface ChosenVersions {
  versions: string[];
  newest?: string;
  /** The newest that a range allows. */
  newestMatching?: string;
}

/**
 * Chooses among published versions. A range is read as Helm's: parts may be
 * joined by commas.
 *
 * @throws InputError when the range is none
 */
export function chooseVersions(
  published: readonly Pick<ChartVersion, 'version' | 'isPrerelease'>[],
  options: { range?: string; prereleases: boolean },
): ChosenVersions {
  const { range, prereleases } = options;
  const versions = published
    .filter(each => prereleases || !each.isPrerelease)
    .map(({ version }) => version);
  const wanted = range?.replace(/,/g, ' ');
  if (wanted !== undefined && semver.validRange(wanted) === null) {
    throw new InputError(`range: "${range}" is not a range of versions.`);
  }
  const newestMatching =
    wanted === undefined
      ? undefined
      : semver.maxSatisfying(versions, wanted, {
          includePrerelease: prereleases,
        }) ?? undefined;
  return { versions, newest: versions[0], newestMatching };
}
