import {
  isHelmError,
  type Finding,
  type HelmProblem,
} from '@backstage-helm/plugin-helm-common';
import type { ClusterAccess, KubeClient } from '../clusters/KubeClient';
import { pathSegment } from '../clusters/pathSegment';
import type { SecretValues } from '../declarations/Declaration';
import { secretMissing } from './readSecretTexts';
import {
  ABSENT,
  refuseSecret,
  secretVersion,
  type SecretIdentity,
  type SecretUse,
} from './refuseSecret';

const METADATA =
  'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1beta1';

/** Enough for one look. */
const TOKEN_SECONDS = 600;

/** What a plan knows of the Secrets that values come from. */
export interface CheckedSecrets {
  problems: HelmProblem[];
  /** By name; without those that nobody could be asked for. */
  versions: Record<string, string>;
}

/**
 * Whether the Secrets that values come from are there, and which they are. Only
 * their metadata is asked for, which names the keys where the API server keeps
 * who set them.
 */
export async function checkSecrets(options: {
  clusters: Pick<ClusterAccess, 'reader' | 'deployer'>;
  environment: string;
  use: SecretUse;
  references: readonly SecretValues[];
}): Promise<CheckedSecrets> {
  const { clusters, environment, use, references } = options;
  const { namespace } = use.release;
  const reader = () => clusters.reader(environment);
  const deployer = async () =>
    (
      await clusters.deployer(environment, namespace, {
        expiresInSeconds: TOKEN_SECONDS,
      })
    ).client;
  const problems: HelmProblem[] = [];
  const known = new Map<string, Seen | undefined>();
  for (const reference of references) {
    const { name, optional } = reference;
    if (!known.has(name)) {
      known.set(
        name,
        (await look(reader, namespace, name)) ??
          (await look(deployer, namespace, name)),
      );
    }
    const seen = known.get(name);
    const refused =
      seen && seen !== ABSENT ? refuseSecret(reference, use, seen) : undefined;
    const isMissing =
      seen === ABSENT || seen?.keys?.has(reference.key) === false;
    if (refused) {
      problems.push(refused.toProblem());
    } else if (isMissing && !optional) {
      problems.push(
        secretMissing(reference, namespace, seen !== ABSENT).toProblem(),
      );
    }
  }
  return {
    problems,
    versions: Object.fromEntries(
      [...known].flatMap(([name, seen]) =>
        seen ? [[name, seen === ABSENT ? ABSENT : secretVersion(seen)]] : [],
      ),
    ),
  };
}

type Seen = typeof ABSENT | (SecretIdentity & { keys?: ReadonlySet<string> });

/** Undefined when it can't be told. */
async function look(
  client: () => Promise<KubeClient>,
  namespace: string,
  name: string,
): Promise<Seen | undefined> {
  try {
    const { status, body } = await (
      await client()
    ).request(
      'GET',
      `/api/v1/namespaces/${pathSegment(namespace)}/secrets/${pathSegment(
        name,
      )}`,
      { accept: METADATA },
    );
    if (status === 404) {
      return ABSENT;
    }
    return status === 200
      ? { metadata: body.metadata, keys: keysOf(body.metadata) }
      : undefined;
  } catch (error) {
    // The run says it, before anything changes.
    if (isHelmError(error)) {
      return undefined;
    }
    throw error;
  }
}

/** Names of keys by who set them; undefined where nobody keeps that. */
function keysOf(metadata: any): ReadonlySet<string> | undefined {
  const fields = (metadata?.managedFields ?? []).map(
    (entry: any) => entry.fieldsV1?.['f:data'],
  );
  const known = fields.filter((data: unknown) => typeof data === 'object');
  return known.length
    ? new Set(
        known.flatMap((data: object) =>
          Object.keys(data).map(key => key.replace(/^f:/, '')),
        ),
      )
    : undefined;
}

/** What a plan says of values that it has not seen. */
export function secretFindings(
  references: readonly SecretValues[],
  namespace: string,
  preview: { isComplete: boolean; baseRevision?: number },
): Finding[] {
  if (!references.length) {
    return [];
  }
  const names = [...new Set(references.map(({ name }) => name))];
  const why =
    preview.isComplete && preview.baseRevision
      ? `This preview shows what revision ${preview.baseRevision} holds in their places.`
      : 'This preview was made without them.';
  return [
    {
      // A whole document may set anything, and nobody has seen what.
      level: references.every(({ targetPath }) => targetPath)
        ? 'know'
        : 'accept',
      code: 'SECRET_VALUES',
      what: `Takes values from ${names
        .map(name => `Secret ${namespace}/${name}`)
        .join(', ')} when it runs.`,
      why,
    },
  ];
}
