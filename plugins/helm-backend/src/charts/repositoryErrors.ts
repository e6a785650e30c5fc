import { HelmError } from '@backstage-helm/plugin-helm-common';
import type { RepositoryConfig } from '../config/HelmConfig';

/** A repository points somewhere that nobody configured. */
export function repositoryNotAllowed(
  repository: Pick<RepositoryConfig, 'name'>,
  what: string,
): HelmError {
  return new HelmError(
    {
      code: 'REPOSITORY_NOT_ALLOWED',
      field: 'repository',
      message: `The repository "${repository.name}" ${what}.`,
      wayOut:
        'Use a configured repository, or ask a platform engineer to add it under helm.repositories.',
    },
    { status: 403 },
  );
}

/** No usable answer. */
export function repositoryUnreachable(
  repository: Pick<RepositoryConfig, 'name'>,
  why: string,
  cause?: Error,
): HelmError {
  return new HelmError(
    {
      code: 'REPOSITORY_UNREACHABLE',
      field: 'repository',
      message: `The repository "${repository.name}" ${why}.`,
      wayOut: 'Try again later; if it stays, ask a platform engineer.',
    },
    { status: 502, cause },
  );
}

/** The repository's 401 or 403. */
export function credentialsRefused(
  repository: Pick<RepositoryConfig, 'name'>,
): HelmError {
  return new HelmError(
    {
      code: 'CREDENTIALS_REFUSED',
      field: 'repository',
      message: `The repository "${repository.name}" refuses the portal's credentials.`,
      wayOut: 'Ask a platform engineer to renew them.',
    },
    { status: 502 },
  );
}

/** The repository has no chart of this name. */
export function chartNotFound(repository: string, name: string): HelmError {
  return new HelmError(
    {
      code: 'CHART_NOT_FOUND',
      field: 'chart',
      message: `The repository "${repository}" has no chart "${name}".`,
      wayOut: 'Correct the name, or publish the chart.',
    },
    { status: 404 },
  );
}

/** The chart has no version of exactly this text. */
export function versionNotFound(
  chart: string,
  version: string,
  published: string[],
): HelmError {
  const newest = published.slice(0, 3).join(', ');
  return new HelmError(
    {
      code: 'VERSION_NOT_FOUND',
      field: 'version',
      message: `The chart "${chart}" has no version ${version}.`,
      wayOut: newest
        ? `Choose a published one, such as ${newest}.`
        : 'Publish it first.',
    },
    { status: 404 },
  );
}

/** An archive that breaks a rule. */
export function archiveInvalid(what: string): HelmError {
  return new HelmError({
    code: 'CHART_ARCHIVE_INVALID',
    field: 'chart',
    message: `The chart archive ${what}.`,
    wayOut: 'Package the chart again with helm package.',
  });
}

/** An archive past a limit. */
export function chartTooLarge(what: string): HelmError {
  return new HelmError({
    code: 'CHART_TOO_LARGE',
    field: 'chart',
    message: `The chart archive ${what}.`,
    wayOut: 'Leave files out of it by .helmignore, or split the chart.',
  });
}

/** What was downloaded is not what was promised. */
export function digestMismatch(
  chart: string,
  version: string,
  expected: string,
  found: string,
): HelmError {
  return new HelmError(
    {
      code: 'CHART_DIGEST_MISMATCH',
      field: 'version',
      message: `The content of ${chart} ${version} is ${found.slice(
        0,
        19,
      )}…, not ${expected.slice(0, 19)}… as expected: it was published again.`,
      wayOut: 'Plan again, and look at what changed before you deploy it.',
    },
    { status: 409 },
  );
}
