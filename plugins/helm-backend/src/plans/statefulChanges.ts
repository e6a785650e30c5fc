import { isDeepStrictEqual } from 'node:util';
import {
  objectKey,
  parseManifest,
  type ManifestObject,
} from '@backstage-helm/plugin-helm-common';

/** Going back over these may meet data that the older one can't read. */
const stateful: ReadonlySet<string> = new Set([
  'StatefulSet',
  'CustomResourceDefinition',
]);

/** Labels that every release of a chart changes. */
const versionLabels: ReadonlySet<string> = new Set([
  'helm.sh/chart',
  'app.kubernetes.io/version',
]);

function withoutVersions(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutVersions);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => !versionLabels.has(key))
        .map(([key, child]) => [key, withoutVersions(child)]),
    );
  }
  return value;
}

function statefulObjects(manifest: string, namespace: string) {
  return new Map(
    parseManifest(manifest)
      .objects.filter(({ kind }) => stateful.has(kind))
      .map(object => [objectKey(object, namespace), object]),
  );
}

function specOf({ object }: ManifestObject): unknown {
  return withoutVersions(object.spec);
}

/**
 * StatefulSets and CustomResourceDefinitions that two manifests have in common
 * and define differently, as `StatefulSet db`.
 */
export function statefulChanges(
  left: string,
  right: string,
  namespace: string,
): string[] {
  const others = statefulObjects(right, namespace);
  return [...statefulObjects(left, namespace)]
    .filter(([key, object]) => {
      const other = others.get(key);
      return other && !isDeepStrictEqual(specOf(object), specOf(other));
    })
    .map(([, { kind, name }]) => `${kind} ${name}`);
}
