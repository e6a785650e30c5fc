import { HelmError, isHelmError } from '@backstage-helm/plugin-helm-common';
import type { KubeClient } from '../clusters/KubeClient';
import { pathSegment } from '../clusters/pathSegment';
import type { SecretValues } from '../declarations/Declaration';

/** In the order of the references; undefined where an optional one is absent. */
export type SecretTexts = readonly (string | undefined)[];

/**
 * Reads the Secrets that values come from, inside of a run and with the
 * deployer's identity; only their namespace is the release's own.
 *
 * @throws HelmError VALUES_SOURCE_UNREADABLE naming what is missing
 */
export async function readSecretTexts(
  client: KubeClient,
  namespace: string,
  references: readonly SecretValues[],
): Promise<SecretTexts> {
  const known = new Map<string, Promise<Record<string, string> | undefined>>();
  return Promise.all(
    references.map(async reference => {
      const { name, key, optional } = reference;
      const reading = known.get(name) ?? readData(client, namespace, reference);
      known.set(name, reading);
      const data = await reading;
      if (data && Object.hasOwn(data, key)) {
        return Buffer.from(data[key], 'base64').toString('utf8');
      }
      if (optional) {
        return undefined;
      }
      throw secretMissing(reference, namespace, data !== undefined);
    }),
  );
}

/** Why a release can't be made of a Secret. */
export function secretMissing(
  { name, key, field }: SecretValues,
  namespace: string,
  isThere: boolean,
): HelmError {
  return new HelmError(
    {
      code: 'VALUES_SOURCE_UNREADABLE',
      field,
      message: isThere
        ? `Secret ${namespace}/${name} has no key ${key}.`
        : `There is no Secret ${namespace}/${name}.`,
      wayOut: isThere
        ? 'Add the key to the Secret, or correct its name.'
        : 'Create the Secret in the namespace of the release, or correct its name.',
    },
    { status: 409 },
  );
}

async function readData(
  client: KubeClient,
  namespace: string,
  { name, field }: SecretValues,
): Promise<Record<string, string> | undefined> {
  try {
    const { status, body } = await client.request(
      'GET',
      `/api/v1/namespaces/${pathSegment(namespace)}/secrets/${pathSegment(
        name,
      )}`,
    );
    return status === 200 ? body.data ?? {} : undefined;
  } catch (error) {
    if (isHelmError(error) && error.code === 'CLUSTER_FORBIDDEN') {
      throw new HelmError(
        {
          code: 'VALUES_SOURCE_UNREADABLE',
          field,
          message: `The deployer may not read Secret ${namespace}/${name}.`,
          wayOut: `A platform engineer can grant it "get" on secrets in ${namespace}.`,
        },
        { status: 409, cause: error },
      );
    }
    throw error;
  }
}
