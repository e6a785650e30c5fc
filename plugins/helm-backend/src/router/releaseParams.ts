import {
  HelmError,
  releaseRefSchema,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';

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

/** The one answer for what is absent and for what may not be seen. */
export function releaseNotFound(ref: ReleaseRef): HelmError {
  return new HelmError(
    {
      code: 'NOT_FOUND',
      message: `There is no release ${ref.name} in ${ref.namespace} of ${ref.cluster}, or you may not see it.`,
    },
    { status: 404 },
  );
}
