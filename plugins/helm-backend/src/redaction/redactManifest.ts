import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  Scalar,
  visit,
  type Document,
  type Node,
  type YAMLMap,
} from 'yaml';
import {
  hasForeignBreak,
  splitManifest,
} from '@backstage-helm/plugin-helm-common';
import {
  decodeSecretValue,
  isTree,
  LAST_APPLIED,
  parseSchema,
} from './collectSecretStrings';
import { isMask, type SecretMasks } from './SecretMasks';

const UNREADABLE =
  '# A document that could not be read; it may hold a Secret and is not shown.';

function textOf(node: unknown): string | undefined {
  return isScalar(node) && typeof node.value === 'string'
    ? node.value
    : undefined;
}

function maskedData(
  value: string,
  isEncoded: boolean,
  masks: SecretMasks,
): string {
  if (value === '' || isMask(value)) {
    return value;
  }
  return masks.mask(isEncoded ? decodeSecretValue(value) : value);
}

function maskEntries(
  document: Document,
  map: unknown,
  isEncoded: boolean,
  masks: SecretMasks,
) {
  if (!isMap(map)) {
    return;
  }
  for (const pair of map.items) {
    const node = isAlias(pair.value)
      ? pair.value.resolve(document)
      : pair.value;
    const value = textOf(node) ?? String(node);
    const masked = node ? maskedData(value, isEncoded, masks) : '';
    if (isScalar(pair.value)) {
      // In place: it may be an anchor that other nodes refer to.
      pair.value.value = masked;
      pair.value.tag = undefined;
      pair.value.type = 'PLAIN';
    } else {
      pair.value = new Scalar(masked);
    }
  }
}

/** A Secret inside of a last-applied annotation, masked or left out. */
function maskApplied(applied: string, masks: SecretMasks): string {
  const object = parseSchema(applied);
  if (!isTree(object)) {
    return masks.mask(applied);
  }
  for (const [field, isEncoded] of [
    ['data', true],
    ['stringData', false],
  ] as const) {
    const entries = object[field];
    if (isTree(entries)) {
      object[field] = Object.fromEntries(
        Object.entries(entries).map(([key, value]) => [
          key,
          maskedData(String(value ?? ''), isEncoded, masks),
        ]),
      );
    }
  }
  return JSON.stringify(object);
}

function maskSecret(document: Document, secret: YAMLMap, masks: SecretMasks) {
  maskEntries(document, secret.get('data'), true, masks);
  maskEntries(document, secret.get('stringData'), false, masks);
  const annotations = secret.getIn(['metadata', 'annotations']);
  if (isMap(annotations)) {
    const applied = annotations.get(LAST_APPLIED);
    if (typeof applied === 'string') {
      annotations.set(LAST_APPLIED, maskApplied(applied, masks));
    }
  }
}

/** An item without a kind has that of its list. */
function maskSecretsIn(
  document: Document,
  node: unknown,
  masks: SecretMasks,
  ofList?: string,
) {
  if (!isMap(node)) {
    return;
  }
  const kind = node.get('kind') ?? ofList?.replace(/List$/, '');
  const items = node.get('items');
  if (kind === 'Secret') {
    maskSecret(document, node, masks);
  }
  if (isSeq(items)) {
    items.items.forEach(item =>
      maskSecretsIn(document, item, masks, String(kind)),
    );
  }
}

/** Masks what stands in values; keys are collected, they are no secrets. */
function maskScalars(document: Document, masks: SecretMasks): Set<string> {
  const keys = new Set<string>();
  visit(document, {
    Scalar(position, node, path) {
      const text = textOf(node);
      if (text === undefined) {
        return;
      }
      if (position === 'key' && isPair(path[path.length - 1])) {
        keys.add(text);
      } else if (masks.occursIn(text)) {
        node.value = masks.text(text);
      }
    },
  });
  return keys;
}

function redactDocument(source: string, masks: SecretMasks): string {
  const mayBeSecret = /Secret/.test(source);
  if (!mayBeSecret && !masks.occursIn(source)) {
    return source;
  }
  const document = parseDocument<Node>(source, {
    schema: 'failsafe',
    resolveKnownTags: false,
    uniqueKeys: false,
    logLevel: 'silent',
  });
  if (document.errors.length || hasForeignBreak(source)) {
    return mayBeSecret ? UNREADABLE : masks.text(source);
  }
  maskSecretsIn(document as Document, document.contents, masks);
  const keys = maskScalars(document as Document, masks);
  const text = document.toString({ lineWidth: 0 }).replace(/\n$/, '');
  // Comments remain. A field's name is no leak even where a Secret holds the
  // same word, and masking it would take the manifest apart.
  return masks.text(text, keys);
}

/** A rendered manifest with Secret data and known secrets masked. */
export function redactManifest(manifest: string, masks: SecretMasks): string {
  const documents = splitManifest(manifest);
  return documents
    .map(source => `---\n${redactDocument(source, masks)}\n`)
    .join('');
}
