import {
  parseManifest,
  secretPaths,
  splitManifest,
  type SecretRules,
} from '@backstage-helm/plugin-helm-common';

/** Everything of one revision or plan that can hold a secret. */
export interface RedactionSource {
  manifest?: string;
  /** Manifests of hooks. */
  hooks?: readonly string[];
  /** Values, computed or mine. */
  values?: readonly Record<string, unknown>[];
  /** values.schema.json, as text or parsed. */
  schema?: unknown;
  /** Key paths in the values that are secret by where they came from. */
  secretPaths?: readonly (readonly string[])[];
}

export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

type Tree = Record<string, unknown>;

export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A chart's schema that is no JSON hides nothing: Helm refuses it as well. */
export function parseSchema(schema: unknown): unknown {
  if (typeof schema !== 'string') {
    return schema;
  }
  try {
    return JSON.parse(schema);
  } catch {
    return undefined;
  }
}

function valueAt(tree: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (node, key) =>
      typeof node === 'object' && node !== null && Object.hasOwn(node, key)
        ? (node as Tree)[key]
        : undefined,
    tree,
  );
}

/** The text behind a Secret's base64; the base64 itself when it is no text. */
export function decodeSecretValue(encoded: string): string {
  const bytes = Buffer.from(encoded, 'base64');
  const isBase64 =
    bytes.toString('base64').replace(/=+$/, '') ===
    encoded.replace(/\s|=+\s*$/g, '');
  const text = bytes.toString('utf8');
  return isBase64 && Buffer.from(text, 'utf8').equals(bytes) ? text : encoded;
}

function* secretObjectStrings(object: Tree): Iterable<string> {
  for (const [field, isEncoded] of [
    ['data', true],
    ['stringData', false],
  ] as const) {
    const entries = object[field];
    if (isTree(entries)) {
      for (const value of Object.values(entries)) {
        if (value !== null && value !== '') {
          const text = String(value);
          yield isEncoded ? decodeSecretValue(text) : text;
        }
      }
    }
  }
  const metadata = isTree(object.metadata) ? object.metadata : {};
  const annotations = isTree(metadata.annotations) ? metadata.annotations : {};
  const applied = annotations[LAST_APPLIED];
  if (typeof applied === 'string') {
    const parsed = parseSchema(applied);
    if (isTree(parsed)) {
      yield* secretObjectStrings({ ...parsed, metadata: {} });
    }
  }
}

/** Literal `{name: DB_PASSWORD, value: …}` in pod specs. */
function* namedStrings(node: unknown, rules: SecretRules): Iterable<string> {
  if (Array.isArray(node)) {
    for (const item of node) {
      yield* namedStrings(item, rules);
    }
  } else if (isTree(node)) {
    const { name, value } = node;
    if (typeof name === 'string' && typeof value === 'string') {
      const entry = Object.fromEntries([[name, value]]);
      if (secretPaths(entry, { patterns: rules.patterns }).length) {
        yield value;
      }
    }
    for (const child of Object.values(node)) {
      yield* namedStrings(child, rules);
    }
  }
}

/** Most documents are large and hold none: only these are read. */
function mayHoldSecrets(source: string, rules: SecretRules): boolean {
  if (/Secret/.test(source)) {
    return true;
  }
  for (const [, name] of source.matchAll(/\bname"?\s*:\s*["']?([^\s"',}]+)/g)) {
    if (secretPaths({ [name]: 'x' }, { patterns: rules.patterns }).length) {
      return true;
    }
  }
  return false;
}

function* manifestStrings(
  manifest: string,
  rules: SecretRules,
): Iterable<string> {
  for (const source of splitManifest(manifest)) {
    if (mayHoldSecrets(source, rules)) {
      for (const { kind, object } of parseManifest(source).objects) {
        if (kind === 'Secret') {
          yield* secretObjectStrings(object);
        } else {
          yield* namedStrings(object.spec, rules);
        }
      }
    }
  }
}

/**
 * Every secret string of a revision or plan: data of its Secrets, decoded, and
 * values whose key or schema says so.
 */
export function collectSecretStrings(
  source: RedactionSource,
  patterns: readonly RegExp[],
): string[] {
  const rules = { patterns, schema: parseSchema(source.schema) };
  const found = new Set<string>();
  for (const manifest of [source.manifest ?? '', ...(source.hooks ?? [])]) {
    for (const text of manifestStrings(manifest, rules)) {
      found.add(text);
    }
  }
  for (const values of source.values ?? []) {
    for (const path of secretPaths(values, rules)) {
      found.add(String(valueAt(values, path)));
    }
    for (const path of source.secretPaths ?? []) {
      found.add(String(valueAt(values, path) ?? ''));
    }
  }
  return [...found].filter(Boolean);
}
