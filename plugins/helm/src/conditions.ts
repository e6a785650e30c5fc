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

/**
 * True for what releases belong to without declaring any: Systems, Domains,
 * Groups and Users.
 *
 * @public
 */
export function isHelmReleasesAvailable(entity: Entity): boolean {
  return ['system', 'domain', 'group', 'user'].includes(
    entity.kind.toLocaleLowerCase('en-US'),
  );
}
