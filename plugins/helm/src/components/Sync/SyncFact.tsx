import type { Target } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { Caption } from '../Base/Layout';
import { Time } from '../Base/Time';
import { problemWords } from './problemWords';
import { automaticSync, isMeantToFollow } from './syncLook';

/** Who deploys what is declared: a person, or the catalog and how far it is. */
export function SyncFact(props: { target: Target }) {
  const t = useText();
  const sync = automaticSync(props.target);
  if (!sync) {
    return <>{t('sync.factManual')}</>;
  }
  const { waitsFor, detail } = sync;
  const because = waitsFor ? problemWords(waitsFor) : detail;
  return (
    <>
      {isMeantToFollow(sync)
        ? t('sync.factAutomatic', { phase: t(`sync.phase.${sync.phase}`) })
        : t('sync.factManual')}
      {because && <Caption>{because}</Caption>}
      {sync.appliedAt && (
        <Caption>
          {t('sync.appliedAt', { time: <Time at={sync.appliedAt} /> })}
        </Caption>
      )}
    </>
  );
}
