import { useId, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import {
  isHelmApiError,
  type Approval,
  type Operation,
} from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from '../../api/helmApiRef';
import { useLive } from '../../hooks/useLive';
import { useText, type Text } from '../../hooks/useText';
import { small, tokens } from '../../theme/tokens';
import { ActionButton } from '../Base/ActionButton';
import { Failure } from '../Base/Failure';
import { Caption, Row, Stack } from '../Base/Layout';
import { Skeleton } from '../Base/Skeleton';
import { Why } from '../Base/Why';
import { toAccept } from '../Deploy/Impact';
import { PlanReview } from '../Deploy/PlanReview';
import { ReasonDialog, type ReasonWords } from './ReasonDialog';

const useStyles = makeStyles(theme => {
  const t = tokens(theme);
  return {
    // Within reach, however long what would change is.
    decisions: {
      position: 'sticky',
      bottom: 0,
      margin: '0 -16px -16px',
      padding: 16,
      background: t.paper,
      borderTop: `1px solid ${t.line2}`,
      borderRadius: '0 0 4px 4px',
      [small]: { position: 'static' },
    },
  };
});

const HOUR = 3_600_000;

type Decision = 'approve' | 'reject' | 'break-glass';

/**
 * What would change, and the decision on it. Approved is the plan that is
 * shown: its digest is what is sent, so that nothing unseen is ever approved.
 */
export function DecideOn(props: {
  operation: Operation;
  approval: Approval;
  onChanged: () => void;
}) {
  const classes = useStyles();
  const t = useText();
  const api = useApi(helmApiRef);
  const { operation, approval, onChanged } = props;
  const [asked, setAsked] = useState<Decision>();
  const [isSending, setIsSending] = useState(false);
  const [error, setError] = useState<Error>();
  const { planId } = operation;
  const {
    data: plan,
    error: unread,
    isLoading,
    refresh,
  } = useLive(
    planId && `plan:${planId}:${approval.planDigest}`,
    () => api.plan(planId ?? ''),
    () => HOUR,
  );
  const isOutdated = plan !== undefined && plan.digest !== approval.planDigest;
  let whyNotYet: string | undefined;
  if (!plan) {
    whyNotYet = unread
      ? t('approvals.panel.failed')
      : t('approvals.panel.readFirst');
  } else if (isOutdated) {
    whyNotYet = t('approvals.panel.outdated');
  }

  const send = async (run: () => Promise<Operation>) => {
    setIsSending(true);
    setError(undefined);
    try {
      await run();
      setAsked(undefined);
    } catch (failure) {
      setError(failure as Error);
      if (isStale(failure)) {
        setAsked(undefined);
      }
    } finally {
      setIsSending(false);
      onChanged();
    }
  };
  const planDigest = plan?.digest ?? '';
  const approve = () =>
    send(() => api.approveOperation(operation.id, { planDigest }));

  return (
    <Stack>
      {isLoading && <Skeleton label={t('approvals.panel.reading')} lines={8} />}
      {unread && !plan && (
        <Failure
          title={t('approvals.panel.failed')}
          error={unread}
          retry={refresh}
        />
      )}
      {plan && <PlanReview plan={plan} />}
      {error && !asked && (
        <Failure title={t('approvals.panel.approveFailed')} error={error} />
      )}
      {plan && toAccept(plan).length > 0 && (
        <Caption>{t('approvals.panel.accepts')}</Caption>
      )}
      <div className={classes.decisions}>
        <Decisions
          operation={operation}
          whyNotYet={whyNotYet}
          isSending={isSending}
          onDecide={decision => {
            setError(undefined);
            if (decision === 'approve') {
              approve();
            } else {
              setAsked(decision);
            }
          }}
        />
      </div>
      {asked === 'reject' && (
        <ReasonDialog
          words={reasonWords(t, 'reject')}
          isSending={isSending}
          error={error}
          onClose={() => setAsked(undefined)}
          onConfirm={reason =>
            send(() => api.rejectOperation(operation.id, { reason }))
          }
        />
      )}
      {asked === 'break-glass' && (
        <ReasonDialog
          isDangerous
          words={reasonWords(t, 'breakGlass')}
          isSending={isSending}
          error={error}
          onClose={() => setAsked(undefined)}
          onConfirm={reason =>
            send(() =>
              api.approveOperation(operation.id, {
                planDigest,
                breakGlass: true,
                reason,
              }),
            )
          }
        />
      )}
    </Stack>
  );
}

function reasonWords(t: Text, of: 'reject' | 'breakGlass'): ReasonWords {
  return {
    title: t(`approvals.${of}.title`),
    text: t(`approvals.${of}.text`),
    reason: t(`approvals.${of}.reason`),
    confirm: t(`approvals.${of}.confirm`),
    failed: t(`approvals.${of}.failed`),
  };
}

function isStale(error: unknown): boolean {
  return isHelmApiError(error) && error.code === 'APPROVAL_STALE';
}

/** Approve, reject, break glass: those that the server offers, with what is against them. */
function Decisions(props: {
  operation: Operation;
  whyNotYet?: string;
  isSending: boolean;
  onDecide: (decision: Decision) => void;
}) {
  const t = useText();
  const id = useId();
  const { operation, whyNotYet, isSending } = props;
  const offers = (['approve', 'reject', 'break-glass'] as const).flatMap(
    action => {
      const offer = operation.actions?.find(entry => entry.action === action);
      if (!offer) {
        return [];
      }
      const isBlind = action !== 'reject' && whyNotYet !== undefined;
      return [
        {
          action,
          off: !offer.allowed || isBlind || isSending,
          why: offer.allowed ? isBlind && whyNotYet : offer.reason,
        },
      ];
    },
  );
  const labels = {
    approve: isSending
      ? t('approvals.panel.approving')
      : t('approvals.panel.approve'),
    reject: t('approvals.panel.reject'),
    'break-glass': t('approvals.panel.breakGlass'),
  };
  const looks = {
    approve: 'filled',
    reject: 'plain',
    'break-glass': 'danger',
  } as const;
  const reasons = [...new Set(offers.map(({ why }) => why))].filter(Boolean);
  return (
    <Stack gap={8}>
      <Row actions>
        {offers.map(({ action, off, why }) => (
          <ActionButton
            key={action}
            look={looks[action]}
            icon={action === 'approve' ? 'shield' : undefined}
            off={off}
            offBecauseId={why ? `${id}-${reasons.indexOf(why)}` : undefined}
            onClick={() => props.onDecide(action)}
          >
            {labels[action]}
          </ActionButton>
        ))}
      </Row>
      {reasons.map((reason, index) => (
        <Why key={index} id={`${id}-${index}`}>
          {reason}
        </Why>
      ))}
    </Stack>
  );
}
