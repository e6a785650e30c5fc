import { HelmError } from '@backstage-helm/plugin-helm-common';

/** No answer: refused, timed out, or cut. */
export function unreachable(cluster: string, cause: Error): HelmError {
  return new HelmError(
    {
      code: 'CLUSTER_UNREACHABLE',
      field: 'cluster',
      message: `Cluster ${cluster} does not answer: ${cause.message}.`,
      wayOut:
        'Nothing was changed. Try again when the cluster is back; its last known state stays on screen.',
    },
    { status: 503, cause },
  );
}

/** The credentials could not even be read: a token file, a credential plugin. */
export function signingFailed(cluster: string, cause: Error): HelmError {
  return new HelmError(
    {
      code: 'CLUSTER_CREDENTIALS_REFUSED',
      field: 'cluster',
      message: `The portal's credentials for cluster ${cluster} can't be read: ${cause.message}.`,
      wayOut: 'Check the token file or the kubeconfig of this environment.',
    },
    { status: 502, cause },
  );
}

/** The API server's 401 and 403 as typed errors; other statuses are the caller's. */
export function refusalOf(
  cluster: string,
  status: number,
  body: unknown,
): HelmError | undefined {
  const message =
    typeof body === 'object' && body !== null && 'message' in body
      ? String(body.message)
      : 'no reason given';
  if (status === 401) {
    return new HelmError(
      {
        code: 'CLUSTER_CREDENTIALS_REFUSED',
        field: 'cluster',
        message: `Cluster ${cluster} refused the portal's credentials: ${message}.`,
        wayOut:
          'Renew the token of this environment’s reader, or check the service account.',
      },
      { status: 502 },
    );
  }
  if (status === 403) {
    return new HelmError(
      {
        code: 'CLUSTER_FORBIDDEN',
        field: 'cluster',
        message: `Cluster ${cluster} does not allow it: ${message}.`,
        wayOut:
          'Grant the right to the environment’s service account, or choose a namespace where it has it.',
      },
      { status: 502 },
    );
  }
  return undefined;
}
