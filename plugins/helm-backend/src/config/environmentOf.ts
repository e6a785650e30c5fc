import type { EnvironmentConfig, HelmConfig } from './HelmConfig';
import { globMatches, toGlob } from './namespacePatterns';

/**
 * The environment that a namespace of a cluster belongs to. At most one: the
 * configuration is refused when two overlap.
 */
export function environmentOf(
  config: Pick<HelmConfig, 'environments'>,
  cluster: string,
  namespace: string,
): EnvironmentConfig | undefined {
  return config.environments.find(
    environment =>
      environment.cluster === cluster &&
      environment.namespaces.some(grant =>
        globMatches(toGlob(grant.match), namespace),
      ),
  );
}
