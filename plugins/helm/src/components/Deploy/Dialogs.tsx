import { useMemo } from 'react';
import type { PlanRequest, Target } from '@backstage-helm/plugin-helm-common';
import { useQuery } from '../../hooks/useQuery';
import { DoctorDialog } from '../Doctor/DoctorDialog';
import { PauseDialog } from '../Sync/PauseDialog';
import { closedDialogs } from '../EnvironmentStrip/startAction';
import { DeployPanel } from './DeployPanel';
import { PlanPanel } from './PlanPanel';

/** The dialog that the address names, over the selected environment. */
export function Dialogs(props: {
  target: Target;
  targetKey: string;
  onDone: () => void;
}) {
  const query = useQuery();
  const { target, targetKey, onDone } = props;
  const { release } = target;
  const rollback = query.get('rollback');
  const isUninstall = query.get('uninstall') !== undefined;
  const isTest = query.get('test') !== undefined;
  const isAdopt = query.get('adopt') !== undefined;

  const request = useMemo<PlanRequest | undefined>(() => {
    if (!release) {
      return undefined;
    }
    if (rollback !== undefined && Number(rollback) > 0) {
      return { release, kind: 'rollback', revision: Number(rollback) };
    }
    if (isUninstall) {
      return { release, kind: 'uninstall' };
    }
    if (isTest) {
      return { release, kind: 'test' };
    }
    return isAdopt ? { release, kind: 'adopt' } : undefined;
  }, [release, rollback, isUninstall, isTest, isAdopt]);

  const close = () => query.set(closedDialogs);
  const accepted = () => {
    query.set({ ...closedDialogs, env: targetKey, tab: undefined });
    onDone();
  };
  if (release && query.get('deploy') !== undefined) {
    return (
      <DeployPanel
        target={target}
        release={release}
        onClose={close}
        onAccepted={accepted}
      />
    );
  }
  if (release && query.get('unlock') !== undefined) {
    return (
      <DoctorDialog
        target={target}
        release={release}
        onClose={close}
        onAccepted={accepted}
      />
    );
  }
  if (release && query.get('pause-sync') !== undefined) {
    return (
      <PauseDialog
        target={target}
        release={release}
        onClose={close}
        onPaused={() => {
          close();
          onDone();
        }}
      />
    );
  }
  return request ? (
    <PlanPanel
      key={`${request.kind}-${request.revision}`}
      target={target}
      request={request}
      onClose={close}
      onAccepted={accepted}
    />
  ) : null;
}
