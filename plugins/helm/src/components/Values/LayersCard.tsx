import type { ValuesDocument } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { Card } from '../Base/Card';
import { Chip } from '../Base/Chip';
import { Caption } from '../Base/Layout';
import { useTableStyles } from '../Base/useTableStyles';
import { lastPart } from '../SelectedEnvironment/lastPart';
import { countLayers, layerText, layerTone, layerWord } from './layers';

/** The layers that set these values, the highest first. */
export function LayersCard(props: { document: ValuesDocument }) {
  const table = useTableStyles();
  const t = useText();
  const layers = countLayers(props.document.provenance);
  if (layers.length === 0) {
    return null;
  }
  return (
    <Card
      bare
      title={t('selected.values.layers')}
      aside={<Caption>{t('selected.values.highest')}</Caption>}
    >
      <table className={table.table}>
        <tbody>
          {layers.map(layer => (
            <tr key={layer.name}>
              <td>
                <Chip tone={layerTone(layer.name)}>
                  {layerWord(t, layer.name)}
                </Chip>
              </td>
              <td>
                {layerText(t, layer.name)}
                {layer.sources.length > 0 && (
                  <Caption>
                    <span title={layer.sources.join('\n')}>
                      {layer.sources.map(lastPart).join(', ')}
                    </span>
                  </Caption>
                )}
              </td>
              <td className={table.nowrap}>{layer.keys}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
