import type { EnvironmentPolicy } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { Note } from '../Base/Note';
import { absoluteTime } from '../Base/Time';

/** The freeze that holds now, or the next one ahead; nothing when none is in sight. */
export function FreezeNotice(props: { policy: EnvironmentPolicy }) {
  const t = useText();
  const { frozen, freezesAhead } = props.policy;
  const next = freezesAhead[0];
  if (frozen) {
    return (
      <Note tone="warn" icon="pause">
        <strong>
          {t('approvals.card.frozen', { end: absoluteTime(frozen.end) })}
        </strong>{' '}
        {t('approvals.card.title', { title: frozen.title })}
      </Note>
    );
  }
  return next ? (
    <Note tone="mute" icon="clock">
      <strong>
        {t('approvals.card.ahead', { start: absoluteTime(next.start) })}
      </strong>{' '}
      {t('approvals.card.title', { title: next.title })}
    </Note>
  ) : null;
}
