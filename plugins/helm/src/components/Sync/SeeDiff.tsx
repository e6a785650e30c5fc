import type { Target } from '@backstage-helm/plugin-helm-common';
import { useQuery } from '../../hooks/useQuery';
import { useText } from '../../hooks/useText';
import { Unseen } from '../Base/Layout';
import { TextLink } from '../Base/TextLink';
import { closedDialogs } from '../EnvironmentStrip/startAction';

/** The way to what is declared against what is deployed. */
export function SeeDiff(props: { target: Target; targetKey: string }) {
  const t = useText();
  const query = useQuery();
  return (
    <TextLink
      to={query.href({
        ...closedDialogs,
        env: props.targetKey,
        tab: 'manifest',
        diff: 'declared',
      })}
    >
      {t('sync.seeDiff')}{' '}
      <Unseen>{t('sync.seeDiffOf', { environment: props.targetKey })}</Unseen>
    </TextLink>
  );
}
