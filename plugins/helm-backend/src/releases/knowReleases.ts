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
  const [declared, bound, overriding, active, synced] = await Promise.all([
    declarations.all(),
    bindings.all(),
    overrides.allActive(),
    operations.allActive(),
    knowledge.sync.all(),
  ]);
  const found = new Map<string, KnownRelease>();
  const at = (ref: ReleaseRef): KnownRelease => {
    const key = stringifyReleaseRef(ref);
    const known = found.get(key) ?? { ref, declared: [] };
    found.set(key, known);
    return known;
  };
  const digests = declared.some(each => each.secretValues?.length)
    ? await knowledge.secretRuns?.declaredDigests()
    : undefined;
  for (const { ref, latest } of store.list()) {
    const facts = store.facts(ref);
    const key = `${stringifyReleaseRef(ref)}\0${facts?.valuesDigest}`;
    const valuesDigest = digests?.get(key);
    Object.assign(at(ref), {
      deployed: latest,
      facts: facts && valuesDigest ? { ...facts, valuesDigest } : facts,
    });
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
  for (const row of synced) {
    const known = found.get(stringifyReleaseRef(row.release));
    if (known) {
      known.sync = row;
    }
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
