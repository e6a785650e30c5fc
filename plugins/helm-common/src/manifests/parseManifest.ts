import { isHelmError } from '../errors';
import { parseHelmYamlValue } from '../values/parseHelmYaml';
import { isValuesMap, type ValuesMap } from '../values/ValuesMap';
import { readIdentity } from './readIdentity';

/** Who an object is, in any cluster. @public */
export interface ObjectIdentity {
  apiVersion: string;
  kind: string;
  /** As written; absent for the release's namespace and cluster-wide objects. */
  namespace?: string;
  name: string;
}

/** One object of a rendered manifest. @public */
export interface ManifestObject extends ObjectIdentity {
  /** The YAML as rendered, without separator. */
  text: string;
  object: ValuesMap;
}

/** A document of a manifest that is no Kubernetes object. @public */
export interface UnreadableDocument {
  text: string;
  problem: string;
}

/** The documents of a rendered manifest, as text. @public */
export function splitManifest(manifest: string): string[] {
  return (
    manifest
      // Not by `^` and `$`, which see more ends of lines than Helm does.
      .split(/(?:^|(?<=\n))---(?:[ \t][^\n]*|\r)?(?=\n|$)/)
      .map(source => source.trimEnd().replace(/^(?:[ \t]*\r?\n)+/, ''))
      .filter(source => /^[ \t]*[^#\s]/m.test(source))
  );
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value ? value : undefined;
}

function toObject(
  value: ValuesMap,
  source: string,
): ManifestObject | undefined {
  const metadata = isValuesMap(value.metadata) ? value.metadata : {};
  const apiVersion = text(value.apiVersion);
  const kind = text(value.kind);
  const name = text(metadata.name);
  return apiVersion && kind && name
    ? {
        apiVersion,
        kind,
        name,
        namespace: text(metadata.namespace),
        text: source,
        object: value,
      }
    : undefined;
}

/** An item that names neither takes both from its list, as in Helm. */
function asItem(item: unknown, list: ValuesMap): unknown {
  const inherits =
    isValuesMap(item) && !text(item.apiVersion) && !text(item.kind);
  return inherits
    ? {
        ...item,
        apiVersion: list.apiVersion,
        kind: text(list.kind)?.replace(/List$/, ''),
      }
    : item;
}

/**
 * Objects in a document: one, or the items of a list. Helm takes whatever has
 * `items` for a list, of any kind. Undefined when one of them is no object:
 * what is not seen here must not be deployed.
 */
function objectsIn(
  value: unknown,
  source: string,
): ManifestObject[] | undefined {
  if (!isValuesMap(value)) {
    return undefined;
  }
  if (!Array.isArray(value.items)) {
    const object = toObject(value, source);
    return object && [object];
  }
  const objects: ManifestObject[] = [];
  for (const item of value.items) {
    const own = asItem(item, value);
    // An item has no text of its own; JSON is YAML.
    const found = objectsIn(own, JSON.stringify(own));
    if (!found) {
      return undefined;
    }
    objects.push(...found);
  }
  return objects;
}

/** Reads one document of a manifest. */
export function parseManifestDocument(
  source: string,
): { objects: ManifestObject[] } | UnreadableDocument {
  try {
    const objects = objectsIn(parseHelmYamlValue(source, 'manifest'), source);
    return objects?.length
      ? { objects }
      : { text: source, problem: 'It has no apiVersion, kind and name.' };
  } catch (error) {
    if (isHelmError(error)) {
      return { text: source, problem: error.message };
    }
    throw error;
  }
}

/**
 * Reads a rendered manifest as Helm's own decoder does, `List` items as
 * objects of their own.
 *
 * @public
 */
export function parseManifest(manifest: string): {
  objects: ManifestObject[];
  unreadable: UnreadableDocument[];
} {
  const objects: ManifestObject[] = [];
  const unreadable: UnreadableDocument[] = [];
  for (const source of splitManifest(manifest)) {
    const parsed = parseManifestDocument(source);
    if ('objects' in parsed) {
      objects.push(...parsed.objects);
    } else {
      unreadable.push(parsed);
    }
  }
  return { objects, unreadable };
}

/** An object's identity with the text that it was rendered as. @public */
export interface IdentifiedObject extends ObjectIdentity {
  text: string;
}

/** Identities in one document; it is read in full only where it has to be. */
export function identifyDocument(
  source: string,
): { objects: IdentifiedObject[] } | UnreadableDocument {
  const identity = readIdentity(source);
  return identity
    ? { objects: [{ ...identity, text: source }] }
    : parseManifestDocument(source);
}

/**
 * Who the objects of a rendered manifest are; several times faster than
 * reading all that they hold.
 *
 * @public
 */
export function identifyObjects(manifest: string): IdentifiedObject[] {
  return splitManifest(manifest).flatMap(source => {
    const identified = identifyDocument(source);
    return 'objects' in identified ? identified.objects : [];
  });
}

/**
 * Key under which an object stays the same across API versions of its group:
 * `apps/Deployment/shop-dev/storefront`.
 *
 * @public
 */
export function objectKey(
  object: ObjectIdentity,
  defaultNamespace = '',
): string {
  const slash = object.apiVersion.indexOf('/');
  const group = slash < 0 ? '' : object.apiVersion.slice(0, slash);
  return `${group}/${object.kind}/${object.namespace ?? defaultNamespace}/${
    object.name
  }`;
}
