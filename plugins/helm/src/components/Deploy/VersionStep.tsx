import { makeStyles } from '@material-ui/core/styles';
import type { ChartVersion, Target } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { Card } from '../Base/Card';
import { Chip } from '../Base/Chip';
import { Failure } from '../Base/Failure';
import { Tick } from '../Base/Fields';
import { Caption, Columns, Stack } from '../Base/Layout';
import { Note } from '../Base/Note';
import { Skeleton } from '../Base/Skeleton';
import { ChartsInside } from '../Charts/ChartsInside';
import { useChart, useChartVersion } from './useChart';
import { VersionList } from './VersionList';

const useStyles = makeStyles({
  changes: {
    margin: 0,
    paddingLeft: 18,
    fontSize: 13,
    lineHeight: '20px',
    overflowWrap: 'anywhere',
  },
});

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
            <VersionList
              label={t('deploy.version.title')}
              name="helm-chart-version"
              versions={data?.versions ?? fallback}
              picked={version}
              always={[declared?.version, target.deployed?.chartVersion]}
              marks={each => (
                <>
                  {each === declared?.version && (
                    <Chip icon="git">{t('deploy.version.declared')}</Chip>
                  )}
                  {each === target.deployed?.chartVersion && (
                    <Chip icon="tick">{t('deploy.version.deployed')}</Chip>
                  )}
                </>
              )}
              onVersion={props.onVersion}
            />
          )}
        </Card>
        {!isAsDeclared && declared && version !== declared.version && (
          <Note tone="warn" icon="edit">
            {t('deploy.version.override')}
          </Note>
        )}
      </Stack>
      <Stack>
        <Changes version={version} changes={detail?.changes} />
        <ChartsInside dependencies={detail?.dependencies} />
      </Stack>
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
