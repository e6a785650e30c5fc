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

/** Which value of which Secret goes where. */
export interface SecretPlace {
  name: string;
  key: string;
  targetPath?: string;
  literal?: boolean;
}

/**
 * The digest of values together with what of Secrets belongs to them: the same
 * values from other Secrets are not the same.
 */
export function withSecretPlaces(
  digest: string,
  places: readonly SecretPlace[] | undefined,
  digester: Digester,
): string {
  return places?.length
    ? digester.json({
        digest,
        places: places.map(({ name, key, targetPath, literal }) => ({
          name,
          key,
          targetPath,
          literal: literal === true,
        })),
      })
    : digest;
}

/**
 * Digest for "is this what was declared". A null only takes a default away,
 * and Helm does not keep every one of them, so nulls don't count. Every leaf is
 * hidden first: which ones were hidden in what is compared makes no difference.
 */
export function comparableDigest(
  values: ValuesMap,
  digester: Digester,
  places?: readonly SecretPlace[],
): string {
  const hideLeaf = (leaf: unknown) =>
    typeof leaf === 'number' ||
    (typeof leaf === 'string' && !leaf.startsWith(PREFIX))
      ? `${PREFIX}${digester.json(leaf)}`
      : leaf;
  return withSecretPlaces(
    digester.json(withoutNulls(mapLeaves(values, hideLeaf))),
    places,
    digester,
  );
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
