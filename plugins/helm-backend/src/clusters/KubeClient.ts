/** One identity on one cluster. The only file that imports client-node implements it. */
export interface KubeClient {
  readonly cluster: string;
  /**
   * One JSON request to the API server.
   *
   * @throws HelmError CLUSTER_UNREACHABLE, CLUSTER_FORBIDDEN,
   *   CLUSTER_CREDENTIALS_REFUSED; other statuses are returned.
   */
  request<T = any>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    options?: {
      query?: Record<string, string>;
      body?: unknown;
      contentType?: string;
      accept?: string;
      timeoutMs?: number;
      signal?: AbortSignal;
    },
  ): Promise<{ status: number; body: T }>;
  /** Plain text, for pod logs; at most `limitBytes`. */
  text(
    path: string,
    options: { query?: Record<string, string>; limitBytes: number },
  ): Promise<string>;
  /** Watch: calls back for each event until the stream ends or `signal` aborts. */
  watch(
    path: string,
    options: {
      query: Record<string, string>;
      accept?: string;
      signal: AbortSignal;
      onEvent: (event: { type: string; object: any }) => void;
    },
  ): Promise<void>;
}

/** A deployer token minted for one operation, with a kubeconfig that holds nothing else. */
export interface DeployerIdentity {
  client: KubeClient;
  /** YAML with inline CA and token; context name `operation`. */
  kubeconfig: string;
  context: string;
  expiresAt: string;
  /** Strings that must never be shown. */
  secrets: string[];
}

/** Cluster connections by environment (DESIGN §2, Reader and Deployer). */
export interface ClusterAccess {
  reader(environment: string): Promise<KubeClient>;
  deployer(
    environment: string,
    namespace: string,
    options: { expiresInSeconds: number },
  ): Promise<DeployerIdentity>;
  /** Kubernetes version and served API versions, cached for minutes. */
  capabilities(
    environment: string,
  ): Promise<{ kubeVersion: string; apiVersions: string[] }>;
}
