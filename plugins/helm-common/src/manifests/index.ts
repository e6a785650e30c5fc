export * from './parseManifest';
