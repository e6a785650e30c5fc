/** Prefix of every annotation that declares a release (DESIGN §3). @public */
export const HELM_ANNOTATION_PREFIX = 'helm-release/';

/** @public */
export const helmAnnotationKeys = [
  'chart',
  'repository',
  'version',
  'name',
  'namespace',
  'environments',
  'values',
  'file',
  'wait',
  'timeout',
  'rollbackOnFailure',
  'createNamespace',
] as const;

/** @public */
export type HelmAnnotationKey = (typeof helmAnnotationKeys)[number];

/** `chart` → `helm-release/chart`, with `.environment` when given. @public */
export function annotationName(
  key: HelmAnnotationKey,
  environment?: string,
): string {
  const suffix = environment === undefined ? '' : `.${environment}`;
  return `${HELM_ANNOTATION_PREFIX}${key}${suffix}`;
}

/** One `helm-release/` annotation, taken apart but not judged. */
export interface RawAnnotation {
  /** Full name, for problems. */
  field: string;
  key: string;
  environment?: string;
  value: string;
}

/** The `helm-release/` annotations in a stable order. */
export function readRawAnnotations(
  annotations: Record<string, unknown> = {},
): RawAnnotation[] {
  return Object.keys(annotations)
    .filter(field => field.startsWith(HELM_ANNOTATION_PREFIX))
    .sort()
    .map(field => {
      const rest = field.slice(HELM_ANNOTATION_PREFIX.length);
      const dot = rest.indexOf('.');
      return {
        field,
        key: dot < 0 ? rest : rest.slice(0, dot),
        environment: dot < 0 ? undefined : rest.slice(dot + 1),
        value: String(annotations[field] ?? ''),
      };
    });
}

/** @public */
export function isHelmAnnotationKey(key: string): key is HelmAnnotationKey {
  return (helmAnnotationKeys as readonly string[]).includes(key);
}
