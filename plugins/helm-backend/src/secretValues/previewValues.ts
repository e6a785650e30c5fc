import {
  mergeValues,
  type ValuesMap,
} from '@backstage-helm/plugin-helm-common';
import type { Declaration } from '../declarations/Declaration';
import type { StoredRevision } from '../releases/ReleaseStore';
import { valuesWith } from '../values/decideValues';
import { treeOf, valueAt } from './secretLeaves';
import type { SecretPath } from './SecretRuns';

/** Values that a plan renders and shows without any Secret being read. */
export interface PreviewValues {
  /** What is rendered. */
  rendered: ValuesMap;
  /** What is shown: with a mask for a document that nobody has seen yet. */
  shown: ValuesMap;
  /** References for which nothing is known that could stand in. */
  isComplete: boolean;
}

/**
 * Stands in for Secrets what the deployed revision holds in their places; where
 * nothing is deployed, a mask at a path, and nothing of a whole document.
 *
 * @param paths - what former runs of this release read from Secrets
 */
export function previewValues(
  declaration: Pick<Declaration, 'layers' | 'values' | 'secretValues'>,
  patch: ValuesMap | undefined,
  base: Pick<StoredRevision, 'config'> | undefined,
  paths: readonly SecretPath[],
): PreviewValues {
  const { layers, secretValues = [] } = declaration;
  if (!secretValues.length) {
    const values = valuesWith(declaration.values, patch);
    return { rendered: values, shown: values, isComplete: true };
  }
  let isComplete = true;
  const rendered: ValuesMap[] = [];
  const shown: ValuesMap[] = [];
  for (const layer of layers) {
    if (layer.secret === undefined) {
      rendered.push(layer.values);
      shown.push(layer.values);
    } else {
      const leaves = paths
        .filter(({ source }) => source === layer.source)
        .map(({ path }) => ({ path, value: valueAt(base?.config, path) }))
        .filter(({ value }) => value !== undefined);
      const isKnown = leaves.length > 0;
      isComplete &&= isKnown;
      const below = mergeValues(rendered);
      const known = treeOf(leaves, mergeLike(below, base?.config));
      const isPath = secretValues[layer.secret].targetPath !== undefined;
      const unknown = isPath ? layer.values : {};
      rendered.push(isKnown ? known : unknown);
      shown.push(isKnown ? known : layer.values);
    }
  }
  return {
    rendered: valuesWith(mergeValues(rendered), patch),
    shown: valuesWith(mergeValues(shown), patch),
    isComplete,
  };
}

/** Lists as they are declared, else as they are deployed. */
function mergeLike(below: ValuesMap, deployed: ValuesMap | undefined) {
  return mergeValues([deployed ?? {}, below]);
}
