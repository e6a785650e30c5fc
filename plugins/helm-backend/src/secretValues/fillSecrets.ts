import { isDeepStrictEqual } from 'node:util';
import {
  HelmError,
  isHelmError,
  mergeValues,
  type ValuesMap,
} from '@backstage-helm/plugin-helm-common';
import type {
  Declaration,
  SecretValues,
  ValuesLayer,
} from '../declarations/Declaration';
import { parseTargetPath } from '../declarations/targetPath';
import { valuesOfText } from '../declarations/valuesReference';
import { valuesWith } from '../values/decideValues';
import type { SecretTexts } from './readSecretTexts';
import { leafPaths, valueAt } from './secretLeaves';
import type { SecretPath } from './SecretRuns';

/** Values as Helm gets them. Never stored, never shown. */
export interface FilledValues {
  values: ValuesMap;
  /** What of them came from Secrets. */
  paths: SecretPath[];
  /** Everything that the Secrets hold, for the redactor. */
  strings: string[];
}

/**
 * Puts what Secrets hold between the layers of a declaration, where it belongs,
 * and the override on top.
 *
 * @throws HelmError VALUES_SOURCE_UNREADABLE that tells nothing of the content
 */
export function fillSecrets(
  { layers, secretValues = [] }: Pick<Declaration, 'layers' | 'secretValues'>,
  texts: SecretTexts,
  patch: ValuesMap | undefined,
): FilledValues {
  const placed: { source: string; path: string[]; leaf: unknown }[] = [];
  const strings = new Set<string>();
  let merged: ValuesMap = {};
  for (const layer of layers) {
    let { values } = layer;
    if (layer.secret !== undefined) {
      const text = texts[layer.secret];
      const reference = secretValues[layer.secret];
      values = text === undefined ? {} : readText(text, reference, merged);
      for (const path of text === undefined ? [] : pathsOf(values, reference)) {
        const leaf = valueAt(values, path);
        placed.push({ source: layer.source ?? '', path, leaf });
        strings.add(String(leaf ?? ''));
      }
      strings.add(text ?? '');
    }
    merged = mergeValues([merged, values]);
  }
  const values = valuesWith(merged, patch);
  return {
    values,
    // What a higher layer set did not come from the Secret.
    paths: placed
      .filter(({ path, leaf }) =>
        isDeepStrictEqual(valueAt(values, path), leaf),
      )
      .map(({ source, path }) => ({ source, path })),
    strings: [...strings].filter(Boolean),
  };
}

/** Declared values as people see them: a mask where a Secret's are put in. */
export function shownValues({
  layers,
  values,
  secretValues,
}: Pick<Declaration, 'layers' | 'values' | 'secretValues'>): ValuesMap {
  return secretValues?.length
    ? mergeValues(layers.map((layer: ValuesLayer) => layer.values))
    : values;
}

/** Key path of one value, or of all that a whole document holds. */
function pathsOf(values: ValuesMap, reference: SecretValues): string[][] {
  return reference.targetPath
    ? [parseTargetPath(reference.targetPath, reference.field).map(String)]
    : leafPaths(values);
}

/** An error of the parser quotes what it read. */
function readText(
  text: string,
  reference: SecretValues,
  below: ValuesMap,
): ValuesMap {
  try {
    return valuesOfText(text, reference, below);
  } catch (error) {
    if (!isHelmError(error)) {
      throw error;
    }
    throw new HelmError(
      {
        code: 'VALUES_SOURCE_UNREADABLE',
        field: reference.field,
        message: `Key ${reference.key} of Secret ${reference.name} holds no map of values in YAML.`,
        wayOut:
          'Correct the Secret, or name with targetPath where its text goes.',
      },
      { status: 409 },
    );
  }
}
