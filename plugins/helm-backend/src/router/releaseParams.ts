import {
  releaseRefSchema,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import { releaseNotFound } from '../authorization/refusals';

/** `:cluster/:namespace/:name` of a route. A name that can't be is not found. */
export function releaseParams(params: Record<string, string>): ReleaseRef {
  const parsed = releaseRefSchema.safeParse({
    cluster: params.cluster,
    namespace: params.namespace,
    name: params.name,
  });
  if (!parsed.success) {
    throw releaseNotFound({
      cluster: params.cluster,
      namespace: params.namespace,
      name: params.name,
    });
  }
  return parsed.data;
}
