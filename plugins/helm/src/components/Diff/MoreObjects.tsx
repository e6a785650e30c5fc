import type { DiffEntry } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { Icon } from '../Base/Icon';
import { countLines } from './countLines';
import { LineCounts } from './LineCounts';
import { useObjectRowStyles } from './useObjectRowStyles';

/** The objects that are not listed yet, as one row that brings them. */
export function MoreObjects(props: {
  entries: DiffEntry[];
  onShow: () => void;
}) {
  const classes = useObjectRowStyles();
  const t = useText();
  const { entries } = props;
  return (
    <div className={classes.object}>
      <button
        type="button"
        className={classes.header}
        aria-expanded={false}
        onClick={props.onShow}
      >
        <Icon name="next" size={14} />
        <span className={classes.kind}>
          {t('selected.diff.more', { count: entries.length })}
        </span>{' '}
        <LineCounts {...countLines(entries)} />
      </button>
    </div>
  );
}
