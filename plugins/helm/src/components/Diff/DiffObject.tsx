import { useId, useState } from 'react';
import type { DiffEntry } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { Chip } from '../Base/Chip';
import { Icon } from '../Base/Icon';
import { DiffLines } from './DiffLines';
import { countLines } from './countLines';
import { LineCounts } from './LineCounts';
import { useObjectRowStyles } from './useObjectRowStyles';

/** One object that differs; its lines open and close. */
export function DiffObject(props: { entry: DiffEntry; startsOpen: boolean }) {
  const classes = useObjectRowStyles();
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
