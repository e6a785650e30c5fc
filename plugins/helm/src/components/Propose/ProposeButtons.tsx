import type { Target } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { ActionButton } from '../Base/ActionButton';
import { offeredProposals, type OfferedProposal } from './offeredProposals';
import { useProposeControl } from './ProposeControl';

/** A button for each proposal of these kinds; nothing where there is no template. */
export function ProposeButtons(props: {
  target: Target;
  kinds?: OfferedProposal['kind'][];
}) {
  const t = useText();
  const { propose } = useProposeControl();
  const { target, kinds } = props;
  const offered = offeredProposals(t, target).filter(
    ({ kind }) => !kinds || kinds.includes(kind),
  );
  if (!propose || !offered.length) {
    return null;
  }
  return (
    <>
      {offered.map(({ kind, label, request }) => (
        <div key={kind}>
          <ActionButton
            dense
            look="outlined"
            icon="git"
            onClick={() => propose(request)}
          >
            {label}
          </ActionButton>
        </div>
      ))}
    </>
  );
}
