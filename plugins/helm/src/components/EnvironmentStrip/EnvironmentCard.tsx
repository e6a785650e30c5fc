import { useId } from 'react';
import { Link } from 'react-router-dom';
import type { Target } from '@backstage-helm/plugin-helm-common';
import { useQuery } from '../../hooks/useQuery';
import { useText } from '../../hooks/useText';
import { Chip } from '../Base/Chip';
import { HealthSquares } from '../Base/HealthSquares';
import { Icon } from '../Base/Icon';
import { StateBadge } from '../Base/StateBadge';
import { CardActions } from './CardActions';
import { CardNotice } from './CardNotice';
import { LastChange } from './LastChange';
import { closedDialogs } from './startAction';
import { SyncChips } from './SyncChips';
import { TargetName } from './TargetName';
import { useEnvironmentStyles } from './useEnvironmentStyles';
import { useHealth } from './useHealth';

/** One environment: state, version, health, last change, what can be done. */
export function EnvironmentCard(props: {
  target: Target;
  targetKey: string;
  isSelected: boolean;
  onRefresh: () => void;
}) {
  const classes = useEnvironmentStyles();
  const query = useQuery();
  const titleId = useId();
  const { target, targetKey, isSelected } = props;
  const { environment } = target;
  return (
    <article
      className={`${classes.card} ${isSelected ? classes.selected : ''}`}
      aria-labelledby={titleId}
      aria-current={isSelected || undefined}
    >
      <div className={classes.header}>
        <h2 className={classes.name} id={titleId}>
          <Link to={query.href({ ...closedDialogs, env: targetKey })}>
            <TargetName name={targetKey} />
          </Link>
        </h2>
        {targetKey === environment.name && environment.title !== targetKey && (
          <span className={classes.title}>{environment.title}</span>
        )}
        <span className={classes.push}>
          <StateBadge headline={target.headline} />
        </span>
      </div>
      <Version target={target} />
      <Facts target={target} />
      <Health target={target} />
      <div className={classes.chips}>
        <SyncChips target={target} targetKey={targetKey} />
      </div>
      <div className={classes.notice}>
        <CardNotice target={target} targetKey={targetKey} />
      </div>
      <div className={classes.last}>
        <LastChange target={target} />
      </div>
      <CardActions
        target={target}
        targetKey={targetKey}
        onRefresh={props.onRefresh}
      />
    </article>
  );
}

function Version(props: { target: Target }) {
  const classes = useEnvironmentStyles();
  const t = useText();
  const { deployed, declared, activeOperation, newerVersion } = props.target;
  const next = activeOperation?.toVersion;
  if (!deployed && !next) {
    return (
      <div className={classes.version}>
        <span>
          <strong>{t('strip.absent')}</strong>{' '}
          {declared && t('strip.absentDeclared', { version: declared.version })}
        </span>
      </div>
    );
  }
  return (
    <div className={classes.version}>
      {deployed && <b>{deployed.chartVersion}</b>}
      {next && next !== deployed?.chartVersion && (
        <>
          {deployed && <Icon name="right" />}
          <b>{next}</b>
        </>
      )}
      {newerVersion && (
        <Chip tone="accent" icon="newer">
          {t('strip.newer', { version: newerVersion })}
        </Chip>
      )}
    </div>
  );
}

function Facts(props: { target: Target }) {
  const classes = useEnvironmentStyles();
  const t = useText();
  const { deployed, release, declared } = props.target;
  const namespace = release?.namespace ?? declared?.namespace;
  return (
    <dl className={classes.facts}>
      {deployed?.appVersion && (
        <div>
          <dt>{t('strip.fact.appVersion')}</dt>
          <dd>{deployed.appVersion}</dd>
        </div>
      )}
      {deployed && (
        <div>
          <dt>{t('strip.fact.revision')}</dt>
          <dd>{deployed.revision}</dd>
        </div>
      )}
      {namespace && (
        <div>
          <dt>{t('strip.fact.namespace')}</dt>
          <dd>{namespace}</dd>
        </div>
      )}
    </dl>
  );
}

function Health(props: { target: Target }) {
  const classes = useEnvironmentStyles();
  const t = useText();
  const { data, error } = useHealth(props.target);
  return (
    <div className={classes.health}>
      {data && <HealthSquares health={data} />}
      {error && !data && (
        <span className={classes.small}>
          {t('strip.health')}: {error.message}
        </span>
      )}
    </div>
  );
}
