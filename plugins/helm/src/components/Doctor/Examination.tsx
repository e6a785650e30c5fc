import type {
  Doctor,
  Operation,
  Target,
} from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { ApprovalNote } from '../Approvals/ApprovalNote';
import { isGoverned } from '../Approvals/approvalWords';
import { FreezeNote } from '../Approvals/FreezeNote';
import { useFreezeDecision } from '../Approvals/useFreezeDecision';
import { ActionButton } from '../Base/ActionButton';
import { Failure } from '../Base/Failure';
import { Columns, Stack } from '../Base/Layout';
import { Skeleton } from '../Base/Skeleton';
import { Refusal } from '../Deploy/Refusal';
import { useAccepted } from '../Deploy/useAccepted';
import { useConfirm } from '../Deploy/useConfirm';
import { Denied } from './Denied';
import { DoctorContent } from './DoctorContent';
import { DoctorFooter } from './DoctorFooter';
import { ReasonField } from './ReasonField';
import { useChosenWay } from './useChosenWay';
import { useWayPlan } from './useWayPlan';
import { WaitNote } from './WaitNote';
import { WayPreview } from './WayPreview';
import { WaysOut } from './WaysOut';
import { WhatItHolds } from './WhatItHolds';
import { WhatWasFound } from './WhatWasFound';

/** What was found, the ways out, and what the chosen one would do. */
export function Examination(props: {
  target: Target;
  doctor: Doctor;
  /** Why it could not be asked again, or not in full. */
  error?: Error;
  onLookAgain: () => void;
  onClose: () => void;
  onAccepted: (operation: Operation) => void;
}) {
  const t = useText();
  const { target, doctor, error, onLookAgain, onClose } = props;
  const rule = target.environment.policy.reason;
  const [way, choose] = useChosenWay(doctor);
  const { plan, error: planError, isWorking, again } = useWayPlan(doctor, way);
  const [accepted, accept] = useAccepted(plan?.id);
  const governed = useFreezeDecision(
    { kind: way?.plan?.kind ?? 'unlock', release: doctor.release },
    target.environment,
  );
  const confirm = useConfirm({
    plan,
    accepted,
    rule,
    hold: governed.hold,
    overrideFreeze: governed.overrideFreeze,
    onAccepted: props.onAccepted,
  });
  const isWaiting =
    doctor.diagnosis === 'Working' || doctor.waitUntil !== undefined;
  const isClosed = !way && doctor.waysOut.length > 0;
  const ways = <WaysOut ways={doctor.waysOut} chosen={way} onChoose={choose} />;
  return (
    <DoctorContent
      footer={
        <DoctorFooter
          way={way}
          confirm={way?.plan && confirm}
          policy={target.environment.policy}
          isReady={plan !== undefined}
          extra={
            isWaiting && (
              <ActionButton icon="retry" onClick={onLookAgain}>
                {t('doctor.lookAgain')}
              </ActionButton>
            )
          }
          onClose={onClose}
        />
      }
    >
      <Stack>
        {error && (
          <Failure
            title={t('doctor.again')}
            error={error}
            retry={onLookAgain}
          />
        )}
        <Columns of="halves">
          <Stack>
            {doctor.found.length > 0 && <WhatWasFound doctor={doctor} />}
            <WhatItHolds doctor={doctor} />
            {way?.plan && ways}
          </Stack>
          <Stack>
            {isWaiting && <WaitNote doctor={doctor} />}
            {isClosed && <Denied ways={doctor.waysOut} />}
            {!way?.plan && ways}
            {isWorking && <Skeleton label={t('doctor.preview.making')} />}
            {planError && (
              <Failure
                title={t('doctor.preview.failed')}
                error={planError}
                retry={again}
              />
            )}
            {way && plan && (
              <WayPreview
                way={way}
                plan={plan}
                accepted={accepted}
                onAccept={accept}
              />
            )}
            {plan && (
              <>
                <FreezeNote
                  plan={plan}
                  environment={target.environment}
                  hold={governed.freeze}
                  isOverriding={governed.isOverriding}
                  onOverride={governed.setIsOverriding}
                />
                {isGoverned(plan.kind) && (
                  <ApprovalNote plan={plan} environment={target.environment} />
                )}
              </>
            )}
            {way?.plan && <ReasonField confirm={confirm} rule={rule} />}
            {confirm.error && (
              <Refusal
                error={confirm.error}
                onPlanAgain={again}
                onReplace={confirm.replace}
              />
            )}
          </Stack>
        </Columns>
      </Stack>
    </DoctorContent>
  );
}
