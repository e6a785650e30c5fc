import { InputError } from '@backstage/errors';
import { SYSTEM_CATALOG } from '@backstage-helm/plugin-helm-common';
import { locationGlobProblem } from '../sync/trustedLocation';
import type { EnvironmentConfig, HelmConfig, SyncConfig } from './HelmConfig';
import type { EnvironmentInput } from './schema';

/**
 * Reads how an environment follows its declarations.
 *
 * @throws InputError naming the key, what is wrong and what would be right.
 */
export function readSync(
  { sync, readOnly }: EnvironmentInput,
  path: string,
): SyncConfig {
  const { backoff, debounce, ...rest } = sync;
  if (sync.mode === 'automatic' && !sync.trustedLocations.length) {
    throw new InputError(
      `${path}.sync.trustedLocations must name at least one place that declarations may come from, such as https://git.example.com/acme/**, where sync.mode is automatic`,
    );
  }
  sync.trustedLocations.forEach((glob, index) => {
    const problem = locationGlobProblem(glob);
    if (problem) {
      throw new InputError(
        `${path}.sync.trustedLocations[${index}] ${problem}`,
      );
    }
  });
  if (sync.mode === 'automatic' && readOnly) {
    throw new InputError(
      `${path}.sync.mode is automatic, but ${path}.readOnly is true: choose one of them`,
    );
  }
  return { ...rest, backoffSeconds: backoff, debounceSeconds: debounce };
}

/** What the catalog may do by itself: what environments say of their sync. */
export function catalogAutomation(
  environments: EnvironmentConfig[],
): HelmConfig['automation'] {
  return environments
    .filter(({ sync }) => sync.mode === 'automatic')
    .map(({ name, sync }) => ({
      subject: SYSTEM_CATALOG,
      environments: [name],
      kinds: [
        'upgrade',
        ...(sync.install ? ['install'] : []),
        ...(sync.onDelete === 'uninstall' ? ['uninstall'] : []),
      ],
    }));
}
