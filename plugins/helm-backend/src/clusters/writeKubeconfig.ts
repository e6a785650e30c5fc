import { stringify } from 'yaml';
import type { ClusterEndpoint } from './ClusterLogin';

/** Name of the only context in a kubeconfig for an operation. */
export const OPERATION_CONTEXT = 'operation';

/**
 * A kubeconfig with inline data and one context: no file to follow and no
 * program to run.
 */
export function writeKubeconfig(
  endpoint: ClusterEndpoint,
  token: string,
  namespace: string,
): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': OPERATION_CONTEXT,
    clusters: [
      {
        name: OPERATION_CONTEXT,
        cluster: {
          server: endpoint.server,
          ...(endpoint.ca && {
            'certificate-authority-data': Buffer.from(endpoint.ca).toString(
              'base64',
            ),
          }),
          ...(endpoint.skipTlsVerify && { 'insecure-skip-tls-verify': true }),
          ...(endpoint.tlsServerName && {
            'tls-server-name': endpoint.tlsServerName,
          }),
        },
      },
    ],
    users: [{ name: OPERATION_CONTEXT, user: { token } }],
    contexts: [
      {
        name: OPERATION_CONTEXT,
        context: {
          cluster: OPERATION_CONTEXT,
          user: OPERATION_CONTEXT,
          namespace,
        },
      },
    ],
  });
}
