import { useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import type { ChartVersion, Target } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { tokens } from '../../theme/tokens';
import { ActionButton } from '../Base/ActionButton';
import { Card } from '../Base/Card';
import { Chip } from '../Base/Chip';
import { Failure } from '../Base/Failure';
import { Tick } from '../Base/Fields';
import { Caption, Columns, Stack } from '../Base/Layout';
import { Note } from '../Base/Note';
import { Skeleton } from '../Base/Skeleton';
import { Time } from '../Base/Time';
import { useChart, useChartVersion } from './useChart';

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
    changes: {
      margin: 0,
      paddingLeft: 18,
      fontSize: 13,
      lineHeight: '20px',
      overflowWrap: 'anywhere',
    },
  };
});

const FIRST = 8;

/** The published versions, newest first, and what is new in the one picked. */
export function VersionStep(props: {
  target: Target;
  version: string;
  isAsDeclared: boolean;
  onAsDeclared: (yes: boolean) => void;
  onVersion: (version: string) => void;
}) {
  const t = useText();
  const { target, version, isAsDeclared } = props;
  const { declared, override } = target;
  const { data, error, isLoading, refresh } = useChart(declared);
  const detail = useChartVersion(declared, version).data;
  const fallback: ChartVersion[] = version
    ? [{ version, deprecated: false, isPrerelease: false }]
    : [];
  return (
    <Columns of="twoThirds">
      <Stack>
        {override && (
          <Tick
            label={t('deploy.version.asDeclared', {
              keys: [override.version, ...override.keys]
                .filter(Boolean)
                .join(', '),
            })}
            checked={isAsDeclared}
            onChange={props.onAsDeclared}
          />
        )}
        {error && (
          <Failure
            title={t('deploy.version.failed')}
            error={error}
            retry={refresh}
          />
        )}
        <Card
          bare
          title={t('deploy.version.title')}
          caption={
            data &&
            t('deploy.version.published', {
              n: String(data.versions.length),
              repository: data.repository,
            })
          }
        >
          {isLoading && <Skeleton label={t('deploy.version.reading')} />}
          {!isLoading && (
            <Versions {...props} versions={data?.versions ?? fallback} />
          )}
        </Card>
        {!isAsDeclared && declared && version !== declared.version && (
          <Note tone="warn" icon="edit">
            {t('deploy.version.override')}
          </Note>
        )}
      </Stack>
      <Changes version={version} changes={detail?.changes} />
    </Columns>
  );
}

function Changes(props: { version: string; changes?: string[] }) {
  const classes = useStyles();
  const t = useText();
  const { version, changes } = props;
  return (
    <Card title={t('deploy.version.changes', { version })}>
      {changes && changes.length > 0 && (
        <ul className={classes.changes}>
          {changes.map(change => (
            <li key={change}>{change}</li>
          ))}
        </ul>
      )}
      {changes?.length === 0 && (
        <Caption>{t('deploy.version.noChanges')}</Caption>
      )}
    </Card>
  );
}

function Versions(props: {
  target: Target;
  version: string;
  versions: ChartVersion[];
  onVersion: (version: string) => void;
}) {
  const classes = useStyles();
  const t = useText();
  const [isAll, setIsAll] = useState(false);
  const { target, version, versions } = props;
  const newest = versions.find(entry => !entry.isPrerelease)?.version;
  const shown = versions.filter(
    (entry, index) =>
      isAll ||
      (index < FIRST && !entry.isPrerelease) ||
      [
        version,
        target.declared?.version,
        target.deployed?.chartVersion,
      ].includes(entry.version),
  );
  const hidden = versions.length - shown.length;
  return (
    <>
      <fieldset className={classes.list} aria-label={t('deploy.version.title')}>
        {shown.map(entry => (
          <label
            key={entry.version}
            className={`${classes.option} ${
              entry.version === version ? classes.picked : ''
            }`}
          >
            <input
              type="radio"
              name="helm-chart-version"
              value={entry.version}
              checked={entry.version === version}
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
              {entry.version === target.declared?.version && (
                <Chip icon="git">{t('deploy.version.declared')}</Chip>
              )}
              {entry.version === target.deployed?.chartVersion && (
                <Chip icon="tick">{t('deploy.version.deployed')}</Chip>
              )}
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
