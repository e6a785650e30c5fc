import { InputError } from '@backstage/errors';
import {
  applyOverride,
  isSameValue,
  mergeValues,
  parseHelmYaml,
  stringifyValuesPath,
  type ValuesMap,
} from '@backstage-helm/plugin-helm-common';
import { isMap } from 'yaml';
import {
  editYaml,
  readDocuments,
  rootMap,
  textOf,
  type EditedDocument,
} from '../yaml/editYaml';
import {
  isValues,
  removalsOf,
  setValues,
  withoutRemovals,
} from './patchValues';

/** One text that holds values of a target: a file, or a part of a document. */
export interface ValuesLayer {
  /** What to call it in a message. */
  name: string;
  text: string;
  /** Where the values are in the text; absent = all of it. */
  at?: { document: number; path: string[] };
  /** Environments other than the one that is changed read it too. */
  isShared: boolean;
}

/** What a layer says, as Helm reads it. */
export function readLayer({ name, text, at }: ValuesLayer): ValuesMap {
  if (!at) {
    return parseHelmYaml(text, name);
  }
  const node = readDocuments(text, name)[at.document].getIn(at.path, true);
  return isMap(node) ? parseHelmYaml(textOf(node), name) : {};
}

/**
 * Applies a merge patch (RFC 7396) to what layers make together. What it sets
 * goes into the last layer, what it removes goes from each that says it.
 *
 * @param layers - lowest first, at least one; the last is not shared
 * @returns the layers' new texts
 * @throws InputError when files can't say it
 */
export function patchLayers(
  layers: readonly ValuesLayer[],
  patch: ValuesMap,
): string[] {
  const before = layers.map(readLayer);
  const wanted = applyOverride(mergeValues(before), patch);
  const removals = removalsOf(patch);
  const texts = layers.map((layer, index) => {
    const isLast = index === layers.length - 1;
    const gone = removals.filter(path => holds(before[index], path));
    if (gone.length && layer.isShared) {
      throw new InputError(
        `${gone
          .map(stringifyValuesPath)
          .join(', ')} can't be removed for one environment: ${
          layer.name
        } says it for others too. Set it to an empty value, or change that file for all.`,
      );
    }
    return gone.length || isLast
      ? editLayer(layer, gone, isLast ? withoutRemovals(patch) : {})
      : layer.text;
  });
  const after = layers.map((layer, index) =>
    readLayer({ ...layer, text: texts[index] }),
  );
  if (!isSameValue(mergeValues(after), wanted)) {
    throw new InputError(
      `${layers
        .map(({ name }) => name)
        .join(
          ', ',
        )} can't be changed to say this: they use anchors, merge keys or a key of another type. Change them by hand.`,
    );
  }
  return texts;
}

function editLayer(
  { name, text, at }: ValuesLayer,
  gone: string[][],
  values: ValuesMap,
): string {
  return editYaml(text, name, documents => {
    const map = valuesMap(documents, name, at);
    for (const path of gone) {
      map.deleteIn(path);
    }
    setValues(map, values);
  });
}

function valuesMap(
  documents: EditedDocument[],
  name: string,
  at: ValuesLayer['at'],
) {
  const document = documents[at?.document ?? 0];
  if (!at) {
    return rootMap(document, name);
  }
  if (!isMap(document.getIn(at.path))) {
    document.setIn(at.path, document.createNode({}));
  }
  const found = document.getIn(at.path);
  if (!isMap(found)) {
    throw new InputError(`${name} holds no map of values.`);
  }
  return found;
}

function holds(values: ValuesMap, [key, ...rest]: string[]): boolean {
  if (!Object.hasOwn(values, key)) {
    return false;
  }
  const child = values[key];
  return rest.length === 0 || (isValues(child) && holds(child, rest));
}
