import {
  stringifyReleaseRef,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import { useQuery } from '../../hooks/useQuery';
import { useText } from '../../hooks/useText';
import { ActionButton } from '../Base/ActionButton';
import { Segmented } from '../Base/Segmented';
import { DiffCard } from '../Diff/DiffCard';
import { readDiffChoice, writeDiffChoice, type DiffChoice } from './diffChoice';
import { useHistoryStyles } from './useHistoryStyles';

/** The divider between two rows: compare their values or manifests in place. */
export function DiffBetween(props: {
  release: ReleaseRef;
  left: number;
  right: number;
}) {
  const classes = useHistoryStyles();
  const t = useText();
  const query = useQuery();
  const { release, left, right } = props;
  const choice = readDiffChoice(query.get('diff'));
  const isOpen = choice?.left === left && choice.right === right;
  const words = { left: String(left), right: String(right) };
  return (
    <>
      <div className={classes.between}>
        <span className={classes.label}>
          {left} → {right}
        </span>
        <Segmented<DiffChoice['of']>
          dense
          label={t('selected.history.between', words)}
          value={isOpen ? choice.of : undefined}
          options={[
            { value: 'values', label: t('selected.history.values') },
            { value: 'manifest', label: t('selected.history.manifest') },
          ]}
          onChange={of =>
            query.set(
              {
                diff:
                  isOpen && choice.of === of
                    ? undefined
                    : writeDiffChoice({ left, right, of }),
              },
              { replace: true },
            )
          }
        />
      </div>
      {isOpen && (
        <div className={classes.inline}>
          <ChosenDiff release={release} choice={choice} />
        </div>
      )}
    </>
  );
}

/** The comparison that the address names, with a way to close it. */
export function ChosenDiff(props: { release: ReleaseRef; choice: DiffChoice }) {
  const t = useText();
  const query = useQuery();
  const { release, choice } = props;
  const name = stringifyReleaseRef(release);
  return (
    <DiffCard
      title={t(`selected.diff.title.${choice.of}`, {
        left: String(choice.left),
        right: String(choice.right),
      })}
      query={{
        left: `${name}@${choice.left}`,
        right: `${name}@${choice.right}`,
        of: choice.of,
      }}
      aside={
        <ActionButton
          dense
          look="icon"
          icon="close"
          label={t('base.close')}
          onClick={() => query.set({ diff: undefined }, { replace: true })}
        />
      }
    />
  );
}
