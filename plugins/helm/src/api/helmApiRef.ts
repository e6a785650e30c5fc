import { createApiRef } from '@backstage/core-plugin-api';
import type { HelmApi } from '@backstage-helm/plugin-helm-common';

/** The Helm backend as the screens see it. @public */
export const helmApiRef = createApiRef<HelmApi>({ id: 'plugin.helm.api' });
