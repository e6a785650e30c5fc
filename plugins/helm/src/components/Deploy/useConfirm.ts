import { useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import {
  operationKinds,
  type EnvironmentPolicy,
  type Operation,
  type Plan,
} from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from '../../api/helmApiRef';
import { useText } from '../../hooks/useText';
import { toAccept } from './Impact';
import { looksRight } from './reasonRule';

/** The reason of a change, and the way to ask for it. */
export interface Confirmation {
  reason: string;
  setReason: (reason: string) => void;
  needsReason: boolean;
  /** What is wrong with the reason, said once it was tried. */
  problem?: string;
  /** Why it can't be sent now. */
  whyNot?: string;
  isSending: boolean;
  /** Why it was refused. */
  error?: Error;
  submit: () => Promise<void>;
  /** The same, in the place of an operation that waits. */
  replace: (waiting: string) => Promise<void>;
}

/**
 * Starts the operation of a plan. The plan's id is the idempotency key:
 * however often it is pressed, one operation comes of it. `rule` is what the
 * environment wants of a reason; `hold` is one more cause why it can't be sent.
 */
export function useConfirm(options: {
  plan: Plan | undefined;
  accepted: ReadonlySet<string>;
  rule?: EnvironmentPolicy['reason'];
  hold?: string;
  overrideFreeze?: boolean;
  onAccepted: (operation: Operation) => void;
}): Confirmation {
  const t = useText();
  const api = useApi(helmApiRef);
  const [reason, setReason] = useState('');
  const [isTried, setIsTried] = useState(false);
  const [isSending, setIsSending] = useState(false);
  const [refusal, setRefusal] = useState<{ plan: string; error: Error }>();
  const { plan, accepted, rule } = options;
  const needsReason =
    rule?.required === true ||
    (operationKinds.get(plan?.kind ?? '')?.needsReason ?? true);

  let whyNot: string | undefined;
  if (plan && plan.blockedBy.length > 0) {
    whyNot = t('deploy.review.blocked');
  } else if (plan && toAccept(plan).some(key => !accepted.has(key))) {
    whyNot = t('deploy.review.acceptFirst');
  } else {
    whyNot = options.hold;
  }

  let problem: string | undefined;
  if (needsReason && !reason.trim()) {
    problem = t('deploy.review.reasonMissing');
  } else if (reason.trim() && !looksRight(rule, reason.trim())) {
    problem =
      rule?.hint ??
      t('deploy.review.reasonPattern', { pattern: rule?.pattern ?? '' });
  }

  const send = async (replaces?: string) => {
    if (!plan) {
      return;
    }
    if (problem) {
      setIsTried(true);
      return;
    }
    setIsSending(true);
    setRefusal(undefined);
    try {
      const operation = await api.createOperation(
        {
          plan: plan.id,
          reason: reason.trim() || undefined,
          overrideFreeze: options.overrideFreeze || undefined,
          replaces,
        },
        plan.id,
      );
      options.onAccepted(operation);
    } catch (failure) {
      setRefusal({ plan: plan.id, error: failure as Error });
      setIsSending(false);
    }
  };

  return {
    reason,
    setReason,
    needsReason,
    problem: isTried ? problem : undefined,
    whyNot,
    isSending,
    error: refusal?.plan === plan?.id ? refusal?.error : undefined,
    submit: () => send(),
    replace: send,
  };
}
