import type { Declaration } from '../declarations/Declaration';
import type { Binding } from './Binding';

/**
 * Entities that claim a release. Where its owner declares it, nobody else can:
 * a stranger's declaration takes nothing away from the owner, and gets nothing.
 */
export function claimantsOf(
  binding: Pick<Binding, 'entityRef'> | undefined,
  declared: readonly Pick<Declaration, 'entityRef'>[],
): Set<string> {
  const claimants = new Set(declared.map(({ entityRef }) => entityRef));
  if (!binding) {
    return claimants;
  }
  return claimants.has(binding.entityRef)
    ? new Set([binding.entityRef])
    : claimants.add(binding.entityRef);
}
