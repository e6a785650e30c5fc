import type {
  ProposalRequest,
  Target,
} from '@backstage-helm/plugin-helm-common';
import type { Text } from '../../hooks/useText';

/** A change of the declaration that may be proposed. */
export interface OfferedProposal {
  kind: 'pin' | ProposalRequest['kind'];
  label: string;
  request: ProposalRequest;
}

/** What of a target can become a pull request, the most pressing first. */
export function offeredProposals(t: Text, target: Target): OfferedProposal[] {
  const { release, declared, newerVersion, override, behind } = target;
  if (!release) {
    return [];
  }
  const offered: OfferedProposal[] = [];
  const pin = target.problems.find(({ suggestion }) => suggestion)?.suggestion;
  if (pin) {
    offered.push({
      kind: 'pin',
      label: t('propose.pin', { version: pin.version }),
      request: { release, kind: 'version', version: pin.version },
    });
  }
  if (declared && override) {
    offered.push({
      kind: 'override',
      label: t('propose.override'),
      request: { release, kind: 'override' },
    });
  }
  if (declared && behind && behind.versions > 0) {
    offered.push({
      kind: 'promotion',
      label: t('propose.promotion', { environment: behind.environment }),
      request: { release, kind: 'promotion', from: behind.environment },
    });
  }
  if (declared && newerVersion && newerVersion !== declared.version) {
    offered.push({
      kind: 'version',
      label: t('propose.version', { version: newerVersion }),
      request: { release, kind: 'version', version: newerVersion },
    });
  }
  return offered;
}
