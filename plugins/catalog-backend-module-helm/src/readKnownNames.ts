import type { RootConfigService } from '@backstage/backend-plugin-api';
import type { DeclarationContext } from '@backstage-helm/plugin-helm-common';

/**
 * The environments and repositories that annotations may name. Grants of
 * namespaces are left open: they depend on the System's owner, which only the
 * Helm backend can look up.
 */
export function readKnownNames(config: RootConfigService): DeclarationContext {
  const environments = config.getOptionalConfigArray('helm.environments') ?? [];
  const repositories = config.getOptionalConfigArray('helm.repositories') ?? [];
  return {
    environments: environments.map(environment => ({
      name: environment.getString('name'),
      tier: environment.getOptionalString('tier'),
      aliases: environment.getOptionalStringArray('aliases'),
      engine: environment.getOptionalString('engine'),
      isDefault: environment.getOptionalBoolean('default') ?? false,
      repositories: environment.getOptionalStringArray('repositories'),
      namespace: '{name}',
      namespaces: [{ match: '*' }],
      defaults: {
        wait: true,
        timeoutSeconds: 300,
        rollbackOnFailure: true,
        createNamespace: true,
      },
    })),
    repositories: repositories.map(repository => {
      const url = repository.getString('url').replace(/\/+$/, '');
      return {
        name: repository.getString('name'),
        url,
        kind: url.startsWith('oci://') ? ('oci' as const) : ('http' as const),
      };
    }),
  };
}
