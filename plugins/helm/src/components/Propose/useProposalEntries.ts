import type { Target } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import type { MenuEntry } from '../Base/ActionMenu';
import { offeredProposals } from './offeredProposals';
import { useProposeControl } from './ProposeControl';

/** Proposals as entries of a card's menu; one that says why where they are off. */
export function useProposalEntries(target: Target): MenuEntry[] {
  const t = useText();
  const { propose, offBecause } = useProposeControl();
  const offered = offeredProposals(t, target);
  if (!propose) {
    return offered.length && offBecause
      ? [
          {
            key: 'propose',
            label: t('propose.any'),
            off: true,
            offBecause,
            onClick: () => undefined,
          },
        ]
      : [];
  }
  return offered.map(({ kind, label, request }) => ({
    key: `propose-${kind}`,
    label,
    onClick: () => propose(request),
  }));
}
