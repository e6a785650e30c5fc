import { useId, useState, type ReactNode } from 'react';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import {
  isHelmApiError,
  operationKinds,
  type Operation,
  type Plan,
} from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from '../../api/helmApiRef';
import { useText } from '../../hooks/useText';
import { operationRouteRef } from '../../routes';
import { small } from '../../theme/tokens';
import { ActionButton } from '../Base/ActionButton';
import { Failure } from '../Base/Failure';
import { TextArea } from '../Base/Fields';
import { Row, Stack } from '../Base/Layout';
import { TextLink } from '../Base/TextLink';
import { Why } from '../Base/Why';
import { toAccept } from './Impact';
import { confirmLabel } from './planWords';

const useStyles = makeStyles({
  bar: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    gap: '12px 24px',
    alignItems: 'end',
    [small]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  wide: { gridColumn: '1 / -1' },
});

const stalePlan = new Set(['PLAN_EXPIRED', 'PLAN_STALE', 'BASE_CHANGED']);

/**
 * The reason and the button that starts the operation. The plan's id is the
 * idempotency key: however often it is pressed, one operation comes of it.
 */
export function ConfirmBar(props: {
  plan: Plan;
  accepted: ReadonlySet<string>;
  back?: ReactNode;
  onPlanAgain: () => void;
  onAccepted: (operation: Operation) => void;
}) {
  const classes = useStyles();
  const t = useText();
  const api = useApi(helmApiRef);
  const whyId = useId();
  const [reason, setReason] = useState('');
  const [isMissing, setIsMissing] = useState(false);
  const [isSending, setIsSending] = useState(false);
  const [error, setError] = useState<Error>();
  const { plan, accepted } = props;
  const kind = operationKinds.get(plan.kind);
  const needsReason = kind?.needsReason ?? true;
  const isBlocked = plan.blockedBy.length > 0;
  const isUnaccepted = toAccept(plan).some(key => !accepted.has(key));

  const submit = async () => {
    if (needsReason && !reason.trim()) {
      setIsMissing(true);
      return;
    }
    setIsSending(true);
    setError(undefined);
    try {
      const operation = await api.createOperation(
        { plan: plan.id, reason: reason.trim() || undefined },
        plan.id,
      );
      props.onAccepted(operation);
    } catch (failure) {
      setError(failure as Error);
      setIsSending(false);
    }
  };

  return (
    <div className={classes.bar}>
      {error && (
        <div className={classes.wide}>
          <Refusal error={error} onPlanAgain={props.onPlanAgain} />
        </div>
      )}
      <TextArea
        label={
          needsReason
            ? t('deploy.review.reason')
            : t('deploy.review.reasonOptional')
        }
        value={reason}
        maxLength={1000}
        problem={
          isMissing && !reason.trim()
            ? t('deploy.review.reasonMissing')
            : undefined
        }
        onChange={setReason}
      />
      <Stack gap={8}>
        {(isBlocked || isUnaccepted) && (
          <Why id={whyId}>
            {isBlocked
              ? t('deploy.review.blocked')
              : t('deploy.review.acceptFirst')}
          </Why>
        )}
        <Row actions>
          {props.back}
          <ActionButton
            look="filled"
            off={isBlocked || isUnaccepted || isSending}
            offBecauseId={whyId}
            onClick={submit}
          >
            {isSending ? t('deploy.review.submitting') : confirmLabel(t, plan)}
          </ActionButton>
        </Row>
      </Stack>
    </div>
  );
}

function Refusal(props: { error: Error; onPlanAgain: () => void }) {
  const t = useText();
  const operationLink = useRouteRef(operationRouteRef);
  const { error } = props;
  const known = isHelmApiError(error) ? error : undefined;
  return (
    <Stack gap={8}>
      <Failure title={t('deploy.review.failed')} error={error} />
      {known && stalePlan.has(known.code) && (
        <div>
          <ActionButton icon="retry" onClick={props.onPlanAgain}>
            {t('deploy.review.again')}
          </ActionButton>
        </div>
      )}
      {known?.details.operation && (
        <TextLink to={operationLink({ id: known.details.operation })}>
          {t('deploy.review.busy')}
        </TextLink>
      )}
    </Stack>
  );
}
