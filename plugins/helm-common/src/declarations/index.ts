export {
  annotationName,
  HELM_ANNOTATION_PREFIX,
  helmAnnotationKeys,
  isHelmAnnotationKey,
  type HelmAnnotationKey,
} from './annotationKeys';
export { isExactVersion, type DeclaredChart } from './chartReference';
export * from './DeclarationContext';
export { declarationDigest } from './declarationDigest';
export * from './documents';
export * from './entityFacts';
export * from './namespaces';
export type { DocumentFiles } from './fileFields';
export { nearest } from './nearest';
export * from './parseAnnotations';
export * from './parseDuration';
export {
  MAX_VALUES_FILE_BYTES,
  MAX_VALUES_FILES,
  resolveDeclaredPath,
  type ValuesSource,
} from './valuesSources';
