import { type ReleaseRef } from '../releases';

/** What a query is made of. */
export type Query = Record<string, string | number | boolean | undefined>;

/** Address of an entity, of `kind:namespace/name`. */
export function entityPath(entityRef: string): string {
  const [, kind, namespace, name] =
    /^([^:/]+):([^:/]+)\/([^:/]+)$/.exec(entityRef) ?? [];
  return `/entities/${[kind, namespace, name]
    .map(encodeURIComponent)
    .join('/')}`;
}

/** Address of a release. */
export function releasePath(ref: ReleaseRef): string {
  return [
    '/clusters',
    encodeURIComponent(ref.cluster),
    'namespaces',
    ref.namespace,
    'releases',
    ref.name,
  ].join('/');
}

/** Address of the automatic sync of a release. */
export function syncPath(ref: ReleaseRef): string {
  return [
    '/sync',
    encodeURIComponent(ref.cluster),
    ref.namespace,
    ref.name,
  ].join('/');
}

/** Address of an operation. */
export function operationPath(id: string): string {
  return `/operations/${encodeURIComponent(id)}`;
}

/** Address of a chart or one version of it. */
export function chartPath(...parts: string[]): string {
  return `/charts/${parts.map(encodeURIComponent).join('/')}`;
}

/** `?a=b` of the values that are set, or nothing. */
export function searchOf(query: Query): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') {
      search.set(key, String(value));
    }
  }
  const text = search.toString();
  return text && `?${text}`;
}
