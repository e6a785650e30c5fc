import type { ObjectIdentity } from '@backstage-helm/plugin-helm-common';
import type { EnvironmentConfig } from './HelmConfig';
import { globMatches } from './namespacePatterns';

/** What of a cluster an environment's releases may hold besides their namespace. */
export type AllowedPlaces = EnvironmentConfig['allow'];

function isClusterScopeAllowed(
  { apiVersion, kind, name }: ObjectIdentity,
  allowed: readonly string[],
): boolean {
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : apiVersion.slice(0, slash);
  const names = [kind, `${kind}.${group}`, `${kind}/${name}`];
  return allowed.some(entry => entry === '*' || names.includes(entry));
}

/**
 * Where an object is that a release in `namespace` may not hold, in words;
 * undefined when it may.
 */
export function placeOutside(
  object: ObjectIdentity,
  isNamespaced: boolean,
  namespace: string,
  { clusterScoped, otherNamespaces }: AllowedPlaces,
): string | undefined {
  if (!isNamespaced) {
    return isClusterScopeAllowed(object, clusterScoped)
      ? undefined
      : 'an object of the whole cluster';
  }
  const there = object.namespace ?? namespace;
  return there === namespace ||
    otherNamespaces.some(pattern => globMatches(pattern, there))
    ? undefined
    : `in the namespace ${there}`;
}
