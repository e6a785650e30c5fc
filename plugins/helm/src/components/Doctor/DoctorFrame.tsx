import { useId, type ReactNode } from 'react';
import Dialog from '@material-ui/core/Dialog';
import { makeStyles } from '@material-ui/core/styles';
import { useText } from '../../hooks/useText';
import { small, tokens, type Tone } from '../../theme/tokens';
import { ActionButton } from '../Base/ActionButton';
import { Icon } from '../Base/Icon';
import type { IconName } from '../Base/iconShapes';

const useStyles = makeStyles(theme => {
  const t = tokens(theme);
  return {
    paper: {
      width: 'min(1088px, calc(100vw - 48px))',
      maxWidth: 'none',
      maxHeight: 'calc(100vh - 48px)',
      margin: 24,
      background: t.paper,
      backgroundImage: 'none',
      color: t.fg,
      borderRadius: 4,
      display: 'grid',
      gridTemplateRows: 'auto minmax(0, 1fr) auto',
      gridTemplateColumns: 'minmax(0, 1fr)',
      fontSize: 14,
      lineHeight: '20px',
      [small]: {
        width: '100vw',
        height: '100%',
        maxHeight: 'none',
        margin: 0,
        borderRadius: 0,
      },
    },
    header: {
      display: 'flex',
      alignItems: 'flex-start',
      gap: 12,
      padding: '16px 24px',
      borderBottom: `1px solid ${t.line}`,
      [small]: { padding: '12px 16px' },
    },
    icon: { paddingTop: 3, lineHeight: 0 },
    titles: { flex: 1, minWidth: 0 },
    title: {
      margin: 0,
      fontSize: 20,
      lineHeight: '28px',
      fontWeight: 700,
      overflowWrap: 'anywhere',
    },
    summary: { margin: 0, color: t.fg2, overflowWrap: 'anywhere' },
    err: { color: t.tone.err.text },
    warn: { color: t.tone.warn.text },
    accent: { color: t.accent },
    ok: { color: t.tone.ok.text },
    mute: { color: t.tone.mute.text },
  };
});

/** The dialog with what is wrong in its head; its children are a DoctorContent. */
export function DoctorFrame(props: {
  look: { tone: Tone; icon: IconName };
  title: string;
  summary?: string;
  children: ReactNode;
  onClose: () => void;
}) {
  const classes = useStyles();
  const t = useText();
  const titleId = useId();
  const summaryId = useId();
  const { look, summary } = props;
  return (
    <Dialog
      open
      onClose={props.onClose}
      classes={{ paper: classes.paper }}
      aria-labelledby={titleId}
      aria-describedby={summary ? summaryId : undefined}
    >
      <header className={classes.header}>
        <span className={`${classes.icon} ${classes[look.tone]}`}>
          <Icon name={look.icon} size={24} />
        </span>
        <div className={classes.titles}>
          <h2 className={classes.title} id={titleId}>
            {props.title}
          </h2>
          {summary && (
            <p className={classes.summary} id={summaryId}>
              {summary}
            </p>
          )}
        </div>
        <ActionButton
          look="icon"
          icon="close"
          label={t('base.close')}
          onClick={props.onClose}
        />
      </header>
      {props.children}
    </Dialog>
  );
}
