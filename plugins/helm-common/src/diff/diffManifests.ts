import type { Diff, DiffEntry } from '../api';
import { objectKey, splitManifest, type ObjectIdentity } from '../manifests';
import {
  identifyDocument,
  parseManifestDocument,
} from '../manifests/parseManifest';
import { stringifyYaml } from '../values/stringifyYaml';
import { diffLines } from './diffLines';

/** One side of a manifest diff, already redacted. @public */
export interface ManifestSide {
  manifest: string;
  /** Hooks, which Helm keeps apart from the manifest. */
  hooks?: string;
}

/** @public */
export interface ManifestDiffOptions {
  /** Names of the sides, as asked for. */
  left: string;
  right: string;
  /** Namespace of objects that name none. */
  namespace?: string;
  /** Keys (see `objectKey`) of objects whose content differs at each render. */
  generated?: ReadonlySet<string>;
}

interface Item {
  key: string;
  title: string;
  object?: ObjectIdentity;
  isHook: boolean;
  /** Rendered source: equal sources need no further look. */
  source: string;
}

function titleOf(object: ObjectIdentity, namespace: string | undefined) {
  const place = object.namespace ?? namespace;
  return `${object.kind} ${place ? `${place}/` : ''}${object.name}`;
}

function itemsOf(
  side: ManifestSide,
  namespace: string | undefined,
): Map<string, Item> {
  const items = new Map<string, Item>();
  const add = (item: Item) => {
    let { key } = item;
    for (let copy = 2; items.has(key); copy += 1) {
      key = `${item.key}#${copy}`;
    }
    items.set(key, { ...item, key });
  };
  const addAll = (manifest: string, isHook: boolean) => {
    for (const source of splitManifest(manifest)) {
      const parsed = identifyDocument(source);
      if ('objects' in parsed) {
        for (const object of parsed.objects) {
          // A hook may bear the name of an object of the release.
          const prefix = isHook ? 'hook:' : '';
          add({
            key: prefix + objectKey(object, namespace),
            title: titleOf(object, namespace),
            object,
            isHook,
            source: object.text,
          });
        }
      } else {
        add({
          key: 'unreadable',
          title: 'Unreadable document',
          isHook,
          source,
        });
      }
    }
  };
  addAll(side.manifest, false);
  addAll(side.hooks ?? '', true);
  return items;
}

/** Only what differs as text is read, to see whether it differs in content. */
function content(item: Item | undefined): string {
  if (!item) {
    return '';
  }
  const parsed = item.object && parseManifestDocument(item.source);
  return parsed && 'objects' in parsed
    ? stringifyYaml(parsed.objects[0].object)
    : `${item.source}\n`;
}

function compare(
  left: Item | undefined,
  right: Item | undefined,
  generated: ReadonlySet<string>,
): DiffEntry | undefined {
  const item = right ?? left;
  if (!item || left?.source === right?.source) {
    return undefined;
  }
  const hunks = diffLines(content(left), content(right));
  if (!hunks.length) {
    return undefined;
  }
  const { object } = item;
  const isGenerated =
    object !== undefined && generated.has(item.key.replace(/^hook:/, ''));
  return {
    title: item.title,
    kind: object?.kind,
    name: object?.name,
    namespace: object?.namespace,
    ...(item.isHook ? { isHook: true } : {}),
    change: changeOf(left, right),
    ...(isGenerated ? { generated: true } : {}),
    hunks,
  };
}

function changeOf(left: Item | undefined, right: Item | undefined) {
  if (left && right) {
    return 'changed';
  }
  return left ? 'removed' : 'added';
}

/**
 * What differs between two rendered manifests, object by object. Order of
 * keys, comments and API version of the same group do not make an object
 * another one; equal objects are only counted.
 *
 * @public
 */
export function diffManifests(
  left: ManifestSide,
  right: ManifestSide,
  options: ManifestDiffOptions,
): Diff {
  const before = itemsOf(left, options.namespace);
  const after = itemsOf(right, options.namespace);
  const generated = options.generated ?? new Set<string>();
  const counts = { added: 0, changed: 0, removed: 0, unchanged: 0 };
  const entries: DiffEntry[] = [];
  for (const key of new Set([...after.keys(), ...before.keys()])) {
    const entry = compare(before.get(key), after.get(key), generated);
    counts[entry?.change ?? 'unchanged'] += 1;
    if (entry) {
      entries.push(entry);
    }
  }
  entries.sort((a, b) => a.title.localeCompare(b.title, 'en'));
  return {
    of: 'manifest',
    left: options.left,
    right: options.right,
    counts,
    entries,
  };
}
