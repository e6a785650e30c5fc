import { Children, useEffect, useState, type ReactNode } from 'react';
import {
  isHelmApiError,
  type Operation,
  type PlanRequest,
  type ReleaseRef,
  type SecretReference,
  type Target,
} from '@backstage-helm/plugin-helm-common';
import { useQuery } from '../../hooks/useQuery';
import { useText } from '../../hooks/useText';
import { ActionButton } from '../Base/ActionButton';
import { Failure } from '../Base/Failure';
import { Row, Stack } from '../Base/Layout';
import { Skeleton } from '../Base/Skeleton';
import { StoredSecret } from '../Secret/StoredSecret';
import { StoreFoundSecret } from '../Secret/StoreFoundSecret';
import { ConfirmBar } from './ConfirmBar';
import { PlanReview } from './PlanReview';
import { SidePanel } from './SidePanel';
import { Steps } from './Steps';
import { useAccepted } from './useAccepted';
import { usePlan } from './usePlan';
import { ValuesStep } from './ValuesStep';
import { VersionStep } from './VersionStep';

const stepNames = ['version', 'values', 'review'] as const;
type StepName = (typeof stepNames)[number];

/** Install or deploy: version, values, review; the address keeps the step. */
export function DeployPanel(props: {
  target: Target;
  release: ReleaseRef;
  onClose: () => void;
  onAccepted: (operation: Operation) => void;
}) {
  const t = useText();
  const query = useQuery();
  const { target, release } = props;
  const { plan, error, isWorking, isNamed, make, drop } = usePlan();
  const [accepted, accept] = useAccepted(plan?.id);
  const [values, setValues] = useState<string>();
  const [isAsDeclared, setIsAsDeclared] = useState(false);
  const [stored, setStored] = useState<SecretReference>();

  const kind = target.deployed ? 'upgrade' : 'install';
  const declared = target.declared?.version ?? '';
  const version = isAsDeclared
    ? declared
    : query.get('deploy') || target.override?.version || declared;
  const named = stepNames.find(name => name === query.get('step'));
  // An address that asks for a review brings the plan about; once it failed, what to mend.
  const isPlanMissing = named === 'review' && !isNamed;
  const step: StepName = isPlanMissing && error ? 'values' : named ?? 'version';
  const go = (name: StepName) => drop({ step: name });
  const review = () => {
    const request: PlanRequest = isAsDeclared
      ? { release, kind, asDeclared: true }
      : { release, kind, version, values };
    make(request, { step: 'review' });
  };

  const isToPlan = isPlanMissing && !isWorking && !error;
  useEffect(() => {
    if (isToPlan) {
      make({ release, kind, version }, { step: 'review' }, { replace: true });
    }
  }, [isToPlan, make, release, kind, version]);

  const words = {
    release: release.name,
    environment: target.environment.name,
  };
  const from = target.deployed?.chartVersion;
  return (
    <SidePanel
      title={t(`deploy.title.${kind}`, words)}
      subtitle={
        <>
          {from
            ? t('deploy.subtitle.versions', { from, to: version })
            : t('deploy.subtitle.version', { to: version })}{' '}
          {t('deploy.subtitle.place', {
            cluster: release.cluster,
            namespace: release.namespace,
          })}
        </>
      }
      steps={
        <Steps
          at={stepNames.indexOf(step)}
          labels={[
            step === 'version'
              ? t('deploy.steps.version')
              : t('deploy.steps.versionPicked', { version }),
            t('deploy.steps.values'),
            t('deploy.steps.review'),
          ]}
        />
      }
      onClose={props.onClose}
      footer={
        <Footer step={step} isWorking={isWorking} onStep={go} onReview={review}>
          {plan && (
            <ConfirmBar
              key={plan.id}
              plan={plan}
              environment={target.environment}
              accepted={accepted}
              back={
                <ActionButton onClick={() => go('values')}>
                  {t('deploy.review.back')}
                </ActionButton>
              }
              onPlanAgain={() => go('values')}
              onAccepted={props.onAccepted}
            />
          )}
        </Footer>
      }
    >
      <Above>
        {error && (
          <Failure
            title={t('deploy.values.planFailed')}
            error={error}
            retry={step === 'review' ? undefined : review}
          />
        )}
        {isHelmApiError(error) &&
          error.code === 'SECRET_IN_VALUES' &&
          values !== undefined && (
            <StoreFoundSecret
              release={release}
              environment={target.environment.name}
              values={values}
              field={error.field}
              onStored={(reference, rest) => {
                setStored(reference);
                setValues(rest);
                drop({ step: 'values' });
              }}
            />
          )}
        {stored && <StoredSecret reference={stored} />}
      </Above>
      {step === 'version' && (
        <VersionStep
          target={target}
          version={version}
          isAsDeclared={isAsDeclared}
          onAsDeclared={setIsAsDeclared}
          onVersion={picked => {
            setIsAsDeclared(false);
            query.set({ deploy: picked }, { replace: true });
          }}
        />
      )}
      {step === 'values' && (
        <ValuesStep
          target={target}
          release={release}
          version={version}
          isAsDeclared={isAsDeclared}
          values={values}
          onValues={setValues}
        />
      )}
      {step === 'review' && plan && (
        <PlanReview plan={plan} accepted={accepted} onAccept={accept} />
      )}
      {step === 'review' && !plan && !error && (
        <Skeleton label={t('deploy.review.reading')} lines={8} />
      )}
    </SidePanel>
  );
}

/** What is said above the step, where there is anything. */
function Above(props: { children: ReactNode }) {
  return Children.toArray(props.children).length > 0 ? (
    <div style={{ marginBottom: 16 }}>
      <Stack gap={8}>{props.children}</Stack>
    </div>
  ) : null;
}

function Footer(props: {
  step: StepName;
  isWorking: boolean;
  onStep: (step: StepName) => void;
  onReview: () => void;
  children: ReactNode;
}) {
  const t = useText();
  const { step, isWorking, onStep, onReview } = props;
  if (step === 'review') {
    return <>{props.children}</>;
  }
  const review = (
    <ActionButton
      look={step === 'values' ? 'filled' : 'plain'}
      off={isWorking}
      onClick={onReview}
    >
      {isWorking ? t('deploy.values.reviewing') : t('deploy.values.review')}
    </ActionButton>
  );
  return (
    <Row actions>
      {step === 'version' ? (
        <ActionButton look="filled" onClick={() => onStep('values')}>
          {t('deploy.version.next')}
        </ActionButton>
      ) : (
        <ActionButton onClick={() => onStep('version')}>
          {t('deploy.values.back')}
        </ActionButton>
      )}
      {review}
    </Row>
  );
}
