import { useId } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import type { EnvironmentSummary } from '@backstage-helm/plugin-helm-common';
import { Chip } from '../../components/Base/Chip';
import { useText } from '../../hooks/useText';
import { tokens } from '../../theme/tokens';
import { policyWords } from './policyWords';

const useStyles = makeStyles(theme => {
  const t = tokens(theme);
  return {
    option: {
      display: 'grid',
      gridTemplateColumns: '16px minmax(0, 1fr)',
      gap: '2px 10px',
      alignItems: 'center',
      padding: '10px 16px',
      borderTop: `1px solid ${t.line2}`,
      fontSize: 13,
      lineHeight: '18px',
      cursor: 'pointer',
      '&:first-of-type': { borderTop: 0 },
      '&:hover': { background: t.hover },
      '&:focus-within': {
        outline: `2px solid ${t.accent}`,
        outlineOffset: -2,
      },
      '& input': { accentColor: t.accent, margin: 0, outline: 0 },
    },
    picked: { '&, &:hover': { background: t.tone.accent.bg } },
    off: { cursor: 'not-allowed' },
    name: { display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center' },
    title: { fontWeight: 700 },
    policy: {
      gridColumn: 2,
      fontSize: 12,
      lineHeight: '16px',
      color: t.fg2,
      overflowWrap: 'anywhere',
    },
  };
});

/** An environment to choose, with what governs changes of it. */
export function EnvironmentOption(props: {
  environment: EnvironmentSummary;
  /** Of the group of radio buttons. */
  group: string;
  isMultiple: boolean;
  isPicked: boolean;
  isOff: boolean;
  onPick: (isPicked: boolean) => void;
}) {
  const classes = useStyles();
  const t = useText();
  const id = useId();
  const { environment, isPicked, isOff } = props;
  return (
    <label
      className={[
        classes.option,
        isPicked ? classes.picked : '',
        isOff ? classes.off : '',
      ].join(' ')}
    >
      <input
        type={props.isMultiple ? 'checkbox' : 'radio'}
        name={props.group}
        value={environment.name}
        checked={isPicked}
        disabled={isOff}
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-policy`}
        onChange={event => props.onPick(event.target.checked)}
      />
      <span className={classes.name} id={`${id}-title`}>
        <span className={classes.title}>{environment.title}</span>
        {environment.tier && <Chip>{environment.tier}</Chip>}
        {environment.readOnly && (
          <Chip icon="lock">{t('fields.environment.readOnly')}</Chip>
        )}
        {environment.policy.frozen && (
          <Chip tone="warn" icon="pause">
            {t('fields.environment.frozen', {
              title: environment.policy.frozen.title,
            })}
          </Chip>
        )}
      </span>
      <span className={classes.policy} id={`${id}-policy`}>
        {policyWords(environment, t)}
      </span>
    </label>
  );
}
