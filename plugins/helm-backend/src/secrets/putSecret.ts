import {
  HelmError,
  isHelmError,
  type ReleaseRef,
  type SecretRequest,
} from '@backstage-helm/plugin-helm-common';
import type { KubeClient } from '../clusters/KubeClient';
import { pathSegment } from '../clusters/pathSegment';
import { isOurs, secretObject, type StoredSecret } from './secretObject';

/** Somebody else may write between the look and the write, but not for ever. */
const ATTEMPTS = 3;

/** What is written, and where. */
export interface WantedSecret {
  release: ReleaseRef;
  name: string;
  data: SecretRequest['data'];
}

/**
 * Creates the Secret, or replaces the data of one that is ours. The API server
 * refuses the replacement of anything but what was looked at.
 *
 * @throws HelmError SECRET_NOT_OURS, INPUT_INVALID and what the cluster refuses
 */
export async function putSecret(
  client: KubeClient,
  wanted: WantedSecret,
): Promise<{ created: boolean }> {
  const { namespace } = wanted.release;
  const folder = `/api/v1/namespaces/${pathSegment(namespace)}/secrets`;
  const path = `${folder}/${pathSegment(wanted.name)}`;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const found = await send(client, 'GET', path);
    const before = found.status === 200 ? found.body : undefined;
    if (before && !isOurs(before, wanted.release)) {
      throw notOurs(wanted);
    }
    const { name, release, data } = wanted;
    const body = secretObject(name, release, data, before);
    const { status, body: answer } = before
      ? await send(client, 'PUT', path, body)
      : await send(client, 'POST', folder, body);
    if (status === 200 || status === 201) {
      return { created: !before };
    }
    if (status !== 409 && !(before && status === 404)) {
      throw refused(wanted, status, answer);
    }
  }
  throw new HelmError(
    {
      code: 'APPLY_CONFLICT',
      field: 'secret',
      message: `Secret ${wanted.name} in ${namespace} is being changed by somebody else.`,
      wayOut: 'Try again.',
    },
    { status: 409 },
  );
}

async function send(
  client: KubeClient,
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  body?: object,
): Promise<{ status: number; body: StoredSecret }> {
  try {
    return await client.request(method, path, { body });
  } catch (error) {
    if (isHelmError(error) && error.code === 'CLUSTER_FORBIDDEN') {
      const { code, message, status, field } = error;
      throw new HelmError(
        {
          code,
          field,
          message,
          wayOut:
            "Give the environment's deployer get, create and update of secrets in this namespace.",
        },
        { status, cause: error },
      );
    }
    throw error;
  }
}

function notOurs({ name, release }: WantedSecret): HelmError {
  return new HelmError(
    {
      code: 'SECRET_NOT_OURS',
      field: 'secret',
      message: `Secret ${name} in ${release.namespace} was not written by this portal for ${release.name}.`,
      wayOut:
        'Choose another name; or change that Secret where it is kept, and let the values name it.',
    },
    { status: 409 },
  );
}

/** The cluster's words are about the object's form; the caller masks them. */
function refused(
  { name, release }: WantedSecret,
  status: number,
  answer: unknown,
): HelmError {
  const { message = `status ${status}` } = Object(answer);
  return new HelmError(
    {
      code: 'INPUT_INVALID',
      field: 'secret',
      message: `Secret ${name} in ${release.namespace} was refused: ${message}.`,
    },
    { status: 400 },
  );
}
