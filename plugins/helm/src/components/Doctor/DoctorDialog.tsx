import type {
  Operation,
  ReleaseRef,
  Target,
} from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { Empty } from '../Base/Empty';
import { Failure } from '../Base/Failure';
import { Caption } from '../Base/Layout';
import { Skeleton } from '../Base/Skeleton';
import { DoctorContent } from './DoctorContent';
import { DoctorFooter } from './DoctorFooter';
import { DoctorFrame } from './DoctorFrame';
import { doctorLook } from './doctorLook';
import { Examination } from './Examination';
import { lastKnown } from './lastKnown';
import { useDoctor } from './useDoctor';

const unknown = { tone: 'mute', icon: 'question' } as const;

/** Why a release is stuck, and the ways out of it. */
export function DoctorDialog(props: {
  target: Target;
  release: ReleaseRef;
  onClose: () => void;
  onAccepted: (operation: Operation) => void;
}) {
  const t = useText();
  const { target, release, onClose } = props;
  const { data, error, isLoading, refresh } = useDoctor(release);
  const doctor = data ?? (error && lastKnown(t, target, release));
  const isHealthy = doctor?.diagnosis === 'Healthy';
  return (
    <DoctorFrame
      look={doctor ? doctorLook(doctor.diagnosis) : unknown}
      title={
        doctor?.title ??
        t('doctor.title', {
          release: release.name,
          environment: target.environment.name,
        })
      }
      summary={isHealthy ? undefined : doctor?.summary}
      onClose={onClose}
    >
      {doctor && !isHealthy ? (
        <Examination
          target={target}
          doctor={doctor}
          error={error}
          onLookAgain={refresh}
          onClose={onClose}
          onAccepted={props.onAccepted}
        />
      ) : (
        <DoctorContent
          footer={<DoctorFooter isReady={false} onClose={onClose} />}
        >
          {doctor && (
            <Empty icon="tick" tone="ok" title={t('doctor.healthy')}>
              {doctor.summary}
            </Empty>
          )}
          {isLoading && (
            <>
              <Caption>{t('doctor.reading')}</Caption>
              <Skeleton label={t('doctor.reading')} lines={8} />
            </>
          )}
          {error && !doctor && (
            <Failure title={t('doctor.failed')} error={error} retry={refresh} />
          )}
        </DoctorContent>
      )}
    </DoctorFrame>
  );
}
