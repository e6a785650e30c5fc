import {
  secretPaths,
  type SecretRules,
  type ValuesMap,
} from '@backstage-helm/plugin-helm-common';
import type { Digester } from './Digester';

const PREFIX = 'secret:';

/**
 * Values whose secret leaves are replaced by their digests: fit to be stored,
 * and equal exactly when the values are.
 */
export function hideSecrets(
  values: ValuesMap,
  rules: SecretRules,
  digester: Digester,
): ValuesMap {
  const hidden = structuredClone(values);
  for (const path of secretPaths(values, rules)) {
    let parent: any = hidden;
    for (const segment of path.slice(0, -1)) {
      parent = parent[segment];
    }
    const leaf = path[path.length - 1];
    const value = parent[leaf];
    if (typeof value !== 'string' || !value.startsWith(PREFIX)) {
      parent[leaf] = `${PREFIX}${digester.json(value)}`;
    }
  }
  return hidden;
}

function mapLeaves(value: unknown, change: (leaf: unknown) => unknown): any {
  if (Array.isArray(value)) {
    return value.map(item => mapLeaves(item, change));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [
        key,
        mapLeaves(entry, change),
      ]),
    );
  }
  return change(value);
}

/** The digests that stand in hidden values in the place of secrets. */
export function hiddenTexts(values: ValuesMap): string[] {
  const found: string[] = [];
  mapLeaves(values, leaf => {
    if (typeof leaf === 'string' && /^secret:[0-9a-f]{64}$/.test(leaf)) {
      found.push(leaf);
    }
  });
  return found;
}

/**
 * Digest for "is this what was declared". A null only takes a default away,
 * and Helm does not keep every one of them, so nulls don't count. Every leaf is
 * hidden first: which ones were hidden in what is compared makes no difference.
 */
export function comparableDigest(
  values: ValuesMap,
  digester: Digester,
): string {
  const hideLeaf = (leaf: unknown) =>
    typeof leaf === 'number' ||
    (typeof leaf === 'string' && !leaf.startsWith(PREFIX))
      ? `${PREFIX}${digester.json(leaf)}`
      : leaf;
  return digester.json(withoutNulls(mapLeaves(values, hideLeaf)));
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutNulls);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, entry]) => entry !== null)
        .map(([key, entry]) => [key, withoutNulls(entry)]),
    );
  }
  return value;
}
