import type { ReleaseRef } from '@backstage-helm/plugin-helm-common';
import type { Declaration } from '../../declarations/Declaration';

/** Where the declarations of tests stand. */
export const TRUSTED = 'https://git.example.com/acme/shop/catalog-info.yaml';

/** The storefront's declaration of a release, from a trusted place. */
export function aDeclaration(
  release: ReleaseRef,
  more: Partial<Declaration> = {},
): Declaration {
  return {
    entityRef: 'component:default/storefront',
    owner: 'group:default/team-web',
    environment: 'dev',
    release,
    chart: { repository: 'platform', name: 'web', version: '1.2.0' },
    layers: [],
    values: {},
    digest: 'A',
    valuesDigest: 'A',
    wait: true,
    timeoutSeconds: 300,
    rollbackOnFailure: true,
    createNamespace: false,
    sources: [{ url: TRUSTED }],
    problems: [],
    readAt: '2026-11-21T01:00:00.000Z',
    ...more,
  };
}
