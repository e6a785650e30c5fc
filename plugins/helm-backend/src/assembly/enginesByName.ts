import { InputError } from '@backstage/errors';
import type { Engine } from '@backstage-helm/plugin-helm-node';
import type { HelmConfig } from '../config/HelmConfig';

/**
 * The engines by the name that environments use.
 *
 * @throws InputError when two have one name, or an environment names none
 */
export function enginesByName(
  { environments }: Pick<HelmConfig, 'environments'>,
  engines: Engine[],
): ReadonlyMap<string, Engine> {
  const byName = new Map<string, Engine>();
  for (const engine of engines) {
    if (byName.has(engine.name)) {
      throw new InputError(
        `Two engines for Helm releases are called '${engine.name}': install one of them`,
      );
    }
    byName.set(engine.name, engine);
  }
  environments.forEach(({ engine }, index) => {
    if (!byName.has(engine)) {
      throw new InputError(
        `helm.environments[${index}].engine is '${engine}', which no installed module brings: use one of ${[
          ...byName.keys(),
        ].join(', ')}`,
      );
    }
  });
  return byName;
}
