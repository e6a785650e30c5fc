import { useId } from 'react';
import { Link } from 'react-router-dom';
import type { Target } from '@backstage-helm/plugin-helm-common';
import { useQuery } from '../../hooks/useQuery';
import { useText } from '../../hooks/useText';
import { StateBadge } from '../Base/StateBadge';
import { SyncChip } from '../Sync/SyncChip';
import { needsWords } from '../Sync/syncLook';
import { closedDialogs } from './startAction';
import { TargetName } from './TargetName';
import { useEnvironmentStyles } from './useEnvironmentStyles';
import { useHealth } from './useHealth';

/** An environment in two lines, for the tabs that need the room. */
export function CompactCard(props: {
  target: Target;
  targetKey: string;
  isSelected: boolean;
}) {
  const classes = useEnvironmentStyles();
  const t = useText();
  const query = useQuery();
  const titleId = useId();
  const { target, targetKey, isSelected } = props;
  const { deployed } = target;
  const health = useHealth(target).data;
  const facts = deployed
    ? [
        deployed.appVersion
          ? t('strip.compact.facts', {
              revision: String(deployed.revision),
              appVersion: deployed.appVersion,
            })
          : t('strip.compact.revision', {
              revision: String(deployed.revision),
            }),
        health?.words,
      ]
    : [t('strip.compact.absent')];
  return (
    <article
      className={`${classes.card} ${classes.compact} ${
        isSelected ? classes.selected : ''
      }`}
      aria-labelledby={titleId}
      aria-current={isSelected || undefined}
    >
      <h2 className={`${classes.name} ${classes.compactName}`} id={titleId}>
        <Link to={query.href({ ...closedDialogs, env: targetKey })}>
          <TargetName name={targetKey} />
        </Link>
      </h2>
      {deployed && <strong>{deployed.chartVersion}</strong>}
      <span className={classes.push}>
        <StateBadge headline={target.headline} />
      </span>
      <span className={`${classes.small} ${classes.compactFacts}`}>
        {facts.filter(Boolean).join(' · ')}
      </span>
      {needsWords(target) && (
        <span>
          <SyncChip target={target} />
        </span>
      )}
    </article>
  );
}
