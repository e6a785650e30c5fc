import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  authProvidersExtensionPoint,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import { assertDevelopmentOnly } from './assertDevelopmentOnly';
import { exampleUserAuthenticator } from './exampleUserAuthenticator';

/**
 * Sign-in as one of `auth.providers.example-user.users`, without a password, so
 * that permissions can be tried. Does nothing where that key is absent; stops
 * the start where it isn't safe.
 */
export const authModuleExampleUsers = createBackendModule({
  pluginId: 'auth',
  moduleId: 'example-users',
  register(reg) {
    reg.registerInit({
      deps: {
        providers: authProvidersExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ providers, config }) {
        if (!config.has('auth.providers.example-user')) {
          return;
        }
        assertDevelopmentOnly(config, process.env.NODE_ENV);
        providers.registerProvider({
          providerId: 'example-user',
          factory: createProxyAuthProviderFactory({
            authenticator: exampleUserAuthenticator,
            signInResolver: ({ result }, context) =>
              context.signInWithCatalogUser({
                entityRef: { kind: 'User', name: result.name },
              }),
          }),
        });
      },
    });
  },
});
