import type { Target } from '@backstage-helm/plugin-helm-common';
import { useQuery } from '../../hooks/useQuery';
import { useText } from '../../hooks/useText';
import { Note } from '../Base/Note';
import { TextLink } from '../Base/TextLink';
import { hasNothingToGoBackTo } from './isStuck';
import { startAction } from './startAction';

/** What holds the release up, and where its ways out are. */
export function StuckNote(props: { target: Target; targetKey: string }) {
  const t = useText();
  const query = useQuery();
  const { target, targetKey } = props;
  const { headline, state, lastOperation } = target;
  const isFailed = hasNothingToGoBackTo(target);
  let reason = headline.reason;
  if (state.lifecycle === 'Absent') {
    reason = t('doctor.lost');
  } else if (isFailed) {
    reason = lastOperation?.outcome?.title ?? reason;
  }
  return (
    <Note tone="err" icon={state.lifecycle === 'Locked' ? 'lock' : undefined}>
      <strong>{reason}</strong>{' '}
      <TextLink to={query.href(startAction('unlock', targetKey, target))}>
        {isFailed ? t('doctor.seeWays') : t('doctor.why')}
      </TextLink>
    </Note>
  );
}
