import { useId, type ReactNode } from 'react';
import Drawer from '@material-ui/core/Drawer';
import { makeStyles } from '@material-ui/core/styles';
import { useText } from '../../hooks/useText';
import { small, tokens } from '../../theme/tokens';
import { ActionButton } from '../Base/ActionButton';

const useStyles = makeStyles(theme => {
  const t = tokens(theme);
  return {
    panel: {
      width: 'min(1184px, 100vw)',
      background: t.bg,
      color: t.fg,
      borderLeft: `1px solid ${t.line}`,
      display: 'grid',
      gridTemplateRows: 'auto auto minmax(0, 1fr) auto',
      gridTemplateColumns: 'minmax(0, 1fr)',
      fontSize: 14,
      lineHeight: '20px',
    },
    header: {
      background: t.paper,
      padding: '16px 24px 12px',
      display: 'flex',
      alignItems: 'flex-start',
      gap: 12,
      [small]: { padding: '12px 16px' },
    },
    titles: { flex: 1, minWidth: 0 },
    title: {
      margin: 0,
      fontSize: 20,
      lineHeight: '28px',
      fontWeight: 700,
      overflowWrap: 'anywhere',
    },
    subtitle: { margin: 0, color: t.fg2 },
    steps: {
      background: t.paper,
      padding: '4px 24px 14px',
      borderBottom: `1px solid ${t.line}`,
      '&:empty': { padding: 0 },
      [small]: { padding: '0 16px 12px' },
    },
    body: {
      padding: '16px 24px',
      overflowY: 'auto',
      [small]: { padding: 12 },
    },
    footer: {
      background: t.paper,
      borderTop: `1px solid ${t.line}`,
      padding: '12px 24px',
      [small]: { padding: 12 },
    },
  };
});

/** A drawer with its title, steps, content and the bar that decides. */
export function SidePanel(props: {
  title: string;
  subtitle: ReactNode;
  steps?: ReactNode;
  footer: ReactNode;
  children: ReactNode;
  onClose: () => void;
}) {
  const classes = useStyles();
  const t = useText();
  const titleId = useId();
  return (
    <Drawer
      open
      anchor="right"
      onClose={props.onClose}
      classes={{ paper: classes.panel }}
      PaperProps={{
        role: 'dialog',
        'aria-modal': true,
        'aria-labelledby': titleId,
      }}
    >
      <header className={classes.header}>
        <div className={classes.titles}>
          <h2 className={classes.title} id={titleId}>
            {props.title}
          </h2>
          <p className={classes.subtitle}>{props.subtitle}</p>
        </div>
        <ActionButton
          look="icon"
          icon="close"
          label={t('base.close')}
          onClick={props.onClose}
        />
      </header>
      <div className={classes.steps}>{props.steps}</div>
      <div className={classes.body}>{props.children}</div>
      <footer className={classes.footer}>{props.footer}</footer>
    </Drawer>
  );
}
