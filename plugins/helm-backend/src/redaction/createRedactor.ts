import { secretPaths } from '@backstage-helm/plugin-helm-common';
import type { StoredRevision } from '../releases/ReleaseStore';
import {
  collectSecretStrings,
  isTree,
  parseSchema,
  type RedactionSource,
} from './collectSecretStrings';
import type { Redactor } from './Redactor';
import { redactManifest } from './redactManifest';
import { isMask, SecretMasks } from './SecretMasks';

export interface RedactorOptions {
  /** `HelmConfig.secretKeys`. */
  secretKeys: readonly RegExp[];
  /**
   * What is going to be shown or may be echoed; several revisions in one
   * redactor keep equality visible across a diff.
   */
  sources?: readonly RedactionSource[];
  /** Further secrets, e.g. the tokens of an operation. */
  strings?: readonly string[];
}

/** What a stored revision can give away. */
export function redactionSource(revision: StoredRevision): RedactionSource {
  return {
    manifest: revision.manifest,
    hooks: revision.hooks.map(hook => hook.manifest),
    values: [revision.config, revision.chartValues],
    schema: revision.chartSchema,
    secretPaths: revision.secretPaths,
  };
}

function maskLeaf(value: unknown, isSecret: boolean, masks: SecretMasks) {
  if (typeof value !== 'string' && typeof value !== 'number') {
    return value;
  }
  const text = String(value);
  if (text === '' || isMask(text)) {
    return value;
  }
  if (isSecret) {
    return masks.mask(text);
  }
  return masks.occursIn(text) ? masks.text(text) : value;
}

function maskTree(
  value: unknown,
  path: readonly string[],
  secret: ReadonlySet<string>,
  masks: SecretMasks,
): unknown {
  if (Array.isArray(value)) {
    return value.map((item, index) =>
      maskTree(item, [...path, String(index)], secret, masks),
    );
  }
  if (isTree(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, child]) => [
        key,
        maskTree(child, [...path, key], secret, masks),
      ]),
    );
  }
  return maskLeaf(value, secret.has(JSON.stringify(path)), masks);
}

/** Makes the one way out for what belongs together (DESIGN §6). */
export function createRedactor(options: RedactorOptions): Redactor {
  const { secretKeys, sources = [], strings = [] } = options;
  const masks = new SecretMasks([
    ...strings.filter(Boolean),
    ...sources.flatMap(source => collectSecretStrings(source, secretKeys)),
  ]);
  const schemas = sources.flatMap(({ schema }) =>
    schema === undefined ? [] : [parseSchema(schema)],
  );
  return {
    text: text => masks.text(text),
    values: values => {
      const rules = [undefined, ...schemas].map(schema => ({
        patterns: secretKeys,
        schema,
      }));
      const secret = new Set(
        [
          ...rules.flatMap(rule => secretPaths(values, rule)),
          ...sources.flatMap(source => source.secretPaths ?? []),
        ].map(path => JSON.stringify(path)),
      );
      return maskTree(values, [], secret, masks) as Record<string, unknown>;
    },
    manifest: manifest => redactManifest(manifest, masks),
  };
}
