import { useId } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import type { WayOut } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { tokens } from '../../theme/tokens';
import { Chip } from '../Base/Chip';
import { Row, Unseen } from '../Base/Layout';
import { Why } from '../Base/Why';
import { sharedReason } from './Denied';

const useStyles = makeStyles(theme => {
  const t = tokens(theme);
  return {
    ways: { border: 0, margin: 0, padding: 0, minWidth: 0 },
    legend: {
      padding: 0,
      marginBottom: 8,
      fontSize: 15,
      lineHeight: '20px',
      fontWeight: 700,
    },
    list: { display: 'grid', gap: 8 },
    way: {
      display: 'grid',
      gridTemplateColumns: '18px minmax(0, 1fr)',
      gap: 10,
      padding: '10px 12px',
      border: `1px solid ${t.line}`,
      borderRadius: 4,
      cursor: 'pointer',
      overflowWrap: 'anywhere',
      '&:hover': { borderColor: t.field },
      '&:focus-within': { outline: `2px solid ${t.accent}`, outlineOffset: 2 },
      '& input': {
        accentColor: t.accent,
        width: 18,
        height: 18,
        margin: '1px 0 0',
        cursor: 'inherit',
        '&:focus': { outline: 0 },
      },
    },
    chosen: {
      '&, &:hover': { borderColor: t.accent },
      background: t.tone.accent.bg,
      boxShadow: `0 0 0 1px ${t.accent}`,
    },
    off: {
      background: t.sunk,
      cursor: 'not-allowed',
      '&:hover': { borderColor: t.line },
      '& input': { accentColor: t.field, opacity: 0.6 },
    },
    title: { fontWeight: 700 },
    detail: { color: t.fg2 },
    offTitle: { fontWeight: 700, color: t.fg2 },
    empty: { color: t.fg2 },
  };
});

/** The ways out, one to choose; what can't be chosen says why. */
export function WaysOut(props: {
  ways: WayOut[];
  chosen?: WayOut;
  onChoose: (way: WayOut) => void;
}) {
  const classes = useStyles();
  const t = useText();
  const { ways, chosen, onChoose } = props;
  const isSaid = !chosen && sharedReason(ways) !== undefined;
  return (
    <fieldset className={classes.ways}>
      <legend className={classes.legend}>{t('doctor.ways')}</legend>
      {ways.length === 0 && (
        <div className={classes.empty}>{t('doctor.noWays')}</div>
      )}
      <div className={classes.list}>
        {ways.map(way => (
          <Way
            key={way.key}
            reasonIsSaid={isSaid}
            way={way}
            isChosen={way.key === chosen?.key}
            onChoose={() => onChoose(way)}
          />
        ))}
      </div>
    </fieldset>
  );
}

/** A radio that stays in reach of the keyboard when it can't be chosen. */
function Way(props: {
  way: WayOut;
  isChosen: boolean;
  /** Beside the list: here it is for the ear only. */
  reasonIsSaid: boolean;
  onChoose: () => void;
}) {
  const classes = useStyles();
  const t = useText();
  const id = useId();
  const { way, isChosen, onChoose } = props;
  const names = [classes.way];
  if (isChosen) {
    names.push(classes.chosen);
  } else if (!way.allowed) {
    names.push(classes.off);
  }
  return (
    <label className={names.join(' ')} htmlFor={id}>
      <input
        id={id}
        type="radio"
        name="way"
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-detail`}
        aria-disabled={!way.allowed || undefined}
        checked={isChosen}
        onChange={() => way.allowed && onChoose()}
      />
      <div>
        <Row>
          <span
            id={`${id}-title`}
            className={way.allowed ? classes.title : classes.offTitle}
          >
            {way.title}
          </span>
          {way.suggested && <Chip tone="accent">{t('doctor.suggested')}</Chip>}
        </Row>
        <div id={`${id}-detail`}>
          {way.detail && <div className={classes.detail}>{way.detail}</div>}
          {!way.allowed && way.reason && (
            <Reason isSaid={props.reasonIsSaid}>{way.reason}</Reason>
          )}
        </div>
      </div>
    </label>
  );
}

function Reason(props: { isSaid: boolean; children: string }) {
  return props.isSaid ? (
    <Unseen>{props.children}</Unseen>
  ) : (
    <Why>{props.children}</Why>
  );
}
