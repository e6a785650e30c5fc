import type { Doctor } from '@backstage-helm/plugin-helm-common';
import { useNow } from '../../hooks/useNow';
import { useText } from '../../hooks/useText';
import { Note } from '../Base/Note';
import { absoluteTime, duration } from '../Base/Time';

const SECOND = 1000;

/** Until when somebody may still be at work, and that this looks again. */
export function WaitNote(props: { doctor: Doctor }) {
  const t = useText();
  const now = useNow(SECOND);
  const { waitUntil } = props.doctor;
  const left = waitUntil ? Date.parse(waitUntil) - now : 0;
  return (
    <Note tone="accent" icon="clock">
      {waitUntil && (
        <>
          <strong>
            {t('doctor.wait.title', { time: absoluteTime(waitUntil) })}.
          </strong>{' '}
          {left > 0
            ? t('doctor.wait.left', { time: duration(left) })
            : t('doctor.wait.over')}{' '}
        </>
      )}
      {t('doctor.wait.text')}
    </Note>
  );
}
