import { useId } from 'react';
import { useNavigate } from 'react-router-dom';
import { useRouteRef } from '@backstage/core-plugin-api';
import type { Target } from '@backstage-helm/plugin-helm-common';
import { useQuery } from '../../hooks/useQuery';
import { useText } from '../../hooks/useText';
import { operationRouteRef } from '../../routes';
import { ActionButton } from '../Base/ActionButton';
import { ActionMenu } from '../Base/ActionMenu';
import { Why } from '../Base/Why';
import { useProposalEntries } from '../Propose/useProposalEntries';
import { useSyncControl } from '../Sync/SyncControl';
import { startAction } from './startAction';
import { targetActions, type OfferedAction } from './targetActions';
import { useEnvironmentStyles } from './useEnvironmentStyles';

/** One button, the rest in a menu; what is off says why. */
export function CardActions(props: {
  target: Target;
  targetKey: string;
  onRefresh: () => void;
}) {
  const classes = useEnvironmentStyles();
  const t = useText();
  const query = useQuery();
  const navigate = useNavigate();
  const operationLink = useRouteRef(operationRouteRef);
  const whyId = useId();
  const sync = useSyncControl();
  const { target, targetKey } = props;
  const { primary, rest } = targetActions(t, target);
  const proposals = useProposalEntries(target);

  const start = (entry: OfferedAction) => {
    if (entry.action === 'view-operation' && target.activeOperation) {
      navigate(operationLink({ id: target.activeOperation.id }));
    } else if (entry.action === 'refresh') {
      props.onRefresh();
    } else if (entry.action === 'resume-sync' && target.release) {
      sync.resume(target.release);
    } else {
      query.set(startAction(entry.action, targetKey, target));
    }
  };
  // A pause holds until somebody ends it on purpose: nothing urges to deploy past it.
  const isCalm =
    target.headline.tone === 'ok' || target.syncStatus?.phase === 'paused';
  const isFilled = primary?.action === 'view-operation' || !isCalm;

  return (
    <div className={classes.actions}>
      <div className={classes.actionRow}>
        {primary && (
          <ActionButton
            look={isFilled ? 'filled' : 'outlined'}
            off={!primary.allowed}
            offBecauseId={whyId}
            onClick={() => start(primary)}
          >
            {primary.label}
          </ActionButton>
        )}
        {rest.length + proposals.length > 0 && (
          <span className={classes.push}>
            <ActionMenu
              label={t('strip.action.more', {
                environment: target.environment.name,
              })}
              entries={[
                ...rest.map(entry => ({
                  key: entry.action,
                  label: entry.label,
                  offBecause: entry.allowed ? undefined : entry.reason,
                  off: !entry.allowed,
                  onClick: () => start(entry),
                })),
                ...proposals,
              ]}
            />
          </span>
        )}
      </div>
      {primary && !primary.allowed && primary.reason && (
        <Why id={whyId}>{primary.reason}</Why>
      )}
    </div>
  );
}
