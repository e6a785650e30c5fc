import type { Target } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { Chip } from '../Base/Chip';
import { automaticSync, isMeantToFollow, syncLook } from './syncLook';

/** That the catalog deploys here by itself, and how far it is with that. */
export function SyncChip(props: { target: Target }) {
  const t = useText();
  const sync = automaticSync(props.target);
  if (!sync || !isMeantToFollow(sync)) {
    return null;
  }
  return (
    <Chip {...syncLook(sync.phase)} title={sync.detail}>
      {t('sync.chip', { phase: t(`sync.phase.${sync.phase}`) })}
    </Chip>
  );
}
