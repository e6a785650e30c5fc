import {
  stringifyReleaseRef,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { Declaration } from '../declarations/Declaration';
import type { KnownRelease, ReleaseKnowledge } from './ReleaseKnowledge';

/**
 * Every release that is declared, bound or found: one query a store, however
 * many releases there are.
 */
export async function knowReleases(
  knowledge: ReleaseKnowledge,
): Promise<KnownRelease[]> {
  const { store, declarations, bindings, overrides, operations } = knowledge;
  const [declared, bound, overriding, active] = await Promise.all([
    declarations.all(),
    bindings.all(),
    overrides.allActive(),
    operations.allActive(),
  ]);
  const found = new Map<string, KnownRelease>();
  const at = (ref: ReleaseRef): KnownRelease => {
    const key = stringifyReleaseRef(ref);
    const known = found.get(key) ?? { ref, declared: [] };
    found.set(key, known);
    return known;
  };
  for (const { ref, latest } of store.list()) {
    Object.assign(at(ref), { deployed: latest, facts: store.facts(ref) });
  }
  for (const declaration of declared) {
    if (declaration.release) {
      at(declaration.release).declared.push(declaration);
    }
  }
  for (const binding of bound) {
    at(binding.release).binding = binding;
  }
  for (const override of overriding) {
    at(override.release).override = override;
  }
  for (const operation of active) {
    at(operation.release).activeOperation ??= operation;
  }
  return [...found.values()];
}

/** The declaration of the entity that owns the release, else the first one. */
export function ownDeclaration({
  declared,
  binding,
}: KnownRelease): Declaration | undefined {
  return (
    declared.find(entry => entry.entityRef === binding?.entityRef) ??
    declared[0]
  );
}
