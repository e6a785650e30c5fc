import type { Declaration } from '../declarations/Declaration';
import type { Binding } from './Binding';

/**
 * Entities that claim a release: its owner and all that declare it. With more
 * than one nobody writes, the owner neither (DESIGN §3).
 */
export function claimantsOf(
  binding: Pick<Binding, 'entityRef'> | undefined,
  declared: readonly Pick<Declaration, 'entityRef'>[],
): Set<string> {
  const claimants = new Set(declared.map(({ entityRef }) => entityRef));
  return binding ? claimants.add(binding.entityRef) : claimants;
}
