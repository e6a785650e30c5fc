import {
  HelmError,
  type ReleaseRef,
  type SecretRequest,
} from '@backstage-helm/plugin-helm-common';
import { z } from 'zod';

/** Says that the portal wrote it. */
const MANAGED_BY = 'app.kubernetes.io/managed-by';
const PORTAL = 'backstage-helm';
/** Release that it was written for. */
export const RELEASE_LABEL = 'backstage-helm/release';

/** What an API server takes. */
const MOST_BYTES = 1_048_576;

/** Name of a Secret; where Helm keeps its releases is nobody's to write to. */
export const secretNameSchema = z
  .string()
  .max(253)
  .regex(
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
    'must be lower case letters, digits, dots and hyphens',
  )
  .refine(name => !name.startsWith('sh.helm.release.'), {
    error: "is a name of Helm's own records",
  });

/** A Secret as the API server has it, as far as this portal looks at it. */
export interface StoredSecret {
  type?: string;
  immutable?: boolean;
  metadata: {
    resourceVersion?: string;
    labels?: Record<string, string>;
    [field: string]: unknown;
  };
}

/** @throws HelmError INPUT_INVALID when there is nothing, or more than a Secret holds */
export function assertFits(data: SecretRequest['data']): void {
  const refuse = (message: string) =>
    new HelmError({ code: 'INPUT_INVALID', field: 'data', message });
  if (!Object.keys(data).length) {
    throw refuse('A Secret needs at least one key.');
  }
  const bytes = Object.entries(data).reduce(
    (sum, [key, text]) => sum + key.length + Buffer.byteLength(text),
    0,
  );
  if (bytes > MOST_BYTES) {
    throw refuse('All values together are more than 1 MiB.');
  }
}

/** Whether this portal wrote it for this very release. */
export function isOurs(
  { type, metadata }: StoredSecret,
  release: ReleaseRef,
): boolean {
  const { labels = {} } = metadata;
  return (
    type === 'Opaque' &&
    labels[MANAGED_BY] === PORTAL &&
    labels[RELEASE_LABEL] === release.name
  );
}

/** The object to send; `before` keeps what others put on it besides its data. */
export function secretObject(
  name: string,
  release: ReleaseRef,
  data: SecretRequest['data'],
  before?: StoredSecret,
): object {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'Opaque',
    metadata: {
      // Its resourceVersion: what was looked at is what is replaced.
      ...before?.metadata,
      name,
      namespace: release.namespace,
      labels: {
        ...before?.metadata.labels,
        [MANAGED_BY]: PORTAL,
        [RELEASE_LABEL]: release.name,
      },
    },
    data: Object.fromEntries(
      Object.entries(data).map(([key, text]) => [
        key,
        Buffer.from(text, 'utf8').toString('base64'),
      ]),
    ),
  };
}
