import type {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { HelmClient, type HelmApi } from '@backstage-helm/plugin-helm-common';

/** The part of the Helm backend's API that the actions use. */
export type ActionsApi = Pick<
  HelmApi,
  | 'refreshEntity'
  | 'history'
  | 'createPlan'
  | 'createOperation'
  | 'operation'
  | 'followOperation'
  | 'cancelOperation'
  | 'environments'
  | 'chart'
  | 'chartVersion'
  | 'renderChart'
>;

/** What the actions need of the portal. */
export interface Portal {
  /** The Helm backend, called in the name of whoever started the task. */
  api(initiator: () => Promise<BackstageCredentials>): ActionsApi;
  /** The page of an operation, when the portal's address is configured. */
  operationUrl(id: string): string | undefined;
}

/** The portal that this backend serves. */
export class HelmPortal implements Portal {
  readonly #options: {
    auth: Pick<AuthService, 'getPluginRequestToken'>;
    discovery: DiscoveryService;
    appBaseUrl?: string;
    fetch: typeof fetch;
  };

  constructor(options: {
    auth: Pick<AuthService, 'getPluginRequestToken'>;
    discovery: DiscoveryService;
    /** `app.baseUrl` of the configuration. */
    appBaseUrl?: string;
    fetch: typeof fetch;
  }) {
    this.#options = options;
  }

  api(initiator: () => Promise<BackstageCredentials>): ActionsApi {
    const { auth, discovery } = this.#options;
    const call = this.#options.fetch;
    return new HelmClient({
      discoveryApi: discovery,
      fetchApi: {
        // A token for each request: it lives shorter than an operation may.
        fetch: async (input, init) => {
          const { token } = await auth.getPluginRequestToken({
            onBehalfOf: await initiator(),
            targetPluginId: 'helm',
          });
          const headers = new Headers(init?.headers);
          headers.set('authorization', `Bearer ${token}`);
          return call(input, { ...init, headers });
        },
      },
    });
  }

  operationUrl(id: string): string | undefined {
    const base = this.#options.appBaseUrl?.replace(/\/+$/, '');
    return base && `${base}/helm/operations/${encodeURIComponent(id)}`;
  }
}
