import type { RootConfigService } from '@backstage/backend-plugin-api';
import { defaultSecretKeyPatterns } from '@backstage-helm/plugin-helm-common';

/** Names of keys that hold secrets: the usual ones and those of `helm.secretKeys`. */
export function readSecretKeys(config: RootConfigService): RegExp[] {
  const own = config.getOptionalStringArray('helm.secretKeys') ?? [];
  return [
    ...defaultSecretKeyPatterns,
    ...own.map(source => new RegExp(source, 'i')),
  ];
}
