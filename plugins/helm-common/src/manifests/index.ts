export {
  identifyObjects,
  objectKey,
  parseManifest,
  splitManifest,
  type IdentifiedObject,
  type ManifestObject,
  type ObjectIdentity,
  type UnreadableDocument,
} from './parseManifest';
