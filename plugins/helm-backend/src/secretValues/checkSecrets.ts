import {
  isHelmError,
  type Finding,
  type HelmProblem,
} from '@backstage-helm/plugin-helm-common';
import type { ClusterAccess, KubeClient } from '../clusters/KubeClient';
import { pathSegment } from '../clusters/pathSegment';
import type { SecretValues } from '../declarations/Declaration';
import { secretMissing } from './readSecretTexts';

const METADATA =
  'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1beta1';

/** Enough for one look. */
const TOKEN_SECONDS = 600;

/**
 * Whether the Secrets that values come from are there. Only their metadata is
 * asked for, which names the keys where the API server keeps who set them.
 */
export async function checkSecrets(options: {
  clusters: Pick<ClusterAccess, 'reader' | 'deployer'>;
  environment: string;
  namespace: string;
  references: readonly SecretValues[];
}): Promise<HelmProblem[]> {
  const { clusters, environment, namespace } = options;
  const needed = options.references.filter(({ optional }) => !optional);
  const reader = () => clusters.reader(environment);
  const deployer = async () =>
    (
      await clusters.deployer(environment, namespace, {
        expiresInSeconds: TOKEN_SECONDS,
      })
    ).client;
  const problems: HelmProblem[] = [];
  for (const reference of needed) {
    const found =
      (await look(reader, namespace, reference.name)) ??
      (await look(deployer, namespace, reference.name));
    if (found === 'absent') {
      problems.push(secretMissing(reference, namespace, false).toProblem());
    } else if (found?.keys && !found.keys.has(reference.key)) {
      problems.push(secretMissing(reference, namespace, true).toProblem());
    }
  }
  return problems;
}

/** Undefined when it can't be told. */
async function look(
  client: () => Promise<KubeClient>,
  namespace: string,
  name: string,
): Promise<'absent' | { keys?: ReadonlySet<string> } | undefined> {
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
      return 'absent';
    }
    return status === 200 ? { keys: keysOf(body.metadata) } : undefined;
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
      level: 'know',
      code: 'SECRET_VALUES',
      what: `Takes values from ${names
        .map(name => `Secret ${namespace}/${name}`)
        .join(', ')} when it runs.`,
      why,
    },
  ];
}
