import { makeStyles } from '@material-ui/core/styles';
import { useText } from '../../hooks/useText';
import { small } from '../../theme/tokens';
import { ActionButton } from '../Base/ActionButton';
import { SecretTextField } from './SecretTextField';
import {
  changeEntry,
  withoutEntry,
  type DraftProblems,
  type SecretDraft,
} from './secretDraft';

const useStyles = makeStyles({
  entries: { display: 'grid', gap: 12 },
  entry: {
    display: 'grid',
    gap: 8,
    alignItems: 'start',
    gridTemplateColumns: 'minmax(0, 2fr) minmax(0, 3fr) 32px',
    [small]: { gridTemplateColumns: 'minmax(0, 1fr) 40px' },
  },
  key: { [small]: { gridColumn: 1 } },
  value: { [small]: { gridColumn: 1 } },
  remove: {
    paddingTop: 20,
    [small]: { gridColumn: 2, gridRow: 1 },
  },
});

/** The keys of a Secret with their values. */
export function SecretEntries(props: {
  draft: SecretDraft;
  /** What is wrong, once storing was tried. */
  problems?: DraftProblems['entries'];
  isShown: boolean;
  onChange: (draft: SecretDraft) => void;
}) {
  const classes = useStyles();
  const t = useText();
  const { draft, problems, onChange } = props;
  return (
    <div className={classes.entries}>
      {draft.entries.map(({ id, key, value }, index) => {
        const wrong = problems?.get(id);
        const n = String(index + 1);
        return (
          <div key={id} className={classes.entry}>
            <div className={classes.key}>
              <SecretTextField
                label={t('secret.dialog.keyOf', { n })}
                value={key}
                problem={wrong?.key && t(`secret.dialog.${wrong.key}`)}
                onChange={changed =>
                  onChange(changeEntry(draft, id, { key: changed.trim() }))
                }
              />
            </div>
            <div className={classes.value}>
              <SecretTextField
                label={
                  key
                    ? t('secret.dialog.valueNamed', { name: key })
                    : t('secret.dialog.valueNumbered', { n })
                }
                value={value}
                hidden={!props.isShown}
                problem={wrong?.value && t(`secret.dialog.${wrong.value}`)}
                onChange={changed =>
                  onChange(changeEntry(draft, id, { value: changed }))
                }
              />
            </div>
            <div className={classes.remove}>
              {draft.entries.length > 1 && (
                <ActionButton
                  look="icon"
                  icon="trash"
                  label={
                    key
                      ? t('secret.dialog.remove', { name: key })
                      : t('secret.dialog.removeNumber', { n })
                  }
                  onClick={() => onChange(withoutEntry(draft, id))}
                />
              )}
            </div>
          </div>
        );
      })}
    </div>
  );
}
