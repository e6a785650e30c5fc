import {
  releaseRefSchema,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import { releaseNotFound } from '../authorization/refusals';

/** The release of an input. A name that can't be is not found. */
export function releaseOf(input: ReleaseRef): ReleaseRef {
  const { cluster, namespace, name } = input;
  const parsed = releaseRefSchema.safeParse({ cluster, namespace, name });
  if (!parsed.success) {
    throw releaseNotFound({ cluster, namespace, name });
  }
  return parsed.data;
}
