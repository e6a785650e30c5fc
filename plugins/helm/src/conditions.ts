import type { Entity } from '@backstage/catalog-model';

/**
 * True when the entity declares a release: it carries `helm-release/chart` or
 * `helm-release/file`, for every environment or for one.
 *
 * @public
 */
export function isHelmAvailable(entity: Entity): boolean {
  return Object.keys(entity.metadata.annotations ?? {}).some(key =>
    /^helm-release\/(chart|file)(\.|$)/.test(key),
  );
}
