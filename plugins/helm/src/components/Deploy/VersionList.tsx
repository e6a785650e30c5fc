import { useState, type ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import type { ChartVersion } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { tokens } from '../../theme/tokens';
import { ActionButton } from '../Base/ActionButton';
import { Chip } from '../Base/Chip';
import { Caption } from '../Base/Layout';
import { Time } from '../Base/Time';

const useStyles = makeStyles(theme => {
  const t = tokens(theme);
  return {
    list: { display: 'grid', margin: 0, padding: 0, border: 0 },
    option: {
      display: 'grid',
      gridTemplateColumns: '16px minmax(0, 1fr) auto',
      gap: '0 10px',
      alignItems: 'center',
      padding: '8px 16px',
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
    name: { display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center' },
    number: { fontWeight: 700, fontVariantNumeric: 'tabular-nums' },
    more: { padding: 8 },
  };
});

/** Versions that are shown without asking for more. */
const FIRST = 8;

/**
 * One of a chart's published versions, newest first; the older ones and, unless
 * they are asked for, the pre-releases come with a button.
 */
export function VersionList(props: {
  label: string;
  /** Of the group of radio buttons: unique on the page. */
  name: string;
  versions: ChartVersion[];
  picked: string;
  /** Versions that are never left out. */
  always?: (string | undefined)[];
  /** Pre-releases are no less than the others. */
  isWithPrereleases?: boolean;
  /** More to say of a version. */
  marks?: (version: string) => ReactNode;
  isOff?: boolean;
  onVersion: (version: string) => void;
}) {
  const classes = useStyles();
  const t = useText();
  const [isAll, setIsAll] = useState(false);
  const { versions, picked, always = [] } = props;
  const newest = versions.find(entry => !entry.isPrerelease)?.version;
  const shown = versions.filter(
    (entry, index) =>
      isAll ||
      (index < FIRST && (props.isWithPrereleases || !entry.isPrerelease)) ||
      [picked, ...always].includes(entry.version),
  );
  const hidden = versions.length - shown.length;
  return (
    <>
      <fieldset className={classes.list} aria-label={props.label}>
        {shown.map(entry => (
          <label
            key={entry.version}
            className={`${classes.option} ${
              entry.version === picked ? classes.picked : ''
            }`}
          >
            <input
              type="radio"
              name={props.name}
              value={entry.version}
              checked={entry.version === picked}
              disabled={props.isOff}
              onChange={() => props.onVersion(entry.version)}
            />
            <span className={classes.name}>
              <span className={classes.number}>{entry.version}</span>{' '}
              {entry.appVersion && (
                <span>
                  {t('deploy.version.app', { version: entry.appVersion })}
                </span>
              )}{' '}
              {entry.version === newest && (
                <Chip tone="accent" icon="newer">
                  {t('deploy.version.newest')}
                </Chip>
              )}
              {props.marks?.(entry.version)}
              {entry.isPrerelease && (
                <Chip>{t('deploy.version.prerelease')}</Chip>
              )}
              {entry.deprecated && (
                <Chip tone="warn" icon="warn">
                  {t('deploy.version.deprecated')}
                </Chip>
              )}
            </span>
            <Caption>{entry.created && <Time at={entry.created} />}</Caption>
          </label>
        ))}
      </fieldset>
      {hidden > 0 && (
        <div className={classes.more}>
          <ActionButton look="quiet" onClick={() => setIsAll(true)}>
            {t('deploy.version.all', { count: hidden })}
          </ActionButton>
        </div>
      )}
    </>
  );
}
