import type { ReleaseRef } from '@backstage-helm/plugin-helm-common';
import type { Declaration, DeclaredDependency } from './Declaration';
import { unknownDependency } from './resolveDependencies';

/**
 * The declaration for somebody who may not see every release: what of its
 * dependencies is hidden looks exactly like what is not there.
 */
export async function hideDependencies(
  declaration: Declaration,
  isReadable: (ref: ReleaseRef) => Promise<boolean>,
): Promise<Declaration> {
  const { dependsOn = [], environment } = declaration;
  const shown: DeclaredDependency[] = [];
  const hidden: DeclaredDependency[] = [];
  for (const entry of dependsOn) {
    const isOwn = entry.entityRef === declaration.entityRef;
    const isFound = entry.entityRef !== undefined;
    const isVisible =
      !isFound || isOwn || (entry.release && (await isReadable(entry.release)));
    const { name, namespace, field } = entry;
    const stripped = { name, namespace, field };
    shown.push(isVisible ? entry : stripped);
    hidden.push(...(isVisible ? [] : [stripped]));
  }
  return hidden.length
    ? {
        ...declaration,
        dependsOn: shown,
        warnings: [
          ...(declaration.warnings ?? []),
          ...hidden.map(entry => unknownDependency(entry, environment)),
        ],
      }
    : declaration;
}
