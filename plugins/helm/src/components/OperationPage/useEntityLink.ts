import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/core-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import type { Operation } from '@backstage-helm/plugin-helm-common';

/** Address of the entity's Helm tab at the operation's environment. */
export function useEntityLink(
  operation: Pick<Operation, 'entityRef' | 'environment'>,
): ((changes?: Record<string, string>) => string) | undefined {
  const entityLink = useRouteRef(entityRouteRef);
  const { entityRef, environment } = operation;
  if (!entityRef || !entityLink) {
    return undefined;
  }
  const { kind, namespace, name } = parseEntityRef(entityRef);
  const base = entityLink({
    kind: kind.toLowerCase(),
    namespace: namespace.toLowerCase(),
    name,
  });
  return (changes = {}) =>
    `${base}/helm?${new URLSearchParams({ env: environment, ...changes })}`;
}
