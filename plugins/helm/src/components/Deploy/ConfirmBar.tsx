import { useId, type ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import type { Operation, Plan } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { small } from '../../theme/tokens';
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
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    gap: '12px 24px',
    alignItems: 'end',
    [small]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  wide: { gridColumn: '1 / -1' },
});

/** The reason and the button that starts the operation. */
export function ConfirmBar(props: {
  plan: Plan;
  accepted: ReadonlySet<string>;
  back?: ReactNode;
  onPlanAgain: () => void;
  onAccepted: (operation: Operation) => void;
}) {
  const classes = useStyles();
  const t = useText();
  const whyId = useId();
  const { plan } = props;
  const confirm = useConfirm(props);
  return (
    <div className={classes.bar}>
      {confirm.error && (
        <div className={classes.wide}>
          <Refusal error={confirm.error} onPlanAgain={props.onPlanAgain} />
        </div>
      )}
      <TextArea
        label={
          confirm.needsReason
            ? t('deploy.review.reason')
            : t('deploy.review.reasonOptional')
        }
        value={confirm.reason}
        maxLength={1000}
        problem={confirm.problem}
        onChange={confirm.setReason}
      />
      <Stack gap={8}>
        {confirm.whyNot && <Why id={whyId}>{confirm.whyNot}</Why>}
        <Row actions>
          {props.back}
          <ActionButton
            look="filled"
            off={confirm.whyNot !== undefined || confirm.isSending}
            offBecauseId={whyId}
            onClick={confirm.submit}
          >
            {confirm.isSending
              ? t('deploy.review.submitting')
              : confirmLabel(t, plan)}
          </ActionButton>
        </Row>
      </Stack>
    </div>
  );
}
