import { useEffect, useRef, useState } from 'react';
import type {
  Operation,
  PlanRequest,
  Target,
} from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { ActionButton } from '../Base/ActionButton';
import { Failure } from '../Base/Failure';
import { Tick } from '../Base/Fields';
import { Stack } from '../Base/Layout';
import { Skeleton } from '../Base/Skeleton';
import { wordedKind } from '../Operation/operationWords';
import { ConfirmBar } from './ConfirmBar';
import { PlanReview } from './PlanReview';
import { SidePanel } from './SidePanel';
import { useAccepted } from './useAccepted';
import { usePlan } from './usePlan';

/** Roll back, uninstall, test, adopt: one plan, its review, a reason. */
export function PlanPanel(props: {
  target: Target;
  request: PlanRequest;
  onClose: () => void;
  onAccepted: (operation: Operation) => void;
}) {
  const t = useText();
  const { target, request } = props;
  const { plan, error, isWorking, isNamed, make, drop } = usePlan();
  const [accepted, accept] = useAccepted(plan?.id);
  const [keepHistory, setKeepHistory] = useState(false);
  const isAsked = useRef(false);
  const again = () => make({ ...request, keepHistory });

  useEffect(() => {
    if (!isNamed && !isAsked.current) {
      isAsked.current = true;
      make(request);
    }
  }, [isNamed, make, request]);

  const kind = wordedKind(request.kind) ?? 'upgrade';
  const words = {
    release: request.release.name,
    environment: target.environment.name,
  };
  return (
    <SidePanel
      title={t(`deploy.title.${kind}`, words)}
      subtitle={
        <>
          {kind === 'rollback' &&
            t('deploy.subtitle.revision', {
              revision: String(request.revision ?? ''),
            })}
          {(kind === 'adopt' || kind === 'test') &&
            t(`deploy.subtitle.${kind}`)}{' '}
          {t('deploy.subtitle.place', {
            cluster: request.release.cluster,
            namespace: request.release.namespace,
          })}
        </>
      }
      onClose={props.onClose}
      footer={
        plan ? (
          <ConfirmBar
            key={plan.id}
            plan={plan}
            environment={target.environment}
            accepted={accepted}
            onPlanAgain={again}
            onAccepted={props.onAccepted}
          />
        ) : (
          <ActionButton onClick={props.onClose}>
            {t('base.cancel')}
          </ActionButton>
        )
      }
    >
      <Stack>
        {kind === 'uninstall' && (
          <Tick
            label={t('deploy.review.keepHistory')}
            checked={keepHistory}
            onChange={checked => {
              setKeepHistory(checked);
              drop();
              make({ ...request, keepHistory: checked });
            }}
          />
        )}
        {isWorking && <Skeleton label={t('deploy.review.reading')} lines={8} />}
        {error && (
          <Failure
            title={t('deploy.values.planFailed')}
            error={error}
            retry={again}
          />
        )}
        {plan && (
          <PlanReview plan={plan} accepted={accepted} onAccept={accept} />
        )}
      </Stack>
    </SidePanel>
  );
}
