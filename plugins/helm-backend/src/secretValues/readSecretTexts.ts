import { HelmError, isHelmError } from '@backstage-helm/plugin-helm-common';
import type { KubeClient } from '../clusters/KubeClient';
import { pathSegment } from '../clusters/pathSegment';
import type { SecretValues } from '../declarations/Declaration';
import {
  ABSENT,
  refuseSecret,
  secretVersion,
  type SecretIdentity,
  type SecretUse,
} from './refuseSecret';

/** In the order of the references; undefined where an optional one is absent. */
export type SecretTexts = readonly (string | undefined)[];

/** What Secrets hold, and which they were. */
export interface ReadSecrets {
  texts: SecretTexts;
  /** By name: what `secretVersion` says, or ABSENT. */
  versions: Record<string, string>;
}

/**
 * Reads the Secrets that values come from, inside of a run and with the
 * deployer's identity; only their namespace is the release's own.
 *
 * @throws HelmError VALUES_SOURCE_UNREADABLE naming what is missing, or what the
 *   release may not be made of
 */
export async function readSecretTexts(
  client: KubeClient,
  use: SecretUse,
  references: readonly SecretValues[],
): Promise<ReadSecrets> {
  const { namespace } = use.release;
  const known = new Map<string, Promise<StoredSecret | undefined>>();
  const texts = await Promise.all(
    references.map(async reference => {
      const { name, key, optional } = reference;
      const reading = known.get(name) ?? readSecret(client, use, reference);
      known.set(name, reading);
      const data = (await reading)?.data;
      if (data && Object.hasOwn(data, key)) {
        return Buffer.from(data[key], 'base64').toString('utf8');
      }
      if (optional) {
        return undefined;
      }
      throw secretMissing(reference, namespace, data !== undefined);
    }),
  );
  const versions: [string, string][] = [];
  for (const [name, reading] of known) {
    const secret = await reading;
    versions.push([name, secret ? secretVersion(secret) : ABSENT]);
  }
  return { texts, versions: Object.fromEntries(versions) };
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

type StoredSecret = SecretIdentity & { data: Record<string, string> };

async function readSecret(
  client: KubeClient,
  use: SecretUse,
  reference: SecretValues,
): Promise<StoredSecret | undefined> {
  const { name, field } = reference;
  const { namespace } = use.release;
  try {
    const { status, body } = await client.request(
      'GET',
      `/api/v1/namespaces/${pathSegment(namespace)}/secrets/${pathSegment(
        name,
      )}`,
    );
    if (status !== 200) {
      return undefined;
    }
    const refused = refuseSecret(reference, use, body);
    if (refused) {
      throw refused;
    }
    return { ...body, data: body.data ?? {} };
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
