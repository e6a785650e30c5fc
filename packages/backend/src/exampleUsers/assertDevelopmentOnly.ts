import { readHttpServerOptions } from '@backstage/backend-defaults/rootHttpRouter';
import type { Config } from '@backstage/config';
import { isLoopbackHost } from '../loopback';

/**
 * Signing in as anybody without a password is for one's own machine: stops the
 * backend at start when it could be reached from elsewhere.
 *
 * @throws Error that names the setting to change.
 */
export function assertDevelopmentOnly(
  config: Config,
  nodeEnv: string | undefined,
): void {
  const remove =
    "Remove 'auth.providers.example-user' from the configuration to start without it.";
  if (nodeEnv === 'production') {
    throw new Error(
      `'auth.providers.example-user' lets anybody sign in as any example user and is refused with NODE_ENV=production. ${remove}`,
    );
  }
  const { listen } = readHttpServerOptions(config.getOptionalConfig('backend'));
  if (!isLoopbackHost(listen.host)) {
    throw new Error(
      `'auth.providers.example-user' lets anybody sign in as any example user and is refused while 'backend.listen' is '${listen.host}', which other machines can reach. Set 'backend.listen.host' to 127.0.0.1. ${remove}`,
    );
  }
}
