import { makeStyles } from '@material-ui/core/styles';
import type { Doctor } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { small, tokens, type Tone } from '../../theme/tokens';
import { Card } from '../Base/Card';
import { Chip } from '../Base/Chip';
import type { IconName } from '../Base/iconShapes';
import { Caption } from '../Base/Layout';
import { Note } from '../Base/Note';
import { Time } from '../Base/Time';

const useStyles = makeStyles(theme => {
  const t = tokens(theme);
  return {
    list: { listStyle: 'none', margin: 0, padding: 0 },
    row: {
      display: 'grid',
      gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr) auto',
      gap: '2px 12px',
      alignItems: 'center',
      padding: '8px 16px',
      fontSize: 13,
      lineHeight: '18px',
      borderTop: `1px solid ${t.line2}`,
      overflowWrap: 'anywhere',
      '&:first-child': { borderTop: 0 },
      [small]: {
        gridTemplateColumns: 'minmax(0, 1fr) auto',
        '& > span:nth-child(2)': { gridRow: 2, color: t.fg2 },
      },
    },
    note: { padding: 12 },
    empty: { padding: '12px 16px', fontSize: 13, color: t.fg2 },
  };
});

type Health = Doctor['holds'][number]['health'];

const looks: Record<Health, { tone: Tone; icon: IconName }> = {
  ready: { tone: 'ok', icon: 'tick' },
  progressing: { tone: 'warn', icon: 'progress' },
  failing: { tone: 'err', icon: 'cross' },
  missing: { tone: 'err', icon: 'absent' },
  unknown: { tone: 'mute', icon: 'question' },
};

/** The objects in the cluster, grouped by the revision that they are as in. */
export function WhatItHolds(props: { doctor: Doctor }) {
  const classes = useStyles();
  const t = useText();
  const { holds, holdsProblem, checkedAt } = props.doctor;
  return (
    <Card
      bare
      title={t('doctor.holds')}
      aside={
        <Caption>
          {t('doctor.readAt', { time: <Time at={checkedAt} /> })}
        </Caption>
      }
    >
      {holdsProblem && (
        <div className={classes.note}>
          <Note tone="warn">{holdsProblem}</Note>
        </div>
      )}
      {holds.length === 0 && !holdsProblem && (
        <div className={classes.empty}>{t('doctor.holdsNothing')}</div>
      )}
      <ul className={classes.list}>
        {holds.map((entry, index) => (
          <li key={`${entry.what}-${index}`} className={classes.row}>
            <span>{entry.what}</span>
            <span>{entry.as}</span>
            <Chip {...looks[entry.health]}>
              {entry.words || t(`doctor.health.${entry.health}`)}
            </Chip>
          </li>
        ))}
      </ul>
    </Card>
  );
}
