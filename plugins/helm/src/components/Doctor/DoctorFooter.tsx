import { useId, type ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import type {
  EnvironmentPolicy,
  WayOut,
} from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { mono, small, tokens } from '../../theme/tokens';
import { needsApproval, requestLabel } from '../Approvals/approvalWords';
import { ActionButton } from '../Base/ActionButton';
import { CopyButton } from '../Base/CopyButton';
import type { IconName } from '../Base/iconShapes';
import { Row } from '../Base/Layout';
import { Why } from '../Base/Why';
import type { Confirmation } from '../Deploy/useConfirm';

const useStyles = makeStyles(theme => {
  const t = tokens(theme);
  return {
    bar: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      justifyContent: 'space-between',
      gap: '8px 24px',
      [small]: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)' },
    },
    terminal: {
      flex: '1 1 320px',
      minWidth: 0,
      display: 'flex',
      alignItems: 'center',
      gap: 8,
      fontSize: 12,
      lineHeight: '16px',
      color: t.fg2,
      '& code': {
        fontFamily: mono,
        fontSize: 12.5,
        color: t.fg,
        overflowWrap: 'anywhere',
      },
    },
    decide: { display: 'grid', gap: 6, justifyItems: 'end' },
    push: {
      marginLeft: 'auto',
      [small]: { marginLeft: 0, '& > div': { justifyItems: 'stretch' } },
    },
  };
});

const icons: Partial<Record<WayOut['key'], IconName>> = {
  rollback: 'undo',
  'undo-uninstall': 'undo',
  uninstall: 'trash',
  'finish-uninstall': 'trash',
};

/** The same by hand, and the button that repeats the verb. */
export function DoctorFooter(props: {
  way?: WayOut;
  /** Absent where nothing can be done but to close. */
  confirm?: Confirmation;
  policy?: EnvironmentPolicy;
  isReady: boolean;
  extra?: ReactNode;
  onClose: () => void;
}) {
  const classes = useStyles();
  const t = useText();
  const whyId = useId();
  const { way, confirm, isReady, policy } = props;
  const kind = way?.plan?.kind ?? '';
  const asks = needsApproval(kind, policy);
  const label = asks ? requestLabel(t, kind) : way?.title;
  return (
    <div className={classes.bar}>
      {way?.command && (
        <div className={classes.terminal}>
          <span>
            {t('doctor.terminal')} <code>{way.command}</code>
          </span>
          <CopyButton
            quiet
            label={t('doctor.copyCommand')}
            text={way.command}
          />
        </div>
      )}
      <div className={classes.push}>
        <div className={classes.decide}>
          {confirm?.whyNot && <Why id={whyId}>{confirm.whyNot}</Why>}
          <Row actions>
            {props.extra}
            <ActionButton onClick={props.onClose}>
              {confirm ? t('base.cancel') : t('base.close')}
            </ActionButton>
            {way && confirm && (
              <ActionButton
                look="filled"
                icon={asks ? 'shield' : icons[way.key]}
                off={
                  !isReady || confirm.whyNot !== undefined || confirm.isSending
                }
                offBecauseId={whyId}
                onClick={confirm.submit}
              >
                {confirm.isSending ? t('deploy.review.submitting') : label}
              </ActionButton>
            )}
          </Row>
        </div>
      </div>
    </div>
  );
}
