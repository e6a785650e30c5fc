import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { helmReleaseValuesReadPermission } from '@backstage-helm/plugin-helm-common';
import { environmentOf } from '../config/environmentOf';
import type { EnvironmentConfig, HelmConfig } from '../config/HelmConfig';
import type { ReleaseLister } from '../releases/ReleaseLister';
import type { Authorizer } from './Authorizer';

/** Releases that are looked at for one whose values are the caller's to read. */
const LOOKED_AT = 500;

/**
 * Whether the caller may read the values of this release in an environment,
 * there or not, or of any other one that is there: then what the environment
 * gives to all of them is no news.
 */
export function createValuesCheck(options: {
  config: Pick<HelmConfig, 'environments'>;
  authorizer: Pick<Authorizer, 'can' | 'filter'>;
  lister: Pick<ReleaseLister, 'list'>;
}) {
  const { config, authorizer, lister } = options;
  return async (
    environment: EnvironmentConfig,
    { namespace, name }: { namespace: string; name: string },
    credentials: BackstageCredentials,
  ): Promise<boolean> => {
    const { cluster } = environment;
    const isThere =
      environmentOf(config, cluster, namespace)?.name === environment.name;
    if (
      isThere &&
      (await authorizer.can(credentials, helmReleaseValuesReadPermission, {
        cluster,
        namespace,
        name,
      }))
    ) {
      return true;
    }
    const { items } = await lister.list(
      { environment: environment.name, sort: 'environment', limit: LOOKED_AT },
      credentials,
    );
    const readable = await authorizer.filter(
      credentials,
      helmReleaseValuesReadPermission,
      items,
      ({ release }) => release,
    );
    return readable.length > 0;
  };
}
