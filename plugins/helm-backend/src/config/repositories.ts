import { readFileSync } from 'node:fs';
import { InputError } from '@backstage/errors';
import type { RepositoryConfig } from './HelmConfig';
import type { RepositoryInput } from './schema';

type Credentials = NonNullable<RepositoryConfig['credentials']>;

/** One configured repository, checked. `path` is its key, for errors. */
export function readRepository(
  repository: RepositoryInput,
  path: string,
  named: Record<string, Credentials>,
): RepositoryConfig {
  const url = URL.canParse(repository.url)
    ? new URL(repository.url)
    : undefined;
  if (!url || !['https:', 'http:', 'oci:'].includes(url.protocol)) {
    throw new InputError(
      `${path}.url is '${repository.url}': it must be https://…, oci://… or, with internal: true, http://…`,
    );
  }
  if (url.username || url.password || url.search || url.hash) {
    throw new InputError(
      `${path}.url must be a plain address: credentials go to ${path}.credentials, and a query or fragment is not allowed`,
    );
  }
  const plainHttp = repository.plainHttp ?? url.protocol === 'http:';
  if ((plainHttp || url.protocol === 'http:') && !repository.internal) {
    throw new InputError(
      `${path}.url is reached without TLS: use https, or set internal: true for a repository of your own network`,
    );
  }
  return {
    name: repository.name,
    url: repository.url.replace(/\/+$/, ''),
    kind: url.protocol === 'oci:' ? 'oci' : 'http',
    internal: repository.internal,
    plainHttp,
    credentials: credentialsOf(repository, path, named),
    ca: repository.ca ?? readPem(repository.caFile, `${path}.caFile`),
    clientCertificate: repository.clientCertificate,
  };
}

function credentialsOf(
  { credentials }: RepositoryInput,
  path: string,
  named: Record<string, Credentials>,
): Credentials | undefined {
  if (typeof credentials !== 'string') {
    return credentials;
  }
  const found = named[credentials];
  if (!found) {
    throw new InputError(
      `${path}.credentials names '${credentials}', which helm.credentials does not have: add helm.credentials.${credentials} with {username, password} or {token}`,
    );
  }
  return found;
}

function readPem(file: string | undefined, path: string) {
  if (!file) {
    return undefined;
  }
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new InputError(
      `${path} can't be read (${file}): it must be a PEM file that the backend may read`,
      error as Error,
    );
  }
}
