import {
  helmFreezeOverridePermission,
  stringifyReleaseRef,
  type EnvironmentSummary,
  type Plan,
} from '@backstage-helm/plugin-helm-common';
import { usePermission } from '@backstage/plugin-permission-react';
import { useText } from '../../hooks/useText';
import { Tick } from '../Base/Fields';
import { Stack } from '../Base/Layout';
import { Note } from '../Base/Note';
import { absoluteTime } from '../Base/Time';
import { governedKind, isGoverned } from './approvalWords';

/** What a freeze does to a plan, and whether one may pass over it. */
export interface FreezeHold {
  /** True when the freeze stops this plan for this person now. */
  isStopped: boolean;
  mayOverride: boolean;
  /** When it ends, in words. */
  end?: string;
}

/** Whether a freeze holds a plan up. */
export function useFreezeHold(
  plan: Pick<Plan, 'kind' | 'release'>,
  environment: EnvironmentSummary,
): FreezeHold {
  const { frozen } = environment.policy;
  const isStopped = frozen !== undefined && isGoverned(plan.kind);
  const permission = usePermission({
    permission: helmFreezeOverridePermission,
    resourceRef: stringifyReleaseRef(plan.release),
  });
  return {
    isStopped,
    mayOverride: permission.allowed,
    end: frozen && absoluteTime(frozen.end),
  };
}

/** The freeze that holds now; for who may, the tick that passes over it. */
export function FreezeNote(props: {
  plan: Plan;
  environment: EnvironmentSummary;
  hold: FreezeHold;
  isOverriding: boolean;
  onOverride: (yes: boolean) => void;
}) {
  const t = useText();
  const { plan, environment, hold } = props;
  const { frozen } = environment.policy;
  if (!frozen || !hold.isStopped) {
    return null;
  }
  return (
    <Note tone="warn" icon="pause">
      <Stack gap={6}>
        <strong>
          {t('approvals.freeze.now', {
            environment: environment.name,
            end: absoluteTime(frozen.end),
            title: frozen.title,
          })}
        </strong>
        {hold.mayOverride && (
          <>
            <Tick
              label={t(`approvals.freeze.override.${governedKind(plan.kind)}`)}
              checked={props.isOverriding}
              onChange={props.onOverride}
            />
            <span>{t('approvals.freeze.overrideText')}</span>
          </>
        )}
      </Stack>
    </Note>
  );
}
