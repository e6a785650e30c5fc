import type { ReactNode } from 'react';
import type {
  Operation,
  ReleaseState,
  Target,
} from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { Chip } from '../Base/Chip';
import { SeeDiff } from '../Sync/SeeDiff';
import { SyncChip } from '../Sync/SyncChip';
import { useEnvironmentStyles } from './useEnvironmentStyles';

/** Declared against deployed, and what else sets this target apart. */
export function SyncChips(props: { target: Target; targetKey: string }) {
  const t = useText();
  const { target, targetKey } = props;
  const { declared, deployed, state, override, behind, activeOperation } =
    target;
  const declaredVersion = override?.version ?? declared?.version;
  const overrides = override
    ? override.keys.length + (override.version ? 1 : 0)
    : 0;
  return (
    <>
      {activeOperation?.toVersion && (
        <DeployingChip operation={activeOperation} />
      )}
      {!activeOperation && declaredVersion && !deployed && (
        <Chip icon="outOfSync">
          {t('strip.chip.declared', { version: declaredVersion })}
        </Chip>
      )}
      {!activeOperation && declaredVersion && deployed && (
        <DeclaredVersusDeployed
          sync={state.sync}
          declared={declaredVersion}
          deployed={deployed.chartVersion}
          diff={<SeeDiff target={target} targetKey={targetKey} />}
        />
      )}
      <SyncChip target={target} />
      {behind && behind.versions > 0 && (
        <Chip tone="warn" icon="clock">
          {t('strip.chip.behind', {
            count: behind.versions,
            environment: behind.environment,
          })}
        </Chip>
      )}
      {overrides > 0 && (
        <Chip icon="edit" title={override?.keys.join(', ')}>
          {t('strip.chip.overrides', { count: overrides })}
        </Chip>
      )}
    </>
  );
}

function DeployingChip(props: { operation: Operation }) {
  const t = useText();
  const { status, toVersion: version = '' } = props.operation;
  return status === 'awaiting-approval' ? (
    <Chip tone="accent" icon="shield">
      {t('approvals.card.asked', { version })}
    </Chip>
  ) : (
    <Chip tone="accent" icon="progress">
      {t('strip.chip.deploying', { version })}
    </Chip>
  );
}

function DeclaredVersusDeployed(props: {
  sync: ReleaseState['sync'];
  declared: string;
  deployed: string;
  diff: ReactNode;
}) {
  const t = useText();
  const classes = useEnvironmentStyles();
  const { sync, declared, deployed } = props;
  if (sync === 'InSync') {
    return (
      <Chip icon="tick">{t('strip.chip.inSync', { version: declared })}</Chip>
    );
  }
  if (sync === 'Paused' && declared === deployed) {
    return null;
  }
  return (
    <>
      <Chip tone="warn" icon="outOfSync">
        {declared === deployed
          ? t('strip.chip.valuesDiffer')
          : t('strip.chip.differs', { declared, deployed })}
      </Chip>
      <span className={classes.chipLink}>{props.diff}</span>
    </>
  );
}
