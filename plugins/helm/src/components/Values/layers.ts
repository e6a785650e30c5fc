import type {
  ValuesDocument,
  ValuesLayerName,
} from '@backstage-helm/plugin-helm-common';
import type { Text } from '../../hooks/useText';
import type { Tone } from '../../theme/tokens';

type Name = ValuesLayerName['name'];

const keys = {
  'chart defaults': 'chartDefaults',
  'helm.values': 'helmValues',
  environment: 'environment',
  valuesFrom: 'valuesFrom',
  document: 'document',
  values: 'values',
  'values.environment': 'valuesEnvironment',
  override: 'override',
} as const satisfies Record<Name, string>;

/** Layers, the highest first. */
const order: Name[] = [
  'override',
  'values.environment',
  'values',
  'document',
  'valuesFrom',
  'environment',
  'helm.values',
  'chart defaults',
];

/** Short name of a layer, for a chip. */
export function layerWord(t: Text, name: Name): string {
  return t(`selected.values.layer.${keys[name]}`);
}

/** What a layer is. */
export function layerText(t: Text, name: Name): string {
  return t(`selected.values.layerText.${keys[name]}`);
}

/** The override stands out; the rest is plain. */
export function layerTone(name: Name): Tone {
  return name === 'override' ? 'accent' : 'mute';
}

/** One layer with the number of keys that it set. */
export interface CountedLayer {
  name: Name;
  sources: string[];
  keys: number;
}

/** Layers that set something, the highest first. */
export function countLayers(
  provenance: ValuesDocument['provenance'],
): CountedLayer[] {
  return order.flatMap(name => {
    const entries = Object.values(provenance).filter(
      layer => layer.name === name,
    );
    const sources = new Set(entries.flatMap(layer => layer.source ?? []));
    return entries.length > 0
      ? [{ name, sources: [...sources], keys: entries.length }]
      : [];
  });
}
