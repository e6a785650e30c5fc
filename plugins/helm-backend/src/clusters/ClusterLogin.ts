/** Where a cluster is and how its certificate is checked. */
export interface ClusterEndpoint {
  server: string;
  /** PEM. */
  ca?: string;
  skipTlsVerify: boolean;
  tlsServerName?: string;
}

/** Headers and client certificate for one request. */
export interface RequestLogin {
  headers: Record<string, string>;
  cert?: string;
  key?: string;
}

/** One identity on one cluster, ready to sign requests. */
export interface ClusterLogin {
  endpoint: ClusterEndpoint;
  /** Asked before each request, so that tokens can change. */
  sign(): Promise<RequestLogin>;
}

/** An identity that holds nothing but a bearer token. */
export function tokenLogin(
  endpoint: ClusterEndpoint,
  token: () => Promise<string>,
): ClusterLogin {
  return {
    endpoint,
    sign: async () => ({
      headers: { authorization: `Bearer ${await token()}` },
    }),
  };
}
