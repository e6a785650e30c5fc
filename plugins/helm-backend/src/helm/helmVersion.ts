import { HelmError } from '@backstage-helm/plugin-helm-common';
import semver from 'semver';

/** Oldest versions with the last known advisories fixed (quality.md §0). */
const floors: Record<3 | 4, string> = { 3: '3.20.2', 4: '4.1.4' };

/** Tested and found to hang: hooks are never created (engines.md §2.8). */
const refused: ReadonlySet<string> = new Set(['4.2.1']);

/**
 * Checks what `helm version --template '{{.Version}}'` printed.
 *
 * @returns the version without its leading `v`
 * @throws HelmError HELM_VERSION_NOT_ALLOWED
 */
export function assertHelmVersion(printed: string, major: 3 | 4): string {
  const version = semver.parse(printed.trim());
  const field = `helm.binaries.helm${major}`;
  if (!version || version.major !== major) {
    throw new HelmError(
      {
        code: 'HELM_VERSION_NOT_ALLOWED',
        field,
        message: `The Helm ${major} binary says that it is ${JSON.stringify(
          printed.trim().slice(0, 40),
        )}.`,
        wayOut: `Point ${field} at a Helm ${major} binary, ${floors[major]} or newer.`,
      },
      { status: 503 },
    );
  }
  if (
    semver.lt(version, floors[major]) ||
    version.prerelease.length > 0 ||
    refused.has(version.version)
  ) {
    throw new HelmError(
      {
        code: 'HELM_VERSION_NOT_ALLOWED',
        field,
        message: `Helm ${version.version} is not one that this plugin runs.`,
        wayOut: `Install a released Helm ${major}, ${floors[major]} or newer${
          major === 4 ? ', but not 4.2.1' : ''
        }.`,
      },
      { status: 503 },
    );
  }
  return version.version;
}
