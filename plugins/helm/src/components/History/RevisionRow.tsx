import { useId } from 'react';
import { useRouteRef } from '@backstage/core-plugin-api';
import type { Revision } from '@backstage-helm/plugin-helm-common';
import { useQuery } from '../../hooks/useQuery';
import { useText } from '../../hooks/useText';
import { operationRouteRef } from '../../routes';
import type { Tone } from '../../theme/tokens';
import { ActionButton } from '../Base/ActionButton';
import { Chip } from '../Base/Chip';
import type { IconName } from '../Base/iconShapes';
import { Caption } from '../Base/Layout';
import { TextLink } from '../Base/TextLink';
import { Time } from '../Base/Time';
import { Who } from '../Base/Who';
import { Why } from '../Base/Why';
import { useHistoryStyles } from './useHistoryStyles';

const looks: Record<Revision['status'], { tone: Tone; icon: IconName }> = {
  unknown: { tone: 'mute', icon: 'question' },
  deployed: { tone: 'ok', icon: 'tick' },
  uninstalled: { tone: 'mute', icon: 'trash' },
  superseded: { tone: 'mute', icon: 'clock' },
  failed: { tone: 'err', icon: 'cross' },
  uninstalling: { tone: 'accent', icon: 'progress' },
  'pending-install': { tone: 'accent', icon: 'progress' },
  'pending-upgrade': { tone: 'accent', icon: 'progress' },
  'pending-rollback': { tone: 'accent', icon: 'progress' },
};

const words = {
  unknown: 'selected.history.status.unknown',
  deployed: 'selected.history.status.deployed',
  uninstalled: 'selected.history.status.uninstalled',
  superseded: 'selected.history.status.superseded',
  failed: 'selected.history.status.failed',
  uninstalling: 'selected.history.status.uninstalling',
  'pending-install': 'selected.history.status.pendingInstall',
  'pending-upgrade': 'selected.history.status.pendingUpgrade',
  'pending-rollback': 'selected.history.status.pendingRollback',
} as const;

/** Whether a revision may be restored, and if not, who or what lifts it. */
export interface RollbackOffer {
  allowed: boolean;
  reason?: string;
}

/** One revision: result, chart, who and why, what changed, the way back to it. */
export function RevisionRow(props: {
  revision: Revision;
  before?: Revision;
  isNewest: boolean;
  rollback?: RollbackOffer;
}) {
  const classes = useHistoryStyles();
  const t = useText();
  const operationLink = useRouteRef(operationRouteRef);
  const { revision } = props;
  const look = looks[revision.status];
  return (
    <div className={classes.row}>
      <div className={classes.strong}>{revision.revision}</div>
      <div>
        <Chip tone={look.tone} icon={look.icon}>
          {t(words[revision.status])}
        </Chip>
        {revision.rollbackTo && (
          <Caption>
            {t('selected.history.rolledBackTo', {
              revision: String(revision.rollbackTo),
            })}
          </Caption>
        )}
      </div>
      <div>
        <span className={classes.strong}>
          {revision.chartName} {revision.chartVersion}
        </span>
        {revision.appVersion && (
          <Caption>
            {t('selected.history.appVersion', { version: revision.appVersion })}
          </Caption>
        )}
      </div>
      <div>
        {revision.by ? (
          <Who name={revision.by} />
        ) : (
          t('selected.history.elsewhere')
        )}
        <div>
          {revision.reason
            ? t('base.quoted', { text: revision.reason })
            : revision.description}
        </div>
      </div>
      <div>
        <WhatChanged revision={revision} before={props.before} />
        {revision.operationId && (
          <Caption>
            <TextLink to={operationLink({ id: revision.operationId })}>
              {t('selected.history.operation')}
            </TextLink>
          </Caption>
        )}
      </div>
      <div className={classes.end}>
        <Time at={revision.updatedAt} />
        <WayBack {...props} />
      </div>
    </div>
  );
}

function WhatChanged(props: { revision: Revision; before?: Revision }) {
  const t = useText();
  const { revision, before } = props;
  if (revision.unreadable) {
    return <>{revision.unreadable}</>;
  }
  if (!before) {
    return <>{t('selected.history.change.first')}</>;
  }
  return (
    <>
      {before.chartVersion === revision.chartVersion
        ? t('selected.history.change.same')
        : t('selected.history.change.chart', {
            from: before.chartVersion,
            to: revision.chartVersion,
          })}
    </>
  );
}

function WayBack(props: {
  revision: Revision;
  isNewest: boolean;
  rollback?: RollbackOffer;
}) {
  const classes = useHistoryStyles();
  const t = useText();
  const query = useQuery();
  const whyId = useId();
  const { revision, isNewest, rollback } = props;
  if (isNewest) {
    return revision.status === 'deployed' ? (
      <span className={classes.now}>{t('selected.history.runningNow')}</span>
    ) : null;
  }
  if (revision.status !== 'superseded' && revision.status !== 'deployed') {
    return <span>{t('selected.history.failedNoWay')}</span>;
  }
  if (!rollback) {
    return null;
  }
  const number = String(revision.revision);
  return (
    <>
      <ActionButton
        dense
        icon="undo"
        label={t('selected.history.rollbackTo', { revision: number })}
        off={!rollback.allowed}
        offBecauseId={whyId}
        onClick={() => query.set({ rollback: number })}
      >
        {t('selected.history.rollback')}
      </ActionButton>
      {!rollback.allowed && rollback.reason && (
        <Why id={whyId}>{rollback.reason}</Why>
      )}
    </>
  );
}
