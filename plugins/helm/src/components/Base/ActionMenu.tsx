import { useState } from 'react';
import Menu from '@material-ui/core/Menu';
import MenuItem from '@material-ui/core/MenuItem';
import { makeStyles } from '@material-ui/core/styles';
import { tokens } from '../../theme/tokens';
import { ActionButton } from './ActionButton';
import { Icon } from './Icon';

const useStyles = makeStyles(theme => {
  const t = tokens(theme);
  return {
    item: { display: 'block', fontSize: 13, maxWidth: 320, minHeight: 36 },
    off: { color: t.fg2, cursor: 'not-allowed' },
    why: {
      display: 'flex',
      gap: 6,
      fontSize: 12,
      lineHeight: '16px',
      color: t.fg2,
      whiteSpace: 'normal',
      paddingBottom: 4,
    },
  };
});

/** One entry of a menu; `offBecause` says who or what lifts it. */
export interface MenuEntry {
  key: string;
  label: string;
  off?: boolean;
  offBecause?: string;
  onClick: () => void;
}

/** The rest of the actions, behind one icon button. */
export function ActionMenu(props: { label: string; entries: MenuEntry[] }) {
  const classes = useStyles();
  const [anchor, setAnchor] = useState<HTMLElement>();
  return (
    <>
      <ActionButton
        look="icon"
        icon="more"
        label={props.label}
        hasMenu
        expanded={Boolean(anchor)}
        onClick={event => setAnchor(event.currentTarget)}
      />
      <Menu
        open={Boolean(anchor)}
        anchorEl={anchor}
        onClose={() => setAnchor(undefined)}
        getContentAnchorEl={null}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: 'top', horizontal: 'right' }}
        MenuListProps={{ 'aria-label': props.label }}
      >
        {props.entries.map(entry => (
          <MenuItem
            key={entry.key}
            className={`${classes.item} ${entry.off ? classes.off : ''}`}
            aria-disabled={entry.off || undefined}
            disableRipple={entry.off}
            onClick={() => {
              if (!entry.off) {
                setAnchor(undefined);
                entry.onClick();
              }
            }}
          >
            {entry.label}
            {entry.offBecause && (
              <span className={classes.why}>
                <Icon name="lock" size={14} />
                <span>{entry.offBecause}</span>
              </span>
            )}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
