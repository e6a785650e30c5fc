import { useId, type ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import type {
  EnvironmentSummary,
  Operation,
  Plan,
} from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { small } from '../../theme/tokens';
import { ApprovalNote } from '../Approvals/ApprovalNote';
import { needsApproval } from '../Approvals/approvalWords';
import { FreezeNote } from '../Approvals/FreezeNote';
import { useFreezeDecision } from '../Approvals/useFreezeDecision';
import { ActionButton } from '../Base/ActionButton';
import { TextArea } from '../Base/Fields';
import { Row, Stack } from '../Base/Layout';
import { Why } from '../Base/Why';
import { confirmLabel } from './planWords';
import { Refusal } from './Refusal';
import { useConfirm } from './useConfirm';

const useStyles = makeStyles({
  bar: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(auto, 1fr)',
    gap: '12px 24px',
    alignItems: 'end',
    [small]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  wide: { gridColumn: '1 / -1' },
  decide: { display: 'grid', gap: 8 },
  buttons: {
    justifySelf: 'end',
    [small]: { justifySelf: 'stretch' },
  },
});

/** What governs the change, its reason, and the button that starts or asks for it. */
export function ConfirmBar(props: {
  plan: Plan;
  environment: EnvironmentSummary;
  accepted: ReadonlySet<string>;
  back?: ReactNode;
  onPlanAgain: () => void;
  onAccepted: (operation: Operation) => void;
}) {
  const classes = useStyles();
  const t = useText();
  const whyId = useId();
  const { plan, environment } = props;
  const { policy } = environment;
  const { freeze, isOverriding, setIsOverriding, overrideFreeze, hold } =
    useFreezeDecision(plan, environment);
  const confirm = useConfirm({
    ...props,
    rule: policy.reason,
    hold,
    overrideFreeze,
  });
  const label = confirm.needsReason
    ? t('deploy.review.reason')
    : t('deploy.review.reasonOptional');
  return (
    <div className={classes.bar}>
      {confirm.error && (
        <div className={classes.wide}>
          <Refusal
            error={confirm.error}
            onPlanAgain={props.onPlanAgain}
            onReplace={confirm.replace}
          />
        </div>
      )}
      <TextArea
        label={policy.reason?.hint ? `${label} ${policy.reason.hint}` : label}
        value={confirm.reason}
        maxLength={1000}
        problem={confirm.problem}
        onChange={confirm.setReason}
      />
      <div className={classes.decide}>
        <FreezeNote
          plan={plan}
          environment={environment}
          hold={freeze}
          isOverriding={isOverriding}
          onOverride={setIsOverriding}
        />
        <ApprovalNote plan={plan} environment={environment} />
        <div className={classes.buttons}>
          <Stack gap={8}>
            {confirm.whyNot && <Why id={whyId}>{confirm.whyNot}</Why>}
            <Row actions>
              {props.back}
              <ActionButton
                look="filled"
                icon={needsApproval(plan.kind, policy) ? 'shield' : undefined}
                off={confirm.whyNot !== undefined || confirm.isSending}
                offBecauseId={whyId}
                onClick={confirm.submit}
              >
                {confirm.isSending
                  ? t('deploy.review.submitting')
                  : confirmLabel(t, plan, policy)}
              </ActionButton>
            </Row>
          </Stack>
        </div>
      </div>
    </div>
  );
}
