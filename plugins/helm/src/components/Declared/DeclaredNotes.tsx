import type { Target } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { Chip } from '../Base/Chip';
import { Caption, Stack } from '../Base/Layout';
import { TextLink } from '../Base/TextLink';
import { lastPart } from '../SelectedEnvironment/lastPart';
import { layerText, layerWord } from '../Values/layers';
import type { DeclaredRow } from './compareDeclared';

/** The layer that set a value, or that none did. */
export function Origin(props: { cell: DeclaredRow['cells'][number] }) {
  const t = useText();
  const { cell } = props;
  if (!cell) {
    return <Caption>{t('propose.declared.notDeclared')}</Caption>;
  }
  return cell.layer ? (
    <Caption>
      <span title={layerText(t, cell.layer.name)}>
        {layerWord(t, cell.layer.name)}
        {cell.layer.source && ` · ${lastPart(cell.layer.source)}`}
      </span>
    </Caption>
  ) : null;
}

/** What else there is to know of a version. */
export function VersionNotes(props: { target: Target }) {
  const t = useText();
  const { declared, deployed, behind, newerVersion } = props.target;
  return (
    <Stack gap={2}>
      {deployed?.chartVersion !== declared?.version && (
        <Caption>
          {deployed
            ? t('propose.declared.deployed', {
                version: deployed.chartVersion,
              })
            : t('propose.declared.notDeployed')}
        </Caption>
      )}
      {behind && behind.versions > 0 && (
        <span>
          <Chip tone="warn" icon="clock">
            {t('strip.chip.behind', {
              count: behind.versions,
              environment: behind.environment,
            })}
          </Chip>
        </span>
      )}
      {newerVersion && newerVersion !== declared?.version && (
        <Caption>
          {t('propose.declared.newer', { version: newerVersion })}
        </Caption>
      )}
    </Stack>
  );
}

/** As long as people name commits; a tag of content is no name. */
const COMMIT = /^[0-9a-f]{40,64}$/;

/** Files that declare it, with the commit that they were read at. */
export function Sources(props: { target: Target }) {
  const t = useText();
  const { declared } = props.target;
  return (
    <>
      {declared?.sources.map(({ url }) => (
        <div key={url}>
          <TextLink to={url}>{lastPart(url)}</TextLink>
        </div>
      ))}
      {declared?.revision && COMMIT.test(declared.revision) && (
        <Caption>
          {t('propose.declared.commit', {
            revision: declared.revision.slice(0, 8),
          })}
        </Caption>
      )}
    </>
  );
}
