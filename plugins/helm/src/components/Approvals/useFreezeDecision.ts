import { useState } from 'react';
import type {
  EnvironmentSummary,
  Plan,
} from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { useFreezeHold, type FreezeHold } from './FreezeNote';

/** A freeze over a change, and whether it is passed over. */
export interface FreezeDecision {
  freeze: FreezeHold;
  isOverriding: boolean;
  setIsOverriding: (yes: boolean) => void;
  overrideFreeze: boolean;
  /** Why it can't be sent, while the freeze stops it. */
  hold?: string;
}

/** What a freeze means for a change, and what was ticked about it. */
export function useFreezeDecision(
  plan: Pick<Plan, 'kind' | 'release'>,
  environment: EnvironmentSummary,
): FreezeDecision {
  const t = useText();
  const [isOverriding, setIsOverriding] = useState(false);
  const freeze = useFreezeHold(plan, environment);
  const overrideFreeze = freeze.isStopped && freeze.mayOverride && isOverriding;
  let hold: string | undefined;
  if (freeze.isStopped && !overrideFreeze) {
    hold = freeze.mayOverride
      ? t('approvals.freeze.tickFirst')
      : t('approvals.freeze.whyNot', { end: freeze.end ?? '' });
  }
  return { freeze, isOverriding, setIsOverriding, overrideFreeze, hold };
}
