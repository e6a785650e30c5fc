import { makeStyles } from '@material-ui/core/styles';
import { useText } from '../../hooks/useText';
import { tokens } from '../../theme/tokens';
import { useWaitingForMe } from './useWaitingForMe';

const useStyles = makeStyles(theme => {
  const { tone } = tokens(theme);
  return {
    badge: {
      display: 'inline-block',
      minWidth: 20,
      boxSizing: 'border-box',
      padding: '2px 6px',
      borderRadius: 10,
      fontSize: 12,
      lineHeight: '16px',
      fontWeight: 700,
      textAlign: 'center',
      fontVariantNumeric: 'tabular-nums',
      color: tone.accent.text,
      background: tone.accent.bg,
      // Not text of the link that it stands in, which has a name of its own.
      '&::after': { content: 'attr(data-count)' },
    },
  };
});

/**
 * How many requests wait for one's own approval, for the entry of a sidebar;
 * nothing when none does.
 *
 * @public
 */
export function ApprovalsBadge() {
  const classes = useStyles();
  const t = useText();
  const count = useWaitingForMe();
  const words = t('approvals.inbox.waiting', { count });
  return count > 0 ? (
    <span
      className={classes.badge}
      role="img"
      aria-label={words}
      title={words}
      data-count={count}
    />
  ) : null;
}
