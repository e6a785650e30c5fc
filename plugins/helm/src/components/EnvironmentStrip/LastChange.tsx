import {
  isTerminal,
  type Operation,
  type Target,
} from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { Time } from '../Base/Time';
import { Who } from '../Base/Who';
import { namedKind } from '../Operation/operationWords';
import { useEnvironmentStyles } from './useEnvironmentStyles';

/** Who changed this target last, when and why. */
export function LastChange(props: { target: Target }) {
  const classes = useEnvironmentStyles();
  const t = useText();
  const { activeOperation, lastOperation, deployed } = props.target;
  const operation = activeOperation ?? lastOperation;
  if (operation && !(neverRan(operation) && deployed)) {
    const kind = namedKind(operation.kind) ?? 'other';
    const user = <Who name={operation.requestedBy} />;
    return (
      <Lines
        who={
          operation.status === 'succeeded'
            ? t(`base.kindPast.${kind}`, { user })
            : t(`base.kindBy.${kind}`, { user })
        }
        at={operation.finishedAt ?? operation.createdAt}
        why={operation.reason && t('strip.why', { reason: operation.reason })}
      />
    );
  }
  if (deployed) {
    return (
      <Lines
        who={
          deployed.by ? <Who name={deployed.by} /> : t('strip.changedElsewhere')
        }
        at={deployed.updatedAt}
        why={
          deployed.reason
            ? t('strip.why', { reason: deployed.reason })
            : deployed.description
        }
      />
    );
  }
  return <div className={classes.small}>{t('strip.never')}</div>;
}

/** A request that was rejected, replaced or forgotten changed nothing. */
function neverRan({ status, startedAt }: Operation): boolean {
  return isTerminal(status) && startedAt === undefined;
}

function Lines(props: { who: React.ReactNode; at: string; why?: string }) {
  const classes = useEnvironmentStyles();
  return (
    <>
      <div className={classes.lastLine}>
        <span className={classes.cut}>{props.who}</span>
        <span className={`${classes.small} ${classes.push}`}>
          <Time at={props.at} />
        </span>
      </div>
      {props.why && (
        <div className={`${classes.small} ${classes.cut}`} title={props.why}>
          {props.why}
        </div>
      )}
    </>
  );
}
