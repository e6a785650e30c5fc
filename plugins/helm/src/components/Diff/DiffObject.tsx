import { useId, useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import type { DiffEntry } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { tokens } from '../../theme/tokens';
import { Chip } from '../Base/Chip';
import { Icon } from '../Base/Icon';
import { DiffLines } from './DiffLines';
import { countLines } from './countLines';
import { LineCounts } from './LineCounts';

const useStyles = makeStyles(theme => {
  const t = tokens(theme);
  return {
    object: {
      borderTop: `1px solid ${t.line2}`,
      '&:first-child': { borderTop: 0 },
    },
    header: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: 8,
      width: '100%',
      boxSizing: 'border-box',
      minHeight: 36,
      padding: '6px 12px',
      border: 0,
      background: t.sunk,
      color: t.fg,
      font: 'inherit',
      fontSize: 13,
      textAlign: 'left',
      cursor: 'pointer',
      '&:hover': { background: t.hover },
      '&:focus-visible': {
        outline: `2px solid ${t.accent}`,
        outlineOffset: -2,
      },
    },
    kind: { color: t.fg2 },
    name: { fontWeight: 700, overflowWrap: 'anywhere', minWidth: 0 },
  };
});

/** One object that differs; its lines open and close. */
export function DiffObject(props: { entry: DiffEntry; startsOpen: boolean }) {
  const classes = useStyles();
  const t = useText();
  const [isOpen, setIsOpen] = useState(props.startsOpen);
  const panelId = useId();
  const { entry } = props;
  return (
    <div className={classes.object}>
      <button
        type="button"
        className={classes.header}
        aria-expanded={isOpen}
        aria-controls={isOpen ? panelId : undefined}
        onClick={() => setIsOpen(!isOpen)}
      >
        <Icon name={isOpen ? 'down' : 'next'} size={14} />
        {entry.kind && <span className={classes.kind}>{entry.kind}</span>}{' '}
        <span className={classes.name}>{entry.name ?? entry.title}</span>{' '}
        <LineCounts {...countLines([entry])} />{' '}
        {entry.change === 'added' && (
          <Chip tone="ok" icon="plus">
            {t('selected.diff.new')}
          </Chip>
        )}
        {entry.change === 'removed' && (
          <Chip tone="err" icon="trash">
            {t('selected.diff.removed')}
          </Chip>
        )}
        {entry.isHook && <Chip>{t('selected.diff.hook')}</Chip>}
        {entry.generated && <Chip>{t('selected.diff.generated')}</Chip>}
      </button>
      {isOpen && (
        <div id={panelId}>
          <DiffLines
            label={t('selected.diff.linesOf', { title: entry.title })}
            hunks={entry.hunks}
          />
        </div>
      )}
    </div>
  );
}
